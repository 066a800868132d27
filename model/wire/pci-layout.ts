/** Offsets in the PCI configuration header, in bytes, of what a virtio driver reads there. */
export const pciHeader = {
  vendor: 0x00,
  device: 0x02,
  command: 0x04,
  status: 0x06,
  revision: 0x08,
  bars: 0x10,
  subsystemVendor: 0x2c,
  subsystemDevice: 0x2e,
  capabilities: 0x34,
  interruptPin: 0x3d,
} as const

/** The first byte behind the header, where capabilities may stand. */
export const PCI_HEADER_SIZE = 0x40
/** The part of the configuration space that holds the list of capabilities, in bytes. */
export const PCI_SPACE_SIZE = 0x100

/** Bits of the Status register: Interrupt Status, and that there is a list of capabilities. @clause pci.isr.device.4 */
export const pciStatus = { interrupt: 0x08, capabilities: 0x10 } as const

/** Capability IDs: vendor-specific (every virtio capability is one) and MSI-X. */
export const capabilityId = { vendorSpecific: 0x09, msix: 0x11 } as const

/** Values of `cfg_type`. @clause pci.caps.driver.6 */
export const cfgType = { COMMON: 1, NOTIFY: 2, ISR: 3, DEVICE: 4, PCI: 5, SHARED_MEMORY: 8, VENDOR: 9 } as const

/** Offsets in `struct virtio_pci_cap` and what follows it for some types. */
export const virtioCapability = {
  cap_len: 2,
  cfg_type: 3,
  bar: 4,
  id: 5,
  offset: 8,
  length: 12,
  /** NOTIFY: `notify_off_multiplier`. */
  notify_off_multiplier: 16,
  /** PCI: `pci_cfg_data`. */
  pci_cfg_data: 16,
  /** VENDOR: `vendor_id`, in the place of `bar` and `id`. */
  vendor_id: 4,
} as const

/** `struct virtio_pci_cap`, in bytes. */
export const CAPABILITY_SIZE = 16
/** How much a capability of a type holds, its extra fields included, in bytes. @clause pci.caps.device.4 */
export const CAPABILITY_SIZES = { 1: 16, 2: 20, 3: 16, 4: 16, 5: 20, 8: 24, 9: 8 } as const

/** Offsets in the MSI-X capability; the low eleven bits of Message Control are the table's size less one. */
export const msixCapability = { control: 2, table: 4, pending: 8 } as const
/** The MSI-X capability, in bytes. */
export const MSIX_CAPABILITY_SIZE = 12
/** An entry of the MSI-X table, in bytes. */
export const MSIX_ENTRY_SIZE = 16

/** Bits of `ISR status`. @clause pci.isr.device.2 pci.isr.device.3 */
export const isrBits = { queue: 1, configuration: 2 } as const

/** What the PCI Device ID of a modern device is reckoned from. @clause pci.ids.device.3 */
export const MODERN_DEVICE_BASE = 0x1040
/** The PCI Vendor ID of every virtio device. @clause pci.ids.device.2 */
export const VIRTIO_VENDOR = 0x1af4
