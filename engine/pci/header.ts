import { capabilityAt, msixBar, structureBar } from './place.ts'

/** Offsets of a configuration header of type 0. */
export const headerAt = {
  vendor: 0x00,
  device: 0x02,
  command: 0x04,
  status: 0x06,
  revision: 0x08,
  class: 0x09,
  cacheLine: 0x0c,
  bars: 0x10,
  subsystemVendor: 0x2c,
  subsystem: 0x2e,
  capabilities: 0x34,
  interruptLine: 0x3c,
  interruptPin: 0x3d,
} as const

/** Bits of Command that can be set: memory accesses, bus mastering, no INTx. */
export const command = { MEMORY: 0x2, MASTER: 0x4, INTX_DISABLE: 0x400 } as const
/** Bits of Status: INTx is wanted; there is a list of capabilities. */
export const pciStatus = { INTERRUPT: 0x8, CAPABILITIES: 0x10 } as const

/** The offset of a BAR's register. */
export const barAt = (bar: number): number => headerAt.bars + 4 * bar

const VIRTIO = 0x1af4
const networkDevice = 0x1041
const ethernetController = 0x02_0000
const BAR_64_BITS = 0x4

/**
 * Writes the header into a configuration space, and which bits of it can be written into a mask. Why it is fast: a write is
 * three operations on bytes, whatever the register.
 *
 * @param sizes bytes of the two BARs
 * @clause pci.ids.device.2 pci.ids.device.3 pci.ids.device.6 pci.ids.device.7
 */
export function writeHeader(view: DataView, mask: DataView, sizes: { structures: number; msix: number }): void {
  view.setUint16(headerAt.vendor, VIRTIO, true)
  view.setUint16(headerAt.device, networkDevice, true)
  view.setUint16(headerAt.status, pciStatus.CAPABILITIES, true)
  view.setUint32(headerAt.revision, (ethernetController << 8) | 1, true)
  view.setUint16(headerAt.subsystemVendor, VIRTIO, true)
  view.setUint16(headerAt.subsystem, networkDevice, true)
  view.setUint8(headerAt.capabilities, capabilityAt.msix)
  view.setUint8(headerAt.interruptPin, 1)
  view.setUint32(barAt(structureBar), BAR_64_BITS, true)

  mask.setUint16(headerAt.command, command.MEMORY | command.MASTER | command.INTX_DISABLE, true)
  mask.setUint8(headerAt.cacheLine, 0xff)
  mask.setUint8(headerAt.interruptLine, 0xff)
  mask.setUint32(barAt(structureBar), -sizes.structures, true)
  mask.setUint32(barAt(structureBar + 1), 0xffff_ffff, true)
  mask.setUint32(barAt(msixBar), -sizes.msix, true)
}
