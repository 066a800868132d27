import type { ClauseId } from '../clause/clause.ts'
import { negotiated } from '../feature/negotiation.ts'
import { arrayOf, type Bytes, hexOf, lengthOf, sliceOf } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { offered } from '../ring/queue.ts'
import { clauseOfFraming, clauseOfTable } from '../ring/suspicion.ts'
import { netHeaderSizes, VIRTIO_NET_HDR_GSO_NONE } from '../wire/net-header-layout.ts'
import type { DeviceSends, DriverTransmits } from './action.ts'
import { brokenBy, isBroken, sentByBroken } from './corruption.ts'
import { isExcusing } from './distress.ts'
import { sentOn } from './flow.ts'
import { headerLengthOf } from './header.ts'
import { isBeyondMtu, isWithinMtu, mayBeTooLong } from './mtu.ts'
import { breaches } from './offload/breach.ts'
import { departed, isCut, next } from './offload/departure.ts'
import { outcomeOf } from './offload/outcome.ts'
import { kindOf, requestOf } from './offload/request.ts'
import { trapOf } from './offload/trap.ts'
import { padded } from './padding.ts'
import { withQueue } from './queues.ts'
import { formatOf, lieIn } from './ring-format.ts'
import type { Leaving, NetState } from './state.ts'

/** What a driver breaks by transmitting on a queue now. */
export function faultsOfTransmit(state: NetState, action: DriverTransmits): readonly Fault[] {
  const { queue, request } = action
  const noted = request === undefined ? [] : breaches(requestOf(request), negotiated(state.life))
  return [...faultsOfPair(state, queue), ...faultsOfLength(state, action), ...noted]
}

/** A frame that is not to be cut, and is too long for that: noted, since a device may send it all the same. */
function faultsOfLength(state: NetState, { bytes, frame, request }: DriverTransmits): readonly Fault[] {
  if (kindOf(requestOf(request)) !== VIRTIO_NET_HDR_GSO_NONE || !isBeyondMtu(state, bytes)) return []
  const because = `frame ${frame} has ${lengthOf(bytes)} bytes, more than MTU allows`
  return [{ ...refusal('driver', ['net.config.driver.9'], because), noted: true }]
}

function faultsOfPair(state: NetState, queue: number): readonly Fault[] {
  if (queue >> 1 < state.transmitPairs) return []
  const clause = state.setting.steering.kind === 'first' ? 'net.mq.driver.5' : 'net.mq.driver.6'
  return [refusal('driver', [clause], `transmit queue ${queue} is beyond the ${state.transmitPairs} that may be used`)]
}

/** A frame is handed over. */
export function handedOver(state: NetState, action: DriverTransmits): NetState {
  const { queue, chain, cuts, indirect } = action
  const lie = lieIn(state, cuts.length + 1, indirect)
  const lost = !state.link || isExcusing(state.distress) || isBroken(state, queue)
  const after = withQueue(sentOn(state, action), queue, (q) =>
    offered(q, { id: chain, room: 0, ...lie, surely: false }),
  )
  const framing = clauseOfFraming(formatOf(state), lie, 'house.transmit.foreign')
  const table = formatOf(state).packed ? undefined : clauseOfTable(lie)
  const leaving = {
    ...leavingOf(state, action),
    chain,
    ...(framing !== 'house.transmit.foreign' && { framing }),
    ...(table !== undefined && { table }),
    ...(lost && { excused: true }),
  }
  return { ...after, leaving: [...after.leaving, leaving] }
}

function leavingOf(state: NetState, { queue, frame, bytes, request: given }: DriverTransmits): Leaving {
  if (given === undefined) return { frame, queue, bytes, ...forLength(state, bytes) }
  const request = requestOf(given)
  const features = negotiated(state.life)
  const outcome = outcomeOf(bytes, request, features)
  const trap = trapOf(bytes, request, features, outcome)
  const { departure, excused } = outcome
  const isWhole = kindOf(request) === VIRTIO_NET_HDR_GSO_NONE && !excused
  return {
    frame,
    queue,
    bytes,
    ...(departure !== 'whole' && { departure }),
    ...(isWhole && forLength(state, bytes)),
    ...(trap !== undefined && { trap }),
    ...(excused && { excused }),
  }
}

/** Bytes of the longest frame that every device takes: 1500 behind an Ethernet header with one tag. Longer ones are to be segmented. */
const LONGEST_FRAME = 1518

/** Whether a frame that is not to be cut may be lost for its length, and what is broken where it may not and goes wrong. */
function forLength(state: NetState, bytes: Bytes): Pick<Leaving, 'excused' | 'trap'> {
  if (mayBeTooLong(state, bytes)) return { excused: true }
  if (isWithinMtu(state, bytes)) return { trap: 'net.config.device.6' }
  return lengthOf(bytes) > LONGEST_FRAME ? { excused: true } : {}
}

/** What is still to leave of a frame once a packet left; `gone` where that was all, `undefined` where the packet is none of it. */
function after({ config }: NetState, frame: Leaving, packet: Bytes): Leaving | 'gone' | undefined {
  for (const form of formsOf({ config }, packet)) {
    const rest = frame.departure === undefined ? asItIs(frame, form) : departed(frame.departure, form)
    if (rest !== undefined) return typeof rest === 'string' ? rest : { ...frame, departure: rest }
  }
  return undefined
}

/** What a packet may have been before it was padded. */
const formsOf = ({ config }: Pick<NetState, 'config'>, packet: Bytes): readonly Bytes[] =>
  config.traits.pads ? unpadded(packet) : [packet]

const asItIs = (frame: Leaving, packet: Bytes): 'gone' | undefined => (frame.bytes === packet ? 'gone' : undefined)

