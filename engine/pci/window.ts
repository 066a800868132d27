import { capabilityAt, structureBar } from './place.ts'

/** Offsets within the capability VIRTIO_PCI_CAP_PCI_CFG. */
const field = { bar: 4, offset: 8, length: 12, data: 16 } as const
/** Where `pci_cfg_data` lies in configuration space. */
export const windowData = capabilityAt.window + field.data

/** Accesses to the structures' BAR. */
export interface BarAccess {
  read(offset: number, width: number): number
  write(offset: number, width: number, value: number): void
}

/**
 * The structures as they are reached through configuration space. Why it is fast: bar, offset and length stay where the
 * driver wrote them, and a configuration access costs one comparison more than without the window.
 *
 * An access that no driver may make (unaligned, of another length than 1, 2 or 4, outside of the structures) is not made.
 *
 * @clause pci.cfgaccess.device.2 pci.cfgaccess.device.3
 */
export interface Window {
  /** Puts what the window shows into `pci_cfg_data`. */
  load(): void
  /** Writes what stands in `pci_cfg_data` through the window. */
  store(): void
}

/** The window of a configuration space, and the bits of it that can be written. */
export function createWindow(view: DataView, mask: DataView, size: number, bar: BarAccess): Window {
  const at = capabilityAt.window
  mask.setUint8(at + field.bar, 0xff)
  mask.setUint32(at + field.offset, 0xffff_ffff, true)
  mask.setUint32(at + field.length, 0xffff_ffff, true)
  mask.setUint32(windowData, 0xffff_ffff, true)

  const offset = (): number => view.getUint32(at + field.offset, true)
  /** Bytes of the access; 0 if it is none. */
  function width(): number {
    const length = view.getUint32(at + field.length, true)
    const isWidth = length === 1 || length === 2 || length === 4
    const lies = view.getUint8(at + field.bar) === structureBar && offset() + length <= size && offset() % length === 0
    return isWidth && lies ? length : 0
  }

  return {
    load() {
      const bytes = width()
      const value = bytes === 0 ? 0 : bar.read(offset(), bytes)
      if (bytes === 1) view.setUint8(windowData, value)
      else if (bytes === 2) view.setUint16(windowData, value, true)
      else if (bytes === 4) view.setUint32(windowData, value, true)
    },
    store() {
      const bytes = width()
      if (bytes === 1) bar.write(offset(), 1, view.getUint8(windowData))
      else if (bytes === 2) bar.write(offset(), 2, view.getUint16(windowData, true))
      else if (bytes === 4) bar.write(offset(), 4, view.getUint32(windowData, true))
    },
  }
}
