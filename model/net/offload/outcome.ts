import { feature } from '../../feature/table.ts'
import { type FeatureSet, includes } from '../../kernel/bits.ts'
import { arrayOf, type Bytes, hexOf, lengthOf } from '../../kernel/bytes.ts'
import { internetChecksum } from '../../wire/checksum.ts'
import {
  VIRTIO_NET_HDR_F_NEEDS_CSUM,
  VIRTIO_NET_HDR_GSO_ECN,
  VIRTIO_NET_HDR_GSO_NONE,
  VIRTIO_NET_HDR_GSO_UDP,
} from '../../wire/net-header-layout.ts'
import { breaches, gsoKinds } from './breach.ts'
import { type Cutting, cuttingOf } from './cutting.ts'
import type { Departure } from './departure.ts'
import { isFragmentable } from './fragment.ts'
import { refusalOf } from './refused.ts'
import { kindOf, type Request } from './request.ts'
import { putChecksum } from './segment.ts'
import { UNKNOWN_FLAGS } from './trap.ts'

/** What becomes of a frame: as it is (`whole`), or something else; and whether it need not leave at all. */
export interface Outcome {
  readonly departure: Departure | 'whole'
  readonly excused: boolean
}

const due = (departure: Outcome['departure']): Outcome => ({ departure, excused: false })
const free = (departure: Outcome['departure']): Outcome => ({ departure, excused: true })

/** What may become of a frame of which the driver asks this, under these features. */
export function outcomeOf(bytes: Bytes, given: Request, negotiated: FeatureSet): Outcome {
  const request = { ...given, flags: given.flags & ~UNKNOWN_FLAGS }
  const refused = refusalOf(request, negotiated)
  if (refused !== undefined) return free({ kind: 'refused', clause: refused, bytes })
  const broken = breaches(request, negotiated).some(({ clauses: [clause] }) => clause !== 'net.tx.driver.4')
  if (broken || !isKnown(request, negotiated)) return free({ kind: 'anything', bytes })
  const sums = (request.flags & VIRTIO_NET_HDR_F_NEEDS_CSUM) !== 0
  const kind = kindOf(request)
  if (kind === VIRTIO_NET_HDR_GSO_NONE) return sums ? summed(bytes, request) : due('whole')
  const cutting = cuttingOf(bytes, request)
  if (cutting === undefined || !isHonest(request, cutting, negotiated)) return free({ kind: 'anything', bytes })
  return kind === VIRTIO_NET_HDR_GSO_UDP ? fragmented(bytes, cutting, request) : segmented(bytes, cutting, request)
}

/** Whether the text says what this `gso_type` is; of the ECN bit it does where HOST_ECN was negotiated. */
function isKnown(request: Request, negotiated: FeatureSet): boolean {
  const kind = kindOf(request)
  const marked = (request.gsoType & VIRTIO_NET_HDR_GSO_ECN) !== 0 && kind !== VIRTIO_NET_HDR_GSO_NONE
  if (marked && !includes(negotiated, feature('VIRTIO_NET_F_HOST_ECN'))) return false
  return gsoKinds.includes(kind)
}

/** Whether `hdr_len` is right where the driver has to give it and the device may use it. @clause net.tx.driver.36 net.tx.device.5 */
function isHonest({ hdrLen }: Request, { payload }: Cutting, negotiated: FeatureSet): boolean {
  return hdrLen === payload || !includes(negotiated, feature('VIRTIO_NET_F_GUEST_HDRLEN'))
}

/** One checksum is to be completed; where there is no place for it within the packet, nobody can. @clause net.tx.driver.32 */
function summed(bytes: Bytes, { csumStart, csumOffset }: Request): Outcome {
  const field = csumStart + csumOffset
  if (field + 2 > lengthOf(bytes)) return free('whole')
  const packet = arrayOf(bytes)
  const view = new DataView(packet.buffer)
  view.setUint16(field, internetChecksum(packet.subarray(csumStart)) || 0xffff)
  return due({ kind: 'summed', bytes: hexOf(packet), field })
}

function segmented(bytes: Bytes, cutting: Cutting, { gsoSize: size, gsoType }: Request): Outcome {
  const open = [{ from: 0, to: cutting.length - cutting.payload }]
  return due({ kind: 'segments', bytes, cutting, size, ecn: (gsoType & VIRTIO_NET_HDR_GSO_ECN) !== 0, open })
}

/** Fragments but the last carry a multiple of eight bytes: with less room than that nobody can make any. */
function fragmented(bytes: Bytes, cutting: Cutting, { gsoSize: size }: Request): Outcome {
  const packet = arrayOf(bytes)
  putChecksum(packet, cutting)
  const { transport, payload, length } = cutting
  const open = [{ from: 0, to: length - transport }]
  const departure: Departure = { kind: 'fragments', bytes: hexOf(packet), cutting, size, open }
  const isPossible = isFragmentable(cutting) && (size >= 8 || length - payload <= size)
  return isPossible ? due(departure) : free({ kind: 'anything', bytes })
}
