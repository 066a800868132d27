import type { ClauseId } from '../../clause/clause.ts'
import { feature } from '../../feature/table.ts'
import { type FeatureSet, includes } from '../../kernel/bits.ts'
import { type Bytes, lengthOf } from '../../kernel/bytes.ts'
import { VIRTIO_NET_HDR_F_NEEDS_CSUM, VIRTIO_NET_HDR_GSO_NONE } from '../../wire/net-header-layout.ts'
import type { Outcome } from './outcome.ts'
import { kindOf, type Request, tunnelOf } from './request.ts'

/** Bits of `flags` that no device recognizes. */
export const UNKNOWN_FLAGS = 0x80

/**
 * What a device must not look at in a request, by the clause that says so: where its frame goes wrong, that is suspected first.
 * `undefined` where there is nothing of the kind.
 */
export function trapOf(bytes: Bytes, request: Request, negotiated: FeatureSet, outcome: Outcome): ClauseId | undefined {
  const { flags, csumStart, csumOffset, hdrLen, outerThOffset, innerNhOffset } = request
  const sums = (flags & VIRTIO_NET_HDR_F_NEEDS_CSUM) !== 0
  const isExact =
    includes(negotiated, feature('VIRTIO_NET_F_GUEST_HDRLEN')) && kindOf(request) !== VIRTIO_NET_HDR_GSO_NONE
  const { departure } = outcome
  if (typeof departure === 'object' && departure.kind === 'refused') return undefined
  const headers = typeof departure === 'object' && 'cutting' in departure ? departure.cutting.payload : undefined
  const isOff = headers === undefined ? hdrLen > lengthOf(bytes) || hdrLen < csumStart : hdrLen !== headers
  const isBeyond = sums && csumStart + csumOffset + 2 > lengthOf(bytes)
  const traps: readonly (readonly [boolean, ClauseId])[] = [
    [(flags & UNKNOWN_FLAGS) !== 0, 'net.tx.device.1'],
    [!sums && csumStart + csumOffset !== 0, 'net.tx.device.2'],
    [isBeyond, 'house.transmit.ignored'],
    [tunnelOf(request) === 0 && outerThOffset + innerNhOffset !== 0, 'net.tx.device.9'],
    [!isExact && hdrLen !== 0 && isOff, 'net.tx.device.7'],
  ]
  return traps.find(([is]) => is)?.[1]
}