/** A packet, and where it may have been padded, what it may have been before: as long as it was, or as its IP header says. */
function unpadded(packet: Bytes): readonly Bytes[] {
  if (lengthOf(packet) !== PADDED_LENGTH) return [packet]
  const all = [packet]
  for (let length = PADDED_LENGTH - 1; length >= 1 && padded(sliceOf(packet, 0, length)) === packet; length--) {
    all.push(sliceOf(packet, 0, length))
  }
  return all
}

/** Bytes of the shortest Ethernet frame without its check sequence. */
const PADDED_LENGTH = 60

/** The handed-over frame that a packet is, or is a part of; one of which anything may be left comes last. */
export function leavingWith(state: NetState, { bytes }: DeviceSends): Leaving | undefined {
  const is = (frame: Leaving) => after(state, frame, bytes) !== undefined
  const isVague = (frame: Leaving) => frame.departure?.kind === 'anything'
  return state.leaving.find((one) => !isVague(one) && is(one)) ?? state.leaving.find((one) => isVague(one) && is(one))
}

/** What a frame on the wire breaks. */
export function faultsOfSending(state: NetState, action: DeviceSends): readonly Fault[] {
  const frame = leavingWith(state, action)
  if (frame !== undefined && state.life.phase === 'prepared') {
    return [refusal('device', ['core.status.device.1'], `frame ${frame.frame} leaves before DRIVER_OK`)]
  }
  if (frame !== undefined || brokenBy(state, formsOf(state, action.bytes)) !== undefined) return []
  const taken = state.gone.withdrawn.find((one) => after(state, one, action.bytes) !== undefined)
  if (taken !== undefined) {
    return [
      refusal('device', ['core.vqreset.device.1'], `frame ${taken.frame} leaves, and queue ${taken.queue} was reset`),
    ]
  }
  return [strange(state, action)]
}

/** Why a packet that is nothing that may leave should not have left. */
function strange(state: NetState, { bytes }: DeviceSends): Fault {
  const { leaving } = state
  const size = headerTaken(state, bytes)
  if (size !== undefined) {
    const because = `a header of ${headerLengthOf(state)} bytes is taken for one of ${size}`
    return refusal('device', ['net.hdr.def.1'], because)
  }
  const suspects = leaving.filter(({ departure, trap }) => departure !== undefined || trap !== undefined)
  const suspect = suspects.find((frame) => isAkin(frame, bytes)) ?? (leaving.length === 1 ? suspects[0] : undefined)
  if (suspect === undefined) {
    const framed = leaving.find((one) => one.framing !== undefined && isAlike(one.bytes, bytes))
    const [only, ...more] = leaving
    const clause = framed?.framing ?? (more.length === 0 ? only?.table : undefined)
    if (clause !== undefined)
      return refusal('device', [clause], `frame ${(framed ?? only)?.frame} leaves otherwise than its descriptors say`)
    const because = `a frame of ${lengthOf(bytes)} bytes leaves that was not handed over, or left before`
    return refusal('device', ['house.transmit.foreign'], because)
  }
  const because = `${lengthOf(bytes)} bytes leave that are not what was asked for with frame ${suspect.frame}`
  return refusal('device', [suspect.trap ?? clauseOfDeparture(suspect)], because)
}

/** The size that a header seems to have been taken for: the end of it leaves before a frame, or a frame without its beginning. */
function headerTaken(state: NetState, packet: Bytes): number | undefined {
  const due = headerLengthOf(state)
  const isFrame = (frame: Leaving, size: number) => {
    const off = lengthOf(packet) - lengthOf(frame.bytes)
    return off !== 0 && off === due - size && (off > 0 ? packet.endsWith(frame.bytes) : frame.bytes.endsWith(packet))
  }
  return netHeaderSizes.find((size) => state.leaving.some((frame) => isFrame(frame, size)))
}

/** Whether bytes are those of a frame in another order, a part of them, or the frame with others around it. */
export function isAlike(frame: Bytes, bytes: Bytes): boolean {
  if (bytes === '') return false
  return frame.includes(bytes) || bytes.includes(frame) || sorted(frame) === sorted(bytes)
}

const sorted = (bytes: Bytes): string => hexOf(arrayOf(bytes).sort())

/** Whether a packet ends as bytes of a frame do. */
const isAkin = (frame: Leaving, packet: Bytes): boolean => frame.bytes.includes(sliceOf(packet, -8))

/** What a frame breaks that leaves otherwise than it was asked for. */
export function clauseOfDeparture({ departure }: Leaving): ClauseId {
  switch (departure?.kind) {
    case 'summed':
      return 'house.transmit.checksum'
    case 'segments':
      return 'house.transmit.segments'
    case 'fragments':
      return 'house.transmit.fragments'
    case 'refused':
      return departure.clause
    case 'anything':
      return 'house.transmit.ignored'
    case undefined:
      return 'house.transmit.foreign'
  }
}

/** Whether a part of a frame left. */
export const hasBegun = ({ departure }: Leaving): boolean => departure !== undefined && isCut(departure)

/** What may leave next for a frame. */
export const packetsOf = ({ departure, bytes }: Leaving): readonly Bytes[] =>
  departure === undefined ? [bytes] : next(departure)

/** A packet has left. */
export function left(state: NetState, action: DeviceSends): NetState {
  const frame = leavingWith(state, action)
  if (frame === undefined) {
    const broken = brokenBy(state, formsOf(state, action.bytes))
    return broken === undefined ? state : withQueue(state, broken.index, sentByBroken)
  }
  const rest = after(state, frame, action.bytes)
  const leaving = state.leaving.flatMap((other) =>
    other !== frame ? [other] : rest === undefined || rest === 'gone' ? [] : [rest],
  )
  return { ...state, leaving }
}
