/** A field of the common configuration structure: where it stands and how it is accessed. */
export interface CommonField {
  /** Offset in bytes from the start of the structure. */
  readonly offset: number
  /** Width in bytes, which is also the width of the access. */
  readonly width: 1 | 2 | 4
  /** Whether the driver may write it. */
  readonly writable: boolean
}

/**
 * `struct virtio_pci_common_cfg`, little-endian. Fields of 64 bits are two registers of 32 bits each, `.low` and `.high`: that is
 * how a driver accesses them.
 *
 * @clause pci.common.driver.1 pci.caps.driver.1 pci.caps.device.2
 */
export const commonFields = {
  device_feature_select: { offset: 0, width: 4, writable: true },
  device_feature: { offset: 4, width: 4, writable: false },
  driver_feature_select: { offset: 8, width: 4, writable: true },
  driver_feature: { offset: 12, width: 4, writable: true },
  config_msix_vector: { offset: 16, width: 2, writable: true },
  num_queues: { offset: 18, width: 2, writable: false },
  device_status: { offset: 20, width: 1, writable: true },
  config_generation: { offset: 21, width: 1, writable: false },
  queue_select: { offset: 22, width: 2, writable: true },
  queue_size: { offset: 24, width: 2, writable: true },
  queue_msix_vector: { offset: 26, width: 2, writable: true },
  queue_enable: { offset: 28, width: 2, writable: true },
  queue_notify_off: { offset: 30, width: 2, writable: false },
  'queue_desc.low': { offset: 32, width: 4, writable: true },
  'queue_desc.high': { offset: 36, width: 4, writable: true },
  'queue_driver.low': { offset: 40, width: 4, writable: true },
  'queue_driver.high': { offset: 44, width: 4, writable: true },
  'queue_device.low': { offset: 48, width: 4, writable: true },
  'queue_device.high': { offset: 52, width: 4, writable: true },
  queue_notif_config_data: { offset: 56, width: 2, writable: false },
  queue_reset: { offset: 58, width: 2, writable: true },
  admin_queue_index: { offset: 60, width: 2, writable: false },
  admin_queue_num: { offset: 62, width: 2, writable: false },
} as const satisfies Record<string, CommonField>

/** A register of the common configuration structure, by the standard's name. */
export type CommonRegister = keyof typeof commonFields

/** The vector of an event that is mapped to none (VIRTIO_MSI_NO_VECTOR). @clause pci.msix.device.5 pci.msix.device.6 */
export const noVector = 0xffff
