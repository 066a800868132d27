import type { ClauseId } from '../../../model/clause/clause.ts'
import { featuresNamed } from '../../../model/feature/table.ts'
import { union } from '../../../model/kernel/bits.ts'
import { arrayOf, hexOf } from '../../../model/kernel/bytes.ts'
import type { PciConfig } from '../../../model/transport/pci/config.ts'
import { capabilityId, cfgType, msixCapability, pciHeader, virtioCapability } from '../../../model/wire/pci-layout.ts'
import { decodePciSpace } from '../../../model/wire/pci-space.ts'
import { alteredPci, misread, ours, type PciBug } from './altered.ts'

/** Changes the configuration space that a scan finds; `at` is where the first capability of a type stands. */
type Change = (view: DataView, at: (type: number) => number) => void

/** Where the first virtio capability of a type, or the last capability at all (type 0), stands. */
function placeIn(space: Uint8Array, type: number): number {
  const read = decodePciSpace(space)
  const list = read.ok ? read.value.capabilities : []
  const isIt = (at: number) =>
    space[at] === capabilityId.vendorSpecific && space[at + virtioCapability.cfg_type] === type
  const found = type === 0 ? list.at(-1) : list.find(({ at }) => isIt(at))
  return found?.at ?? 0
}

/** A function that scans otherwise. */
function scanning(id: string, clause: ClauseId, says: string, change: Change, device?: PciBug['device']): PciBug {
  return {
    ...ours(id, 'pci/capabilities', clause, says),
    ...(device && { device }),
    wrap: (session) =>
      alteredPci(session, () => (entry) => {
        if (entry.kind !== 'device.lists') return [entry]
        const space = arrayOf(entry.space)
        change(new DataView(space.buffer), (type) => placeIn(space, type))
        return [{ ...entry, space: hexOf(space) }]
      }),
  }
}

/** The structure of a type is hidden behind a reserved one. */
const absent =
  (type: number): Change =>
  (view, at) =>
    view.setUint8(at(type) + virtioCapability.cfg_type, 0x77)

/** A field of 32 bits of the capability of a type is set. */
const field =
  (type: number, offset: number, value: number): Change =>
  (view, at) =>
    view.setUint32(at(type) + offset, value, true)

/** A field of 8 bits is set. */
const byte =
  (type: number, offset: number, value: number): Change =>
  (view, at) =>
    view.setUint8(at(type) + offset, value)

/** Where vendor data is added: behind all that the functions we know have. */
const FREE = 0xf0

/** Vendor data is added to the list. */
const vendorData =
  (vendor: number, length: number): Change =>
  (view, at) => {
    const head = [capabilityId.vendorSpecific, 0, length, cfgType.VENDOR, vendor & 0xff, vendor >> 8]
    view.setUint8(at(0) + 1, FREE)
    for (const [index, value] of head.entries()) view.setUint8(FREE + index, value)
  }

/** A function that offers NOTIFICATION_DATA. */
const wide = (config: PciConfig): PciConfig => ({
  ...config,
  offered: union(config.offered, featuresNamed(['VIRTIO_F_NOTIFICATION_DATA'])),
})

/** An address of a queue that leads out of the notification structure. */
function farAddress(id: string, clause: ClauseId, says: string, device?: PciBug['device']): PciBug {
  const facts = ours(id, 'pci/notification-addresses', clause, says)
  return {
    ...misread(facts, 'queue_notify_off', ({ value }) => (value === 0 ? undefined : 0x8000)),
    ...(device && { device }),
  }
}

const { COMMON, NOTIFY, ISR, DEVICE, PCI } = cfgType
const { cap_len, offset, length, notify_off_multiplier } = virtioCapability

