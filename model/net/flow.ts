import { pairOf, type QueueIndex, receiveQueueOf } from '../kernel/brand.ts'
import { type Bytes, lengthOf, sliceOf } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { DriverTransmits } from './action.ts'
import { readingsOf } from './frame-reading.ts'
import { hasRoomFor } from './room.ts'
import { type Arriving, type Flows, type NetState, noFlows, type Sent } from './state.ts'

/**
 * The flow of a frame: protocol, addresses and ports as they stand in frames that come in. Only of what is TCP or UDP beyond doubt,
 * without extension headers: elsewhere the text does not say what a flow is.
 */
export function flowOf(frame: Bytes, goes: 'in' | 'out'): string | undefined {
  const [reading, ...others] = readingsOf(frame)
  if (reading === undefined || reading === 'no-ip' || others.length > 0) return undefined
  const { family, addresses, extended, transport } = reading
  if (transport === undefined || extended !== undefined) return undefined
  const ends = (both: Bytes) => (goes === 'in' ? both : swapped(both))
  return `${family} ${transport.kind} ${ends(addresses)} ${ends(transport.ports)}`
}

function swapped(both: Bytes): string {
  const half = lengthOf(both) / 2
  return sliceOf(both, half) + sliceOf(both, 0, half)
}

/** Frames that are bound to no queue. */
const unbound = (frames: readonly Arriving[], is: (sent: Sent) => boolean = () => true): readonly Arriving[] =>
  frames.some(({ follows }) => follows !== undefined && is(follows))
    ? frames.map(({ follows, ...frame }) => (follows === undefined || is(follows) ? frame : { ...frame, follows }))
    : frames

/** A state in which nothing says where frames of a flow should go: the configuration, a queue or the link may change. */
export function unfollowed(state: NetState): NetState {
  const arriving = unbound(state.arriving)
  const { known, fresh } = state.flows
  if (arriving === state.arriving && known.length + fresh.length === 0) return state
  return { ...state, arriving, flows: noFlows }
}

/** A frame was handed over: when the device sends it, before or after what comes in now, nobody knows until it rests. */
export function sentOn(state: NetState, { queue, bytes }: DriverTransmits): NetState {
  if (state.setting.steering.kind !== 'automatic') return state
  const flow = flowOf(bytes, 'out')
  if (flow === undefined) return state
  const isOf = (sent: Sent) => sent.flow === flow
  const { known, fresh } = state.flows
  const pair = pairOf(queue)
  const isCertain = isCalm(state) && fresh.every((sent) => !isOf(sent) || sent.pair === pair)
  const sent: Sent = { flow, pair: isCertain ? pair : undefined }
  const others = (some: readonly Sent[]) => some.filter((one) => !isOf(one))
  const flows: Flows = { known: others(known), fresh: [...others(fresh), sent] }
  return { ...state, flows, arriving: unbound(state.arriving, isOf) }
}

/** Whether every frame that is handed over leaves under the configuration that is in force now. */
const isCalm = ({ link, distress, pending }: NetState): boolean => link && distress === 'none' && pending.length === 0

/** The flow that a frame which comes in now belongs to, if it is known where it goes. */
export function followed({ flows: { known } }: NetState, frame: Bytes): { readonly follows?: Sent } {
  if (known.length === 0) return {}
  const flow = flowOf(frame, 'in')
  const follows = known.find((sent) => sent.flow === flow)
  return follows === undefined ? {} : { follows }
}

/** Whether a frame should go into another queue than this one, which has surely room. @clause net.mq.device.5 */
export function isAstray(state: NetState, { follows, bytes }: Arriving, queue: QueueIndex): boolean {
  if (follows?.pair === undefined) return false
  const due = state.queues[receiveQueueOf(follows.pair)]
  const others = due !== undefined && due.index !== queue && !due.wasInReset
  return others && hasRoomFor(state, due, bytes)
}

/** What a frame breaks that is in a queue which is not that of its flow. */
export function faultsOfFollowing(state: NetState, frame: Arriving, queue: QueueIndex): readonly Fault[] {
  if (frame.follows?.pair === undefined || !isAstray(state, frame, queue)) return []
  const because = `frame ${frame.frame} is placed in queue ${queue}; its flow was last sent on transmit queue ${2 * frame.follows.pair + 1}`
  return [refusal('device', ['net.mq.device.5'], because)]
}

/** At a rest all that was handed over has left: where the flows go is known. */
export function flowsAtRest({ flows: { known, fresh }, setting: { steering } }: NetState): Flows {
  if (steering.kind !== 'automatic') return noFlows
  const certain = fresh.filter(({ pair }) => pair !== undefined && pair < steering.pairs)
  return { known: [...known, ...certain], fresh: [] }
}

/** Frames that still wait after a rest: since the device chose their queue, more may have been sent. */
export const waitingFrames = (frames: readonly Arriving[]): readonly Arriving[] => unbound(frames)
