import { type Bytes, lengthOf } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { DeviceDelivers, TunFile } from './action.ts'
import { awaiting, fails, succeeds } from './outcome.ts'
import { foundIn, type Hashes, isSurelyIn, missedIn, type Pending, placesOf } from './pending.ts'
import { headersOf } from './request.ts'
import type { TunDevice, TunState } from './state.ts'

/** `TUN_PKT_STRIP`, as it stands in a `tun_pi` of a little-endian machine. */
const STRIPPED = '0100'

/** read(2): `tun_chr_read_iter`, `tun_do_read`. What it finds follows from what is seen of it. */
export function reading(state: TunState, file: TunFile, room: number, all: boolean): TunState {
  if (state.files[file] === 'unattached') return awaiting(fails(state, 'EBADFD', 'linux-tun.file.unattached'))
  if (room === 0) return awaiting(succeeds(state, 'linux-tun.read.nothing'))
  return { ...state, answer: { kind: 'reads', file, room, all } }
}

/**
 * What read(2) returns of a packet: an information header, a virtio_net_hdr that says nothing, and the packet, as much of it as there is room for.
 *
 * @clause linux-tun.header.zero
 */
export function readBytes(device: TunDevice, frame: Bytes, room: number): Bytes {
  const { information, header } = headersOf(device)
  const total = information + header + lengthOf(frame)
  const isCut = room < total
  const pi = information === 0 ? '' : `${isCut ? STRIPPED : '0000'}${frame.slice(24, 28)}`
  const whole = pi + '00'.repeat(header) + frame
  return whole.slice(0, Math.min(room, total) * 2) as Bytes // bytes, joined and cut
}

/** Packets that may be in a queue, the surely dropped ones not among them. */
export function candidates({ pending }: TunDevice, file: TunFile, hashes: Hashes): readonly Pending[] {
  return pending.filter((one) => !one.excess && placesOf(one, hashes).includes(file))
}

/** Whether a buffer has no room for the headers. @clause linux-tun.read.short */
export function isTooShort(device: TunDevice, room: number): boolean {
  const { information, header } = headersOf(device)
  return room < information + header
}

/** The packet that these bytes are, as far as they show it: one that may be in this queue, if there is one. */
function packetIn({ device, hashes }: TunState, { file, bytes }: DeviceDelivers, room: number): Pending | undefined {
  if (device === undefined) return undefined
  const isIt = (one: Pending) => readBytes(device, one.bytes, room) === bytes
  return candidates(device, file, hashes).find(isIt) ?? device.pending.find(isIt)
}

/** The packet whose bytes these hold, whatever stands before it. */
function packetWithin(device: TunDevice, bytes: Bytes): Pending | undefined {
  return device.pending.find((one) => bytes.endsWith(one.bytes))
}

/** What is broken by what read(2) returned. */
export function faultsOfDelivering(state: TunState, delivery: DeviceDelivers): readonly Fault[] {
  const { file, bytes } = delivery
  const { answer, device, hashes } = state
  if (device === undefined || answer?.kind !== 'reads' || answer.file !== file)
    return [refusal('device', ['linux-tun.frame.foreign'], `file ${file} was not read`)]
  if (isTooShort(device, answer.room))
    return [refusal('device', ['linux-tun.read.short'], `${answer.room} bytes have no room for the headers`)]
  const packet = packetIn(state, delivery, answer.room)
  if (packet === undefined) return [misread(device, file, bytes, answer.room)]
  if (packet.excess)
    return [refusal('device', [packet.why], `frame ${packet.frame} is read, and nothing had room for it`)]
  if (!placesOf(packet, hashes).includes(file)) return [misplaced(packet, file, hashes)]
  const overtaken = before(device, packet).find((one) => isSurelyIn(one, file, hashes))
  if (overtaken === undefined) return []
  const because = `frame ${packet.frame} is read from file ${file} before frame ${overtaken.frame}, which was sent before it`
  return [refusal('device', ['linux-tun.queue.order'], because)]
}

function misread(device: TunDevice, file: TunFile, bytes: Bytes, room: number): Fault {
  const packet = packetWithin(device, bytes)
  if (packet === undefined)
    return refusal('device', ['linux-tun.frame.foreign'], `what file ${file} delivers is no packet that was sent`)
  const expected = readBytes(device, packet.bytes, room)
  const clause = lengthOf(bytes) === lengthOf(expected) ? 'linux-tun.header.zero' : 'linux-tun.header.size'
  const because = `frame ${packet.frame} is read as ${lengthOf(bytes)} bytes with another header than ${lengthOf(expected)} bytes have`
  return refusal('device', [clause], because)
}

function misplaced(packet: Pending, file: TunFile, hashes: Hashes): Fault {
  const places = placesOf(packet, hashes)
  const words = places.length === 0 ? 'nowhere' : `file ${places.join(' or file ')}`
  const { purged, why } = packet
  const clause = purged.includes(file) ? 'linux-tun.detach.purged' : why
  return refusal('device', [clause], `frame ${packet.frame} is read from file ${file}: it can be in ${words}`)
}

const before = ({ pending }: TunDevice, packet: Pending): readonly Pending[] =>
  pending.slice(0, pending.indexOf(packet)).filter(({ excess }) => !excess)

/** The state after a packet was read; `packet` is not in `pending` any more, and none before it is in that queue. */
export function delivered(state: TunState, delivery: DeviceDelivers): TunState {
  const { file, bytes } = delivery
  const { device, answer } = state
  if (device === undefined || answer?.kind !== 'reads') return state
  const next = answer.all ? state : { ...state, answer: undefined }
  const packet = packetIn(state, delivery, answer.room) ?? packetWithin(device, bytes)
  if (packet === undefined) return next
  const found = foundIn(packet, file, state.hashes)
  const gone = new Set(before(device, packet))
  const rest = device.pending.filter((one) => one !== packet)
  return missing({ ...next, hashes: found, device: { ...device, pending: rest } }, file, (one) => gone.has(one))
}

/** What is broken where read(2) finds nothing. @clause linux-tun.frame.lost */
export function faultsOfEmptiness({ device, hashes }: TunState, file: TunFile): readonly Fault[] {
  if (device === undefined) return []
  return candidates(device, file, hashes)
    .filter((one) => isSurelyIn(one, file, hashes))
    .map(({ frame }) =>
      refusal('device', ['linux-tun.frame.lost'], `file ${file} has nothing, and frame ${frame} must be in it`),
    )
}

/** The state once it was seen that some packets are not in a queue. */
export function missing(state: TunState, file: TunFile, isGone: (one: Pending) => boolean): TunState {
  const { device } = state
  if (device === undefined) return state
  const gone = candidates(device, file, state.hashes).filter(isGone)
  const hashes = gone.reduce<Hashes>((known, one) => missedIn(one, file, known), state.hashes)
  const absentees = new Set(gone)
  const pending = device.pending
    .map((one) => (absentees.has(one) ? { ...one, absent: [...one.absent, file] } : one))
    .filter((one) => one.excess || placesOf(one, hashes).length > 0)
  return { ...state, hashes, device: { ...device, pending } }
}