/** Seeded bugs of what a scan finds. */
export const layoutBugs: readonly PciBug[] = [
  scanning('pci-vendor-foreign', 'pci.ids.device.2', 'The PCI Vendor ID is another than virtio’s.', (view) =>
    view.setUint16(pciHeader.vendor, 0x8086, true),
  ),
  scanning('pci-device-off-by-one', 'pci.ids.device.3', 'The PCI Device ID is that of a block device.', (view) =>
    view.setUint16(pciHeader.device, 0x1042, true),
  ),
  scanning(
    'pci-transitional-id-alone',
    'pci.ids.device.5',
    'The transitional PCI Device ID, and a revision that is not.',
    (view) => view.setUint16(pciHeader.device, 0x1000, true),
  ),
  scanning('pci-revision-zero', 'pci.ids.device.6', 'The PCI Revision ID of a modern device is 0.', (view) =>
    view.setUint8(pciHeader.revision, 0),
  ),
  scanning('pci-subsystem-small', 'pci.ids.device.7', 'The PCI Subsystem Device ID of a modern device is 1.', (view) =>
    view.setUint16(pciHeader.subsystemDevice, 1, true),
  ),
  scanning('pci-common-absent', 'pci.common.device.2', 'There is no common configuration structure.', absent(COMMON)),
  scanning('pci-notify-absent', 'pci.notify.device.1', 'There is no notification structure.', absent(NOTIFY)),
  scanning('pci-isr-absent', 'pci.isr.device.1', 'There is no ISR status.', absent(ISR)),
  scanning('pci-device-config-absent', 'pci.caps.device.7', 'There is no device-specific structure.', absent(DEVICE)),
  scanning(
    'pci-window-absent',
    'pci.cfgaccess.device.1',
    'There is no window in the configuration space.',
    absent(PCI),
  ),
  scanning(
    'pci-common-unaligned',
    'pci.common.device.1',
    'The common configuration lies at an odd place.',
    (view, at) => {
      field(COMMON, offset, 2)(view, at)
      field(COMMON, length, 64)(view, at)
    },
  ),
  scanning(
    'pci-device-config-unaligned',
    'pci.caps.device.8',
    'The device-specific structure lies at 2 modulo 4.',
    (view, at) => {
      view.setUint32(at(DEVICE) + offset, view.getUint32(at(DEVICE) + offset, true) + 2, true)
      field(DEVICE, length, 64)(view, at)
    },
  ),
  scanning(
    'pci-notify-cap-short',
    'pci.caps.device.4',
    'cap_len of the notification capability leaves out notify_off_multiplier.',
    byte(NOTIFY, cap_len, 16),
  ),
  scanning('pci-notify-odd', 'pci.notify.device.2', 'The notification structure lies at an odd offset.', (view, at) => {
    view.setUint32(at(NOTIFY) + offset, view.getUint32(at(NOTIFY) + offset, true) + 1, true)
    field(NOTIFY, length, 64)(view, at)
  }),
  scanning(
    'pci-multiplier-six',
    'pci.notify.device.3',
    'notify_off_multiplier is 6.',
    field(NOTIFY, notify_off_multiplier, 6),
  ),
  scanning(
    'pci-notify-one-byte',
    'pci.notify.device.4',
    'The notification structure has one byte.',
    field(NOTIFY, length, 1),
  ),
  scanning(
    'pci-multiplier-two-wide',
    'pci.notify.device.6',
    'notify_off_multiplier is 2 although notifications carry data.',
    field(NOTIFY, notify_off_multiplier, 2),
    wide,
  ),
  scanning(
    'pci-notify-halfword-wide',
    'pci.notify.device.7',
    'The notification structure lies at 2 modulo 4 although notifications carry data.',
    (view, at) => {
      view.setUint32(at(NOTIFY) + offset, view.getUint32(at(NOTIFY) + offset, true) + 2, true)
      field(NOTIFY, length, 64)(view, at)
    },
    wide,
  ),
  scanning(
    'pci-notify-two-bytes-wide',
    'pci.notify.device.8',
    'The notification structure has two bytes although notifications carry data.',
    field(NOTIFY, length, 2),
    wide,
  ),
  farAddress('pci-notify-off-far', 'pci.notify.device.5', 'queue_notify_off leads out of the structure.'),
  farAddress(
    'pci-notify-off-far-wide',
    'pci.notify.device.9',
    'queue_notify_off leads out of the structure of notifications that carry data.',
    wide,
  ),
  scanning(
    'pci-vendor-data-virtio',
    'pci.vendor.device.2',
    'Vendor data names virtio as its vendor.',
    vendorData(0x1af4, 8),
  ),
  scanning('pci-vendor-data-odd', 'pci.vendor.device.3', 'Vendor data is 10 bytes long.', vendorData(0x8086, 10)),
  scanning('pci-table-size-of-one', 'pci.msix.device.2', 'Table Size states one vector whatever there are.', (view) => {
    const space = new Uint8Array(view.buffer)
    const read = decodePciSpace(space)
    const msix = read.ok ? read.value.capabilities.find(({ id }) => id === capabilityId.msix) : undefined
    if (msix !== undefined) view.setUint16(msix.at + msixCapability.control, 0, true)
  }),
  scanning(
    'pci-isr-outside',
    'house.structure.within',
    'ISR status lies behind the end of its BAR.',
    field(ISR, offset, 0x100_0000),
  ),
]
