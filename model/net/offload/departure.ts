import { match } from 'ts-pattern'
import type { ClauseId } from '../../clause/clause.ts'
import { arrayOf, type Bytes, hexOf, lengthOf, sliceOf } from '../../kernel/bytes.ts'
import { PROTOCOL_TCP } from '../../wire/tcp.ts'
import { UDP_HEADER_SIZE } from '../../wire/udp.ts'
import { type Cutting, checksumOffset } from './cutting.ts'
import { fragmentIn, fragmentOf } from './fragment.ts'
import { type Range, without } from './range.ts'
import { choiceOf, rangeOf, segmentOf } from './segment.ts'

/**
 * What may leave for a frame whose driver asked for something.
 *
 * - `summed`: these bytes, where 0 and 0xffff are the same checksum (at `field`)
 * - `segments`: packets that carry the ranges of payload still `open`, each of at most `size` bytes
 * - `fragments`: fragments of the datagram, likewise
 * - `refused`: nothing, under this clause
 * - `anything`: the driver asked for what nobody knows how to do: nothing, or whatever is made of bytes of the frame
 */
export type Departure =
  | { readonly kind: 'summed'; readonly bytes: Bytes; readonly field: number }
  | Cut
  | Fragmented
  | { readonly kind: 'refused'; readonly clause: ClauseId; readonly bytes: Bytes }
  | { readonly kind: 'anything'; readonly bytes: Bytes }

interface Cut {
  readonly kind: 'segments'
  readonly bytes: Bytes
  readonly cutting: Cutting
  readonly size: number
  /** VIRTIO_NET_HDR_GSO_ECN: CWR is of the first segment alone. */
  readonly ecn: boolean
  readonly open: readonly Range[]
}

interface Fragmented {
  readonly kind: 'fragments'
  /** The frame, its checksum complete. */
  readonly bytes: Bytes
  readonly cutting: Cutting
  readonly size: number
  readonly open: readonly Range[]
  /** Of the fragments that left. */
  readonly identification?: number
}

/** What may still leave once a packet left; `gone` where that was all, `undefined` where the packet is none of it. */
export function departed(departure: Departure, packet: Bytes): Departure | 'gone' | undefined {
  return match(departure)
    .returnType<Departure | 'gone' | undefined>()
    .with({ kind: 'summed' }, ({ bytes, field }) => (isSame(bytes, packet, field) ? 'gone' : undefined))
    .with({ kind: 'segments' }, (cut) => afterSegment(cut, packet))
    .with({ kind: 'fragments' }, (cut) => afterFragment(cut, packet))
    .with({ kind: 'refused' }, () => undefined)
    .with({ kind: 'anything' }, (one) => (isMadeOf(one.bytes, packet) ? one : undefined))
    .exhaustive()
}

/** Whether two packets are the same but for a checksum that is 0 in one and 0xffff in the other. */
function isSame(expected: Bytes, packet: Bytes, field: number): boolean {
  if (expected === packet) return true
  const nil = (bytes: Bytes) => sliceOf(bytes, field, field + 2).replace('ffff', '0000')
  const same = (from: number, to?: number) => sliceOf(expected, from, to) === sliceOf(packet, from, to)
  return same(0, field) && same(field + 2) && nil(expected) === nil(packet)
}

function afterSegment(cut: Cut, packet: Bytes): Departure | 'gone' | undefined {
  const { cutting, bytes, ecn } = cut
  const { protocol, transport, payload } = cutting
  if (lengthOf(packet) < payload) return undefined
  const frame = arrayOf(bytes)
  const segment = arrayOf(packet)
  const range = protocol === PROTOCOL_TCP ? rangeOf(segment, frame, cutting) : rangeWith(cut, packet)
  const open = range === undefined || range.to - range.from > cut.size ? undefined : without(cut.open, range)
  if (range === undefined || open === undefined) return undefined
  const expected = hexOf(segmentOf(frame, cutting, range, choiceOf(segment, frame, cutting, range, ecn)))
  if (!isSame(expected, packet, transport + checksumOffset[protocol])) return undefined
  return open.length === 0 ? 'gone' : { ...cut, open }
}

