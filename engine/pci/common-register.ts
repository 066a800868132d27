/**
 * The registers of `struct virtio_pci_common_cfg`, each as its offset and the width it is accessed with in one number. Why it
 * is fast: a single switch over small numbers finds the register, and turns down any access of another width.
 *
 * @clause pci.caps.driver.1
 */
export const commonRegister = {
  device_feature_select: (0 << 3) | 4,
  device_feature: (4 << 3) | 4,
  driver_feature_select: (8 << 3) | 4,
  driver_feature: (12 << 3) | 4,
  config_msix_vector: (16 << 3) | 2,
  num_queues: (18 << 3) | 2,
  device_status: (20 << 3) | 1,
  config_generation: (21 << 3) | 1,
  queue_select: (22 << 3) | 2,
  queue_size: (24 << 3) | 2,
  queue_msix_vector: (26 << 3) | 2,
  queue_enable: (28 << 3) | 2,
  queue_notify_off: (30 << 3) | 2,
  queue_reset: (58 << 3) | 2,
} as const

/** The register at an offset, accessed with this width in bytes. */
export const registerOf = (offset: number, width: number): number => (offset << 3) | width

/** Where the addresses of a queue's areas begin, and how many bytes their six halves take. */
export const addresses = { offset: 32, length: 24 } as const
