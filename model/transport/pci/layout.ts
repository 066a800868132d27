import { type Bytes, hexOf } from '../../kernel/bytes.ts'
import { encodeMsixCapability, encodeVirtioCapability, type VirtioCapability } from '../../wire/pci-capability.ts'
import { CAPABILITY_SIZES, cfgType, MODERN_DEVICE_BASE, VIRTIO_VENDOR } from '../../wire/pci-layout.ts'
import { type CapabilityBody, encodePciSpace, type PciIdentity } from '../../wire/pci-space.ts'
import type { DeviceLists, PciBar } from './action.ts'
import type { PciConfig } from './config.ts'

/** A function's configuration space as values: what the reference presents, and what a faulty one gets wrong. */
export interface PciLayout {
  readonly identity: PciIdentity
  readonly capabilities: readonly VirtioCapability[]
  /** Entries of the MSI-X table; 0: there is no MSI-X capability. */
  readonly vectors: number
  readonly bars: readonly PciBar[]
}

const structure = (type: keyof typeof CAPABILITY_SIZES, offset: number, length: number): VirtioCapability => {
  return { capLength: CAPABILITY_SIZES[type], type, bar: 4, id: 0, offset, length, multiplier: 0, vendor: 0 }
}

const page = 0x1000

/** The plainest layout that the standard allows: one structure of each type, a page each, in one BAR. */
export function plainLayout({ deviceId, queueSizes, configLength, vectors }: PciConfig): PciLayout {
  const notifyLength = Math.max(page, queueSizes.length * 4)
  return {
    identity: {
      vendor: VIRTIO_VENDOR,
      device: MODERN_DEVICE_BASE + deviceId,
      revision: 1,
      subsystemVendor: VIRTIO_VENDOR,
      subsystemDevice: 0x1100,
    },
    capabilities: [
      structure(cfgType.COMMON, 0, page),
      structure(cfgType.ISR, page, page),
      ...(configLength > 0 ? [structure(cfgType.DEVICE, 2 * page, page)] : []),
      { ...structure(cfgType.NOTIFY, 3 * page, notifyLength), multiplier: 4 },
      structure(cfgType.PCI, 0, 0),
    ],
    vectors,
    bars: [
      { bar: 1, space: 'memory', size: 0x1_0000 },
      { bar: 4, space: 'memory', size: 4 * page + notifyLength },
    ],
  }
}

/** A layout that uses what the standard leaves free: padding, a second notification structure, vendor data, one address for all queues. */
export function lavishLayout(config: PciConfig): PciLayout {
  const plain = plainLayout(config)
  const capabilities = plain.capabilities.map((capability) =>
    capability.type === cfgType.NOTIFY ? { ...capability, bar: 0, offset: 2, length: 4, multiplier: 0 } : capability,
  )
  const second = plain.capabilities.filter(({ type }) => type === cfgType.NOTIFY)
  const vendor = { ...structure(cfgType.VENDOR, 0, 0), bar: 0, capLength: 12, vendor: 0x8086 }
  return {
    ...plain,
    capabilities: [
      ...capabilities.map((one) => (one.type === cfgType.COMMON ? { ...one, capLength: 20 } : one)),
      ...second,
      vendor,
    ],
    bars: [{ bar: 0, space: 'io', size: 32 }, ...plain.bars],
  }
}

/** What a scan of a layout finds. */
export function scanOf({ identity, capabilities, vectors, bars }: PciLayout): DeviceLists {
  const msix: readonly CapabilityBody[] = vectors > 0 ? [encodeMsixCapability({ vectors, bar: 1, offset: 0 })] : []
  const space: Bytes = hexOf(encodePciSpace(identity, [...msix, ...capabilities.map(encodeVirtioCapability)]))
  return { kind: 'device.lists', space, bars }
}
