import type { QueueIndex } from '../../kernel/brand.ts'
import type { Bytes } from '../../kernel/bytes.ts'
import type { DeviceFails } from '../../kernel/failure.ts'
import type { DeviceRests } from '../../kernel/rest.ts'
import type { CommonRegister } from '../../wire/pci-common-config.ts'

/**
 * A register that is read as a number: those of the common configuration structure, the byte `ISR status`, and the bit Interrupt
 * Status of the Status register in the configuration header (0 or 1).
 */
export type PciRegister = CommonRegister | 'isr_status' | 'interrupt_status'

/**
 * A register that a plan writes. The queues' addresses and `queue_enable` belong to `driver.enables` as well: only the session knows
 * where its rings lie. Neither 0 to `device_status` nor 1 to `queue_reset` is written: `driver.resets` and `driver.resetsQueue` are.
 */
export type WritableRegister =
  | 'device_feature_select'
  | 'driver_feature_select'
  | 'driver_feature'
  | 'config_msix_vector'
  | 'device_status'
  | 'queue_select'
  | 'queue_size'
  | 'queue_msix_vector'
  | QueueAddress

/** Half of a 64-bit field that holds the address of a part of the selected queue. */
export type QueueAddress = Extract<CommonRegister, `${string}.low` | `${string}.high`>

/**
 * The way of an access: straight at the structure in its BAR, or by the window of the capability VIRTIO_PCI_CAP_PCI_CFG in the
 * configuration space. `interrupt_status` has no way but its own; `through` says nothing for it.
 */
export type Way = 'bar' | 'window'

/** A base address register, as a driver that sizes it finds it. */
export interface PciBar {
  /** 0 to 5. */
  readonly bar: number
  readonly space: 'memory' | 'io'
  /** Size in bytes. */
  readonly size: number
}

/** Reads the configuration space (its first 256 bytes), follows nothing, and sizes every BAR. */
export interface DriverScans {
  readonly kind: 'driver.scans'
}
/** Reads a register, at its natural width. */
export interface DriverReads {
  readonly kind: 'driver.reads'
  readonly register: PciRegister
  readonly through: Way
}
/** Reads bytes of the device-specific configuration: `length` is 1, 2 or 4 and `offset` a multiple of it. */
export interface DriverPeruses {
  readonly kind: 'driver.peruses'
  readonly offset: number
  readonly length: 1 | 2 | 4
  readonly through: Way
}
/** Writes a register, at its natural width. */
export interface DriverWrites {
  readonly kind: 'driver.writes'
  readonly register: WritableRegister
  readonly value: number
  readonly through: Way
}
/**
 * Writes 0 to `device_status` and reads it until it is 0 or the time limit is over. The last value read is shown. Whatever the session
 * set up for the device before is forgotten, but still watched: a used entry in an old ring is a `device.uses`.
 */
export interface DriverResets {
  readonly kind: 'driver.resets'
}
/**
 * Writes this queue to `queue_select`, the addresses of rings of the session's own for the `size` that the register holds (the session
 * reads it), and 1 to `queue_enable`. All by the BAR.
 */
export interface DriverEnables {
  readonly kind: 'driver.enables'
  readonly queue: QueueIndex
}
/**
 * Writes this queue to `queue_select` and 1 to `queue_reset`, then reads `queue_reset` until it is 0 or the time limit is over. Every
 * value that differs from the one before is shown, the last one always. The old rings are still watched.
 */
export interface DriverResetsQueue {
  readonly kind: 'driver.resetsQueue'
  readonly queue: QueueIndex
}
/** Sets or clears MSI-X Enable in the MSI-X capability. No vector is masked; every table entry leads to a place the session watches. */
export interface DriverSwitchesMsix {
  readonly kind: 'driver.switchesMsix'
  readonly on: boolean
}
/**
 * Makes one buffer available on a queue, with notifications of its use on, and does not tell the device: a frame to be sent on a
 * transmit queue, a command on the control queue. Only queues of the configuration's `provokable` can be asked for this.
 */
export interface DriverOffers {
  readonly kind: 'driver.offers'
  readonly queue: QueueIndex
}
/**
 * Sends an available buffer notification: to the queue's own address, 16 bits wide or, with VIRTIO_F_NOTIFICATION_DATA, 32, with the
 * value that the negotiated features demand. It may go to a queue that is not enabled.
 */
export interface DriverKicks {
  readonly kind: 'driver.kicks'
  readonly queue: QueueIndex
  readonly through: Way
}
/** The administrator takes the device's link up or down: its device-specific configuration changes, if it is not in that state already. */
export interface AdminLinks {
  readonly kind: 'admin.links'
  readonly up: boolean
}

/** What a scan found. Answers `driver.scans` at once. */
export interface DeviceLists {
  readonly kind: 'device.lists'
  /** The first 256 bytes of the configuration space as they stand. */
  readonly space: Bytes
  /** The BARs that are implemented; a 64-bit BAR stands once, under its lower number. */
  readonly bars: readonly PciBar[]
}
/** A register has this value. Answers `driver.reads`, `driver.resets` and `driver.resetsQueue` at once. */
export interface DeviceShows {
  readonly kind: 'device.shows'
  readonly register: PciRegister
  readonly value: number
}
/** The device-specific configuration holds these bytes at the offset that was asked for. Answers `driver.peruses` at once. */
export interface DeviceReveals {
  readonly kind: 'device.reveals'
  readonly offset: number
  readonly bytes: Bytes
}
/** A used entry more on a queue: one for each. It may be of a ring that was given up by a reset. */
export interface DeviceUses {
  readonly kind: 'device.uses'
  readonly queue: QueueIndex
}
/** At least one MSI-X message by this vector since the last look. Listed behind the used entries seen at the same look. */
export interface DeviceSignals {
  readonly kind: 'device.signals'
  /** Index into the MSI-X table. */
  readonly vector: number
}
/** What the driver and the administrator do to a PCI function. */
export type PciStimulus =
  | DriverScans
  | DriverReads
  | DriverPeruses
  | DriverWrites
  | DriverResets
  | DriverEnables
  | DriverResetsQueue
  | DriverSwitchesMsix
  | DriverOffers
  | DriverKicks
  | AdminLinks

/** What is seen of a PCI function, beside what is seen of every device. */
export type PciObservation = DeviceLists | DeviceShows | DeviceReveals | DeviceUses | DeviceSignals

/** Everything that happens to and in a PCI function: nothing is hidden. */
export type PciAction = PciStimulus | PciObservation | DeviceFails | DeviceRests
