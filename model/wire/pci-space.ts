import { type Decoded, decoded, malformed, missing } from './decoded.ts'
import { capabilityId, PCI_HEADER_SIZE, PCI_SPACE_SIZE, pciHeader, pciStatus } from './pci-layout.ts'
import { unsigned } from './unsigned.ts'

/** What identifies a PCI function. */
export interface PciIdentity {
  readonly vendor: number
  readonly device: number
  readonly revision: number
  readonly subsystemVendor: number
  readonly subsystemDevice: number
}

/** A capability in the list: its place in the configuration space and its Capability ID. */
export interface PciCapability {
  readonly at: number
  readonly id: number
}

/** The configuration space as far as a virtio driver cares. */
export interface PciSpace extends PciIdentity {
  /** The Interrupt Pin register: 1 is INTA#, 0 none. */
  readonly interruptPin: number
  /** In the order of the list. */
  readonly capabilities: readonly PciCapability[]
}

/** Reads the configuration space; malformed where the list of capabilities leads outside or comes back to itself. */
export function decodePciSpace(input: Uint8Array): Decoded<PciSpace> {
  const short = missing(input, 0, PCI_SPACE_SIZE, 'the configuration space')
  if (short !== undefined) return short
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  const capabilities: PciCapability[] = []
  const hasList = (view.getUint16(pciHeader.status, true) & pciStatus.capabilities) !== 0
  let pointer: number = pciHeader.capabilities
  for (let at = hasList ? view.getUint8(pointer) & ~3 : 0; at !== 0; at = view.getUint8(pointer) & ~3) {
    if (at < PCI_HEADER_SIZE) return malformed(pointer, `a capability lies at ${at}, inside the header`)
    if (capabilities.some((seen) => seen.at === at)) return malformed(pointer, `the list comes back to ${at}`)
    capabilities.push({ at, id: view.getUint8(at) })
    pointer = at + 1
  }
  return decoded({
    vendor: view.getUint16(pciHeader.vendor, true),
    device: view.getUint16(pciHeader.device, true),
    revision: view.getUint8(pciHeader.revision),
    subsystemVendor: view.getUint16(pciHeader.subsystemVendor, true),
    subsystemDevice: view.getUint16(pciHeader.subsystemDevice, true),
    interruptPin: view.getUint8(pciHeader.interruptPin),
    capabilities,
  })
}

/** A capability to be written: its ID, and its bytes from the third on (the first two are ID and link). */
export interface CapabilityBody {
  readonly id: number
  readonly body: Uint8Array
}

/**
 * A configuration space with these capabilities one behind the other from 0x40 on, each at a multiple of four.
 *
 * @throws RangeError for a field that does not fit, and for capabilities that do not
 */
export function encodePciSpace(identity: PciIdentity, capabilities: readonly CapabilityBody[]): Uint8Array {
  const space = new Uint8Array(PCI_SPACE_SIZE)
  const view = new DataView(space.buffer)
  view.setUint16(pciHeader.vendor, unsigned(identity.vendor, 16, 'the vendor'), true)
  view.setUint16(pciHeader.device, unsigned(identity.device, 16, 'the device'), true)
  view.setUint8(pciHeader.revision, unsigned(identity.revision, 8, 'the revision'))
  view.setUint16(pciHeader.subsystemVendor, unsigned(identity.subsystemVendor, 16, 'the subsystem vendor'), true)
  view.setUint16(pciHeader.subsystemDevice, unsigned(identity.subsystemDevice, 16, 'the subsystem'), true)
  view.setUint8(pciHeader.interruptPin, 1)
  if (capabilities.length > 0) view.setUint16(pciHeader.status, pciStatus.capabilities, true)
  let pointer: number = pciHeader.capabilities
  let at = PCI_HEADER_SIZE
  for (const { id, body } of capabilities) {
    if (at + 2 + body.length > PCI_SPACE_SIZE) throw new RangeError(`no room for a capability at ${at}`)
    view.setUint8(pointer, at)
    view.setUint8(at, unsigned(id, 8, 'a capability id'))
    space.set(body, at + 2)
    pointer = at + 1
    at = (at + 2 + body.length + 3) & ~3
  }
  return space
}

/** Whether a capability is vendor-specific: all of virtio's are. */
export const isVendorSpecific = ({ id }: PciCapability): boolean => id === capabilityId.vendorSpecific
