import type { PciAction, PciObservation } from '../../model/transport/pci/action.ts'
import type { PciConfig } from '../../model/transport/pci/config.ts'
import { pciFunction } from '../../model/transport/pci/function.ts'
import { pciCapabilities } from '../../properties/pci/capabilities.ts'
import type { PciTerms } from '../../properties/pci/terms.ts'
import type { TargetOf } from '../../properties/terms.ts'
import { pciReferenceConfig } from './pci-reference-config.ts'
import type { PolicyName } from './policy.ts'
import { ReferenceSession } from './reference-session.ts'

const machine = pciFunction()

const seen = (action: PciAction) => [action as PciObservation] // only reactions are enabled

/** The reference as a PCI function, under a policy. `device` replaces its configuration. */
export function pciReferenceTarget(
  policy: PolicyName = 'eager',
  device: PciConfig = pciReferenceConfig,
): TargetOf<PciTerms> {
  const has = new Set([...pciCapabilities(device), 'link' as const])
  return {
    name: `reference (${policy})`,
    version: 'virtio-v1.4-cs01',
    seeded: true,
    capabilities: () => Promise.resolve({ config: device, has }),
    open: (options = {}) =>
      Promise.resolve(new ReferenceSession<PciTerms>({ machine, config: device, policy, seen }, options)),
  }
}
