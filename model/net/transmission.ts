import { lengthOf } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { offered } from '../ring/queue.ts'
import type { DeviceSends, DriverTransmits } from './action.ts'
import { sentOn } from './flow.ts'
import { padded } from './padding.ts'
import { withQueue } from './queues.ts'
import type { Leaving, NetState } from './state.ts'

/** What a driver breaks by transmitting on a queue now. */
export function faultsOfTransmit(state: NetState, { queue }: DriverTransmits): readonly Fault[] {
  if (queue >> 1 < state.transmitPairs) return []
  const clause = state.setting.steering.kind === 'first' ? 'net.mq.driver.5' : 'net.mq.driver.6'
  return [refusal('driver', [clause], `transmit queue ${queue} is beyond the ${state.transmitPairs} that may be used`)]
}

/** A frame is handed over. */
export function handedOver(state: NetState, action: DriverTransmits): NetState {
  const { queue, chain, frame, bytes, cuts } = action
  const descriptors = cuts.length + 1
  const lost = !state.link || state.distress !== 'none'
  const next = withQueue(sentOn(state, action), queue, (q) =>
    offered(q, { id: chain, room: 0, descriptors, surely: false }),
  )
  return { ...next, leaving: [...next.leaving, { frame, queue, bytes, ...(lost && { excused: true }) }] }
}

/** The handed-over frame with these bytes. */
export function leavingWith(state: NetState, action: DeviceSends): Leaving | undefined {
  return state.leaving.find((frame) => isFrame(state, frame, action))
}

const isFrame = ({ config }: NetState, frame: Leaving, { bytes }: DeviceSends): boolean =>
  frame.bytes === bytes || (config.traits.pads && padded(frame.bytes) === bytes)

/** What a frame on the wire breaks. */
export function faultsOfSending(state: NetState, action: DeviceSends): readonly Fault[] {
  const frame = leavingWith(state, action)
  if (frame !== undefined && state.life.phase === 'prepared') {
    return [refusal('device', ['core.status.device.1'], `frame ${frame.frame} leaves before DRIVER_OK`)]
  }
  if (frame !== undefined) return []
  const taken = state.gone.withdrawn.find((frame) => isFrame(state, frame, action))
  if (taken !== undefined) {
    return [
      refusal('device', ['core.vqreset.device.1'], `frame ${taken.frame} leaves, and queue ${taken.queue} was reset`),
    ]
  }
  const because = `a frame of ${lengthOf(action.bytes)} bytes leaves that was not handed over, or left before`
  return [refusal('device', ['house.transmit.foreign'], because)]
}

/** A frame has left. */
export function left(state: NetState, action: DeviceSends): NetState {
  const frame = leavingWith(state, action)
  return frame === undefined ? state : { ...state, leaving: state.leaving.filter((other) => other !== frame) }
}
