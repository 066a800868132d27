import { changedOutside } from './generation.ts'
import { loosenedIsr } from './isr.ts'
import type { PciState } from './state.ts'
import { pciPowerOn } from './state.ts'

/**
 * After a reset of the device: queues, events, features and status are as after power-on. MSI-X Enable is PCI's and stays; what becomes
 * of the selects is not said.
 *
 * @clause pci.common.device.7 pci.common.device.8 pci.common.device.9 pci.msix.device.7 core.reset.device.1
 */
export function afterReset(state: PciState): PciState {
  const { config, msix, linkUp, notify } = state
  return {
    ...pciPowerOn(config),
    msix,
    linkUp,
    notify,
    isr: loosenedIsr(state.isr),
    generation: changedOutside({ ...state.generation, basis: undefined, stale: undefined, shown: undefined }),
    question: { kind: 'register', register: 'device_status', through: 'bar' },
  }
}
