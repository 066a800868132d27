import type { ClauseId } from '../../clause/clause.ts'
import { feature } from '../../feature/table.ts'
import { includes } from '../../kernel/bits.ts'
import { arrayOf } from '../../kernel/bytes.ts'
import { type Fault, refusal } from '../../kernel/step.ts'
import {
  capabilitySizeOf,
  decodeMsixCapability,
  decodeVirtioCapability,
  type VirtioCapability,
} from '../../wire/pci-capability.ts'
import { capabilityId, cfgType, MODERN_DEVICE_BASE, MSIX_ENTRY_SIZE, VIRTIO_VENDOR } from '../../wire/pci-layout.ts'
import { decodePciSpace, isVendorSpecific, type PciSpace } from '../../wire/pci-space.ts'
import type { DeviceLists, PciBar } from './action.ts'
import type { PciConfig } from './config.ts'
import { hexadecimal } from './expected.ts'
import { faultsOfNotify } from './notify-structure.ts'
import type { NotifyStructure } from './state.ts'

const broken = (clause: ClauseId, because: string): Fault => refusal('device', [clause], because)

/** Virtio Device IDs that have a transitional PCI Device ID. @clause pci.ids.device.3 */
const transitional: Readonly<Record<number, number>> = {
  1: 0x1000,
  2: 0x1001,
  5: 0x1002,
  3: 0x1003,
  8: 0x1004,
  4: 0x1005,
  9: 0x1009,
}

/** The virtio capabilities of a scan that a driver heeds, in the order of the list. */
export function virtioCapabilities({ space }: DeviceLists): readonly VirtioCapability[] {
  const bytes = arrayOf(space)
  const read = decodePciSpace(bytes)
  if (!read.ok) return []
  return read.value.capabilities.filter(isVendorSpecific).flatMap(({ at }) => {
    const capability = decodeVirtioCapability(bytes, at)
    if (!capability.ok || capabilitySizeOf(capability.value.type) === undefined) return []
    return capability.value.bar > 5 ? [] : [capability.value]
  })
}

/** The first notification structure of a scan. */
export function notifyStructureOf(scan: DeviceLists): NotifyStructure | undefined {
  const capability = virtioCapabilities(scan).find(({ type }) => type === cfgType.NOTIFY)
  return capability === undefined ? undefined : { length: capability.length, multiplier: capability.multiplier }
}

/** What a scan breaks. */
export function faultsOfScan(config: PciConfig, scan: DeviceLists): readonly Fault[] {
  const read = decodePciSpace(arrayOf(scan.space))
  if (!read.ok) return [broken('pci.caps.device.1', read.because)]
  const capabilities = virtioCapabilities(scan)
  const wide = includes(config.offered, feature('VIRTIO_F_NOTIFICATION_DATA'))
  return [
    ...faultsOfIdentity(config, read.value),
    ...faultsOfPresence(config, capabilities),
    ...capabilities.flatMap((capability) => [
      ...faultsOfCapability(capability, scan.bars),
      ...(capability.type === cfgType.NOTIFY ? faultsOfNotify(capability, wide) : []),
    ]),
    ...faultsOfMsix(config, scan, read.value),
  ]
}

function faultsOfIdentity({ deviceId }: PciConfig, space: PciSpace): readonly Fault[] {
  const { vendor, device, revision, subsystemDevice } = space
  const modern = device === MODERN_DEVICE_BASE + deviceId
  const faults: Fault[] = []
  if (vendor !== VIRTIO_VENDOR) faults.push(broken('pci.ids.device.2', `the PCI Vendor ID is ${hexadecimal(vendor)}`))
  if (!modern && device !== transitional[deviceId]) {
    faults.push(
      broken('pci.ids.device.3', `the PCI Device ID ${hexadecimal(device)} is none of virtio device ${deviceId}`),
    )
  }
  if ((device < 0x1040 || device > 0x107f) && revision > 0) {
    faults.push(broken('pci.ids.device.5', `revision ${revision} is not transitional, ${hexadecimal(device)} is`))
  }
  if (modern && revision === 0) faults.push(broken('pci.ids.device.6', 'the PCI Revision ID is 0'))
  if (modern && subsystemDevice < 0x40) {
    faults.push(broken('pci.ids.device.7', `the PCI Subsystem Device ID is ${hexadecimal(subsystemDevice)}`))
  }
  return faults
}

/** Structures that must be there, with the clauses that demand them. */
const demanded = [
  [cfgType.COMMON, 'pci.common.device.2'],
  [cfgType.NOTIFY, 'pci.notify.device.1'],
  [cfgType.ISR, 'pci.isr.device.1'],
  [cfgType.DEVICE, 'pci.caps.device.7'],
  [cfgType.PCI, 'pci.cfgaccess.device.1'],
] as const

function faultsOfPresence(config: PciConfig, capabilities: readonly VirtioCapability[]): readonly Fault[] {
  const isDemanded = (type: number) => type !== cfgType.DEVICE || config.configLength > 0
  return demanded
    .filter(([type]) => isDemanded(type) && !capabilities.some((capability) => capability.type === type))
    .map(([type, clause]) => broken(clause, `there is no capability of type ${type}`))
}

function faultsOfCapability(capability: VirtioCapability, bars: readonly PciBar[]): readonly Fault[] {
  const { type, capLength, bar, offset, length, vendor } = capability
  const holds = capabilitySizeOf(type) ?? 0
  const faults: Fault[] = []
  if (type === cfgType.VENDOR) {
    if (vendor === VIRTIO_VENDOR) faults.push(broken('pci.vendor.device.2', 'vendor_id is that of virtio itself'))
    if (capLength % 4 !== 0) faults.push(broken('pci.vendor.device.3', `vendor data of ${capLength} bytes`))
    return faults
  }
  if (capLength < holds) {
    faults.push(
      broken('pci.caps.device.4', `cap_len ${capLength} of a capability of type ${type} that holds ${holds} bytes`),
    )
  }
  const aligned = { [cfgType.COMMON]: 'pci.common.device.1', [cfgType.DEVICE]: 'pci.caps.device.8' } as const
  const clause = (aligned as Readonly<Record<number, ClauseId>>)[type]
  if (clause !== undefined && offset % 4 !== 0) {
    faults.push(broken(clause, `the structure of type ${type} lies at ${hexadecimal(offset)}`))
  }
  const place = bars.find((other) => other.bar === bar)
  if (type !== cfgType.PCI && (place === undefined || offset + length > place.size)) {
    faults.push(broken('house.structure.within', `the structure of type ${type} lies outside BAR ${bar}`))
  }
  return faults
}

/** @clause pci.msix.device.1 pci.msix.device.2 */
function faultsOfMsix(config: PciConfig, { space, bars }: DeviceLists, { capabilities }: PciSpace): readonly Fault[] {
  const at = capabilities.find(({ id }) => id === capabilityId.msix)?.at
  const msix = at === undefined ? undefined : decodeMsixCapability(arrayOf(space), at)
  if (msix?.ok !== true) return []
  const { vectors, bar, offset } = msix.value
  const room = bars.find((other) => other.bar === bar)?.size ?? 0
  const faults: Fault[] = []
  if (offset + vectors * MSIX_ENTRY_SIZE > room) {
    faults.push(broken('pci.msix.device.2', `BAR ${bar} has no room for the ${vectors} vectors that Table Size states`))
  }
  if (vectors !== config.vectors) {
    faults.push(broken('pci.msix.device.2', `Table Size states ${vectors} vectors now, ${config.vectors} before`))
  }
  if (vectors < 2) faults.push(broken('pci.msix.device.1', 'there is a single vector'))
  return faults
}
