import { type Decoded, decoded, missing } from './decoded.ts'
import {
  CAPABILITY_SIZES,
  capabilityId,
  cfgType,
  MSIX_CAPABILITY_SIZE,
  msixCapability,
  virtioCapability as offset,
} from './pci-layout.ts'
import type { CapabilityBody } from './pci-space.ts'
import { unsigned } from './unsigned.ts'

/** `struct virtio_pci_cap` as a value, with the extra field that its type has. */
export interface VirtioCapability {
  /** `cap_len` as it stands. */
  readonly capLength: number
  readonly type: number
  readonly bar: number
  readonly id: number
  readonly offset: number
  readonly length: number
  /** NOTIFY: `notify_off_multiplier`; 0 for others. */
  readonly multiplier: number
  /** VENDOR: `vendor_id`; 0 for others. */
  readonly vendor: number
}

/** What a capability of a type holds in bytes, or `undefined` for a reserved type. @clause pci.caps.device.4 */
export function capabilitySizeOf(type: number): number | undefined {
  return (CAPABILITY_SIZES as Readonly<Record<number, number>>)[type]
}

/** The virtio capability at a place of the configuration space, its fields read whatever `cap_len` says. */
export function decodeVirtioCapability(space: Uint8Array, at: number): Decoded<VirtioCapability> {
  const head = missing(space, at, 4, 'a vendor-specific capability')
  if (head !== undefined) return head
  const view = new DataView(space.buffer, space.byteOffset, space.byteLength)
  const type = view.getUint8(at + offset.cfg_type)
  const short = missing(space, at, capabilitySizeOf(type) ?? 4, `a capability of type ${type}`)
  if (short !== undefined) return short
  const capLength = view.getUint8(at + offset.cap_len)
  if (type === cfgType.VENDOR || capabilitySizeOf(type) === undefined) {
    const vendor = type === cfgType.VENDOR ? view.getUint16(at + offset.vendor_id, true) : 0
    return decoded({ capLength, type, bar: 0, id: 0, offset: 0, length: 0, multiplier: 0, vendor })
  }
  return decoded({
    capLength,
    type,
    bar: view.getUint8(at + offset.bar),
    id: view.getUint8(at + offset.id),
    offset: view.getUint32(at + offset.offset, true),
    length: view.getUint32(at + offset.length, true),
    multiplier: type === cfgType.NOTIFY ? view.getUint32(at + offset.notify_off_multiplier, true) : 0,
    vendor: 0,
  })
}

/**
 * The body of a virtio capability for `encodePciSpace`, as long as its type demands or `cap_len` says.
 *
 * @throws RangeError for a field that does not fit
 */
export function encodeVirtioCapability(capability: VirtioCapability): CapabilityBody {
  const { type, capLength } = capability
  const whole = new Uint8Array(Math.max(capabilitySizeOf(type) ?? 4, capLength))
  const view = new DataView(whole.buffer)
  view.setUint8(offset.cap_len, unsigned(capLength, 8, 'cap_len'))
  view.setUint8(offset.cfg_type, unsigned(type, 8, 'cfg_type'))
  if (type === cfgType.VENDOR) {
    view.setUint16(offset.vendor_id, unsigned(capability.vendor, 16, 'vendor_id'), true)
  } else if (whole.length >= CAPABILITY_SIZES[1]) {
    view.setUint8(offset.bar, unsigned(capability.bar, 8, 'bar'))
    view.setUint8(offset.id, unsigned(capability.id, 8, 'id'))
    view.setUint32(offset.offset, unsigned(capability.offset, 32, 'offset'), true)
    view.setUint32(offset.length, unsigned(capability.length, 32, 'length'), true)
  }
  if (type === cfgType.NOTIFY) {
    view.setUint32(offset.notify_off_multiplier, unsigned(capability.multiplier, 32, 'notify_off_multiplier'), true)
  }
  return { id: capabilityId.vendorSpecific, body: whole.subarray(2) }
}

/** The MSI-X capability as a value. */
export interface MsixCapability {
  /** Entries of the table: one more than Table Size says. @clause pci.msix.device.2 */
  readonly vectors: number
  readonly bar: number
  /** Offset of the table in its BAR, in bytes. */
  readonly offset: number
}

/** The MSI-X capability at a place of the configuration space. */
export function decodeMsixCapability(space: Uint8Array, at: number): Decoded<MsixCapability> {
  const short = missing(space, at, MSIX_CAPABILITY_SIZE, 'an MSI-X capability')
  if (short !== undefined) return short
  const view = new DataView(space.buffer, space.byteOffset, space.byteLength)
  const table = view.getUint32(at + msixCapability.table, true)
  const vectors = (view.getUint16(at + msixCapability.control, true) & 0x7ff) + 1
  return decoded({ vectors, bar: table & 7, offset: (table & ~7) >>> 0 })
}

/** The body of an MSI-X capability for `encodePciSpace`; the pending bits lie behind the table. */
export function encodeMsixCapability({ vectors, bar, offset: table }: MsixCapability): CapabilityBody {
  const whole = new Uint8Array(MSIX_CAPABILITY_SIZE)
  const view = new DataView(whole.buffer)
  view.setUint16(msixCapability.control, unsigned(vectors - 1, 11, 'the table size'), true)
  view.setUint32(msixCapability.table, (table | bar) >>> 0, true)
  view.setUint32(msixCapability.pending, ((table + 0x8000) | bar) >>> 0, true)
  return { id: capabilityId.msix, body: whole.subarray(2) }
}
