import type { FeatureSet } from '../model/kernel/bits.ts'
import { type FeatureName, has } from './feature.ts'
import type { Layout } from './layout.ts'

/** The receive offloads: the bit of each in `offloads`, and its feature. Two bits are not their features'. @clause net.offloads.def.3 */
export const offloadFeatures: readonly (readonly [bit: number, name: FeatureName])[] = [
  [1, 'GUEST_CSUM'],
  [7, 'GUEST_TSO4'],
  [8, 'GUEST_TSO6'],
  [9, 'GUEST_ECN'],
  [10, 'GUEST_UFO'],
  [46, 'GUEST_UDP_TUNNEL_GSO'],
  [47, 'GUEST_UDP_TUNNEL_GSO_CSUM'],
  [54, 'GUEST_USO4'],
  [55, 'GUEST_USO6'],
]

/** Every receive offload whose feature was negotiated is in force. @clause net.offloads.def.1 */
export function enableOffloads(layout: Layout, negotiated: FeatureSet): void {
  layout.offloads.fill(0)
  for (const [bit, name] of offloadFeatures) {
    if (!has(negotiated, name)) continue
    const word = bit >>> 5
    layout.offloads[word] = (layout.offloads[word] as number) | (1 << (bit & 31))
  }
}
