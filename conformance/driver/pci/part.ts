import type { PciObservation, PciStimulus } from '../../../model/transport/pci/action.ts'
import type { PciConfig } from '../../../model/transport/pci/config.ts'
import { pciCapabilities } from '../../../properties/pci/capabilities.ts'
import type { Capabilities, Capability, OpenOptions, Part } from '../../../properties/target.ts'
import type { PciFunction } from './pci-function.ts'
import { probePciConfig } from './probe.ts'
import { PciSession } from './session.ts'

/** Functions that can be opened many times. */
export interface PciTarget {
  /** Capabilities of the function. */
  readonly has: readonly Capability[]
  readonly notes?: readonly string[]
  openFunction(options?: OpenOptions): Promise<PciFunction>
}

/** What makes an implementation be judged as a PCI function. Its configuration is found out on one opened for that, and kept. */
export function pciPart(target: PciTarget): Part<PciConfig, PciStimulus, PciObservation> {
  let known: Promise<Capabilities<PciConfig>> | undefined
  return {
    capabilities() {
      known ??= probe(target)
      return known
    },
    async open(options) {
      const pci = await target.openFunction(options)
      return PciSession.open(pci).catch(async (error: unknown) => {
        await pci.close()
        throw error
      })
    },
  }
}

async function probe(target: PciTarget): Promise<Capabilities<PciConfig>> {
  const pci = await target.openFunction()
  try {
    const session = await PciSession.open(pci)
    const config = await probePciConfig(pci)
    await session.drain()
    const { has, notes } = target
    return { config, has: new Set([...pciCapabilities(config), ...has]), ...(notes && { notes }) }
  } finally {
    await pci.close()
  }
}
