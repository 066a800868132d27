import { completeConfig, type EngineConfig } from './config.ts'
import { createDevice, type Device } from './device.ts'

export type { EngineConfig } from './config.ts'
export type { Device } from './device.ts'
export type { Layout } from './layout.ts'
export type { GivenMemory, Memory } from './memory.ts'
export { openPci, type PciDevice, type PciOptions } from './pci/index.ts'
export type { QueuePlacement } from './queue.ts'
export type { Sink } from './transmit.ts'

/**
 * Opens a virtio-net device: four queue pairs with RSS and hash reporting, unless the options say otherwise. Its guest memory is
 * `options.memory`, or else allocated. Why it is fast: all memory is allocated here, and none later.
 *
 * @throws RangeError naming an option that cannot be, and what it may be
 */
export function open(options: Partial<EngineConfig> = {}): Device {
  return createDevice(completeConfig(options))
}
