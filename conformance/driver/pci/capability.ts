import { header } from './header.ts'

const capabilityList = 0x10
const VENDOR_SPECIFIC = 0x09
const MSI_X = 0x11

/** Part of a BAR: bytes from its start. */
export interface BarRegion {
  readonly bar: number
  readonly offset: number
  readonly length: number
}

/** Where a virtio device's structures lie, as its capabilities say. */
export interface VirtioCapabilities {
  readonly common: BarRegion
  /** The notification structure, and by how many bytes two values of `queue_notify_off` lie apart. */
  readonly notify: BarRegion & { readonly multiplier: number }
  readonly isr: BarRegion
  readonly device: BarRegion
  /** Where the capability VIRTIO_PCI_CAP_PCI_CFG begins in configuration space; `undefined` where there is none. */
  readonly window: number | undefined
  readonly msix: { readonly position: number; readonly vectors: number; readonly table: Omit<BarRegion, 'length'> }
}

interface Capability {
  readonly id: number
  readonly position: number
}

/** `cfg_type` of the structures that are looked for. */
const structures = { common: 1, notify: 2, isr: 3, device: 4, window: 5 } as const
type Structure = keyof typeof structures

/**
 * Reads the capabilities of a modern virtio function out of 256 bytes of configuration space. Of two structures of one kind the
 * first counts, and those in BARs beyond the sixth are passed over. Returns in words what is missing or impossible.
 */
export function virtioCapabilities(config: Uint8Array): VirtioCapabilities | string {
  const view = new DataView(config.buffer, config.byteOffset, config.byteLength)
  const list = capabilitiesOf(view)
  if (typeof list === 'string') return list
  const find = (name: Structure) => list.find((entry) => isStructure(view, entry, structures[name]))
  const found = { common: find('common'), notify: find('notify'), isr: find('isr'), device: find('device') }
  const msix = list.find(({ id }) => id === MSI_X)
  const missing = Object.entries({ ...found, 'MSI-X': msix }).filter(([, entry]) => entry === undefined)
  const { common, notify, isr, device } = found
  if (!common || !notify || !isr || !device || !msix) {
    return `the function has no capability for: ${missing.map(([name]) => name).join(', ')}`
  }
  return {
    common: regionOf(view, common),
    notify: { ...regionOf(view, notify), multiplier: view.getUint32(notify.position + 16, true) },
    isr: regionOf(view, isr),
    device: regionOf(view, device),
    window: find('window')?.position,
    msix: msixOf(view, msix),
  }
}

function capabilitiesOf(view: DataView): readonly Capability[] | string {
  if ((view.getUint16(header.status, true) & capabilityList) === 0) return 'the function has no list of capabilities'
  const list: Capability[] = []
  const first = view.getUint8(header.capabilities)
  for (let position = first & ~3; position !== 0; position = view.getUint8(position + 1) & ~3) {
    if (position < 0x40 || position > view.byteLength - 4) return `a capability at ${position} lies outside`
    if (list.some((seen) => seen.position === position)) return `the list of capabilities comes back to ${position}`
    list.push({ id: view.getUint8(position), position })
  }
  return list
}

/** `struct virtio_pci_cap`: cfg_type at 3, bar at 4, 16 bytes; 20 for the notification structure. */
function isStructure(view: DataView, { id, position }: Capability, kind: number): boolean {
  const bytes = kind === structures.notify || kind === structures.window ? 20 : 16
  if (id !== VENDOR_SPECIFIC || position + bytes > view.byteLength) return false
  return view.getUint8(position + 3) === kind && (kind === structures.window || view.getUint8(position + 4) <= 5)
}

function regionOf(view: DataView, { position }: Capability): BarRegion {
  return {
    bar: view.getUint8(position + 4),
    offset: view.getUint32(position + 8, true),
    length: view.getUint32(position + 12, true),
  }
}

/** Message control at 2: the table's size less one in its low eleven bits. Table at 4: BAR in its low three bits. */
function msixOf(view: DataView, { position }: Capability): VirtioCapabilities['msix'] {
  const table = view.getUint32(position + 4, true)
  return {
    position,
    vectors: (view.getUint16(position + 2, true) & 0x7ff) + 1,
    table: { bar: table & 7, offset: (table & ~7) >>> 0 },
  }
}