/** The range of a datagram's payload: it says nothing of its place, and where it stands in order this is the first that is open. */
function rangeWith({ bytes, cutting: { payload }, open }: Cut, packet: Bytes): Range | undefined {
  const data = sliceOf(packet, payload)
  for (const { from, to } of open) {
    const at = indexIn(sliceOf(bytes, payload + from, payload + to), data)
    if (at !== undefined) return { from: from + at, to: from + at + lengthOf(data) }
  }
  return undefined
}

/** Where bytes stand in others. */
function indexIn(whole: Bytes, part: Bytes): number | undefined {
  let at = whole.indexOf(part)
  while (at % 2 === 1) at = whole.indexOf(part, at + 1)
  return at < 0 ? undefined : at / 2
}

function afterFragment(cut: Fragmented, packet: Bytes): Departure | 'gone' | undefined {
  const { bytes, cutting, identification, size } = cut
  const { transport, length } = cutting
  const fits = length - cutting.payload <= size && cut.identification === undefined
  if (fits && isSame(bytes, packet, transport + checksumOffset[cutting.protocol])) return 'gone'
  const found = fragmentIn(arrayOf(packet), cutting)
  if (found === undefined || found.choice.identification !== (identification ?? found.choice.identification)) {
    return undefined
  }
  const { choice, range } = found
  const open = isAllowed(range, length - transport, size) ? without(cut.open, range) : undefined
  if (open === undefined || hexOf(fragmentOf(arrayOf(bytes), cutting, range, choice)) !== packet) return undefined
  return open.length === 0 ? 'gone' : { ...cut, open, identification: choice.identification }
}

/** Whether a fragment may carry this: the UDP header counts to the headers. */
function isAllowed({ from, to }: Range, end: number, size: number): boolean {
  return to - from <= size + (from === 0 ? UDP_HEADER_SIZE : 0) && (to % 8 === 0 || to === end)
}

/** Bytes of the headers that a device might write anew in a frame it knows nothing of. */
const HEADERS = 256

/** Whether a packet holds nothing but bytes of a frame behind what may be headers. */
function isMadeOf(bytes: Bytes, packet: Bytes): boolean {
  return lengthOf(packet) <= lengthOf(bytes) + HEADERS && bytes.includes(sliceOf(packet, HEADERS))
}

/** Packets that may leave next: the largest that is allowed from the front, and where that can be cut, a part of it. */
export function next(departure: Departure): readonly Bytes[] {
  return match(departure)
    .returnType<readonly Bytes[]>()
    .with({ kind: 'segments' }, (cut) => {
      const frame = arrayOf(cut.bytes)
      return parts(cut.open, cut.size).map((range) => hexOf(segmentOf(frame, cut.cutting, range)))
    })
    .with({ kind: 'fragments' }, nextFragments)
    .with({ kind: 'refused' }, () => [])
    .otherwise(({ bytes }) => [bytes])
}

function parts(open: readonly Range[], size: number): readonly Range[] {
  const [first] = open
  if (first === undefined) return []
  const { from, to } = first
  const most = Math.min(size, to - from)
  const lengths = most > 1 ? [most, Math.ceil(most / 2)] : [most]
  return lengths.map((length) => ({ from, to: from + length }))
}

function nextFragments({ bytes, cutting, size, open: [first], identification = 0 }: Fragmented): readonly Bytes[] {
  const { transport, payload, length } = cutting
  if (first === undefined) return []
  if (length - payload <= size) return [bytes]
  const { from, to } = first
  const most = Math.floor(size / 8) * 8
  const range = { from, to: Math.min(from + most, to) }
  const whole = range.to === length - transport ? to - from : most
  return whole === 0 ? [] : [hexOf(fragmentOf(arrayOf(bytes), cutting, range, { identification, dontFragment: false }))]
}

/** Whether a part of what may leave has left. */
export function isCut(departure: Departure): boolean {
  if (departure.kind !== 'segments' && departure.kind !== 'fragments') return false
  const { cutting, open } = departure
  const whole = cutting.length - (departure.kind === 'segments' ? cutting.payload : cutting.transport)
  return open.reduce((sum, { from, to }) => sum + to - from, 0) < whole
}
