import type { FeatureSet } from '../../kernel/bits.ts'
import type { QueueIndex } from '../../kernel/brand.ts'

/** What is known of a PCI function before a history begins. The target finds it out by a driver of its own, once. */
export interface PciConfig {
  /** The Virtio Device ID: 1 is a network device. */
  readonly deviceId: number
  /** The features it offers, the transport's among them. */
  readonly offered: FeatureSet
  /** The maximum size of each queue by index, in entries, 0 where there is none; as many as `num_queues` says. */
  readonly queueSizes: readonly number[]
  /**
   * Features that decide which queues there are: `queueSizes` holds once all of these that are offered are negotiated. Until then
   * a queue may be unavailable or of another size. None if left out.
   */
  readonly shaping?: FeatureSet
  /** How many vectors the MSI-X table holds; 0 where there is no MSI-X capability. */
  readonly vectors: number
  /** Queues on which a buffer is used up as soon as the device is told: transmit queues, the control queue where there is one. */
  readonly provokable: readonly QueueIndex[]
  /** Length of the device-specific configuration that the target lets a plan read, in bytes; 0 where the type has none. */
  readonly configLength: number
}
