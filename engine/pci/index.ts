import { completeConfig, type EngineConfig } from '../config.ts'
import { createDevice } from '../device.ts'
import { createPciDevice, type PciDevice } from './function.ts'
import type { MessageSink } from './msix.ts'

export type { PciDevice } from './function.ts'
export type { MessageSink } from './msix.ts'

/** What a device is opened with as a PCI function. */
export interface PciOptions extends EngineConfig {
  /** Vectors of the MSI-X table: one for each queue and one for the configuration, unless told otherwise. */
  readonly vectors: number
  /** Where MSI-X messages go. */
  readonly message: MessageSink
}

/**
 * Opens a virtio-net device behind PCI registers. Why it is fast: all is allocated here, and an access allocates nothing but
 * for the few that carry features or configuration.
 *
 * @throws RangeError naming an option that cannot be, and what it may be
 * @clause pci.msix.device.1
 */
export function openPci({ vectors, message = () => {}, ...options }: Partial<PciOptions> = {}): PciDevice {
  const device = createDevice(completeConfig(options))
  const most = vectors ?? 2 * device.config.maxPairs + 2
  if (Number.isInteger(most) && most >= 2 && most <= 0x800) return createPciDevice(device, most, message)
  throw new RangeError(`vectors must be a whole number from 2 to 2048, not ${most}`)
}
