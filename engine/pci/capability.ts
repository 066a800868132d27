import {
  capabilityAt,
  commonLength,
  isrLength,
  msixBar,
  notifyMultiplier,
  offsetOf,
  pendingOffset,
  structureBar,
} from './place.ts'

const VENDOR_SPECIFIC = 0x09
const MSI_X = 0x11

/** `cfg_type` of the virtio structures. */
const cfgType = { common: 1, notify: 2, isr: 3, device: 4, window: 5 } as const
type Structure = keyof typeof cfgType

/** What the lengths of the structures follow from. */
export interface CapabilitySizes {
  /** The most queues there can be. */
  readonly queues: number
  /** Bytes of the device configuration. */
  readonly configLength: number
  /** Vectors of the MSI-X table. */
  readonly vectors: number
}

/** `cap_len`: 16 bytes, and those of the structures that go on behind it. @clause pci.caps.device.4 */
const capabilityLength = { common: 16, notify: 20, isr: 16, device: 16, window: 20 } as const
const order = ['msix', 'common', 'notify', 'isr', 'device', 'window'] as const

/** Where the capability behind one of these begins; 0 behind the last. */
function nextOf(name: (typeof order)[number]): number {
  const next = order[order.indexOf(name) + 1]
  return next === undefined ? 0 : capabilityAt[next]
}

/**
 * Writes the list of capabilities into a configuration space. Why it is fast: it is written once; what a driver changes in it
 * later are a few bytes.
 *
 * @clause pci.caps.device.4 pci.common.device.2 pci.notify.device.1 pci.isr.device.1 pci.caps.device.7 pci.cfgaccess.device.1
 */
export function writeCapabilities(view: DataView, { queues, configLength, vectors }: CapabilitySizes): void {
  view.setUint8(capabilityAt.msix, MSI_X)
  view.setUint8(capabilityAt.msix + 1, nextOf('msix'))
  view.setUint16(capabilityAt.msix + 2, vectors - 1, true)
  view.setUint32(capabilityAt.msix + 4, msixBar, true)
  view.setUint32(capabilityAt.msix + 8, pendingOffset(vectors) | msixBar, true)

  const structure = (name: Structure, offset: number, length: number): void => {
    const at = capabilityAt[name]
    view.setUint8(at, VENDOR_SPECIFIC)
    view.setUint8(at + 1, nextOf(name))
    view.setUint8(at + 2, capabilityLength[name])
    view.setUint8(at + 3, cfgType[name])
    view.setUint8(at + 4, structureBar)
    view.setUint32(at + 8, offset, true)
    view.setUint32(at + 12, length, true)
  }
  structure('common', offsetOf.common, commonLength)
  structure('notify', offsetOf.notify, queues * notifyMultiplier)
  view.setUint32(capabilityAt.notify + 16, notifyMultiplier, true)
  structure('isr', offsetOf.isr, isrLength)
  structure('device', offsetOf.device, configLength)
  structure('window', 0, 0)
}
