import { pciFunction } from '../model/transport/pci/function.ts'
import { standardPciRules } from '../model/transport/pci/rules.ts'
import type { PciTerms } from '../properties/pci/terms.ts'
import type { Model } from './run/model.ts'

/** The PCI transport of virtio 1.4. */
export const pciModel: Model<PciTerms> = { rules: standardPciRules, build: pciFunction }
