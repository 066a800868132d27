import { type FeatureName, feature } from '../../model/feature/table.ts'
import { includes } from '../../model/kernel/bits.ts'
import type { PciConfig } from '../../model/transport/pci/config.ts'
import type { Capability } from '../target.ts'

/** What a PCI function has by what it offers: a target adds what only it knows (`link`). */
export function pciCapabilities({ vectors, offered }: PciConfig): readonly Capability[] {
  const offers = (name: FeatureName) => includes(offered, feature(name))
  return [
    'pci',
    ...(vectors > 0 ? (['msix'] as const) : []),
    ...(offers('VIRTIO_F_RING_RESET') ? (['queue-reset'] as const) : []),
    ...(offers('VIRTIO_F_ADMIN_VQ') ? (['admin-queues'] as const) : []),
  ]
}
