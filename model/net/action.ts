import type { FeatureSet } from '../kernel/bits.ts'
import type { QueueIndex, RingPosition } from '../kernel/brand.ts'
import type { Bytes } from '../kernel/bytes.ts'
import type { DeviceFails } from '../kernel/failure.ts'
import type { DeviceRests } from '../kernel/rest.ts'
import type { Corruption } from '../ring/corruption.ts'
import type { ControlCommand } from '../wire/control-command.ts'
import type { ConfigField, NetConfigField } from './config-field.ts'

export type { DeviceFails } from '../kernel/failure.ts'
export type { DeviceRests } from '../kernel/rest.ts'

declare const id: unique symbol
/** A chain's identity in a plan. Never a head: heads are the harness's business. Unique within a history. */
export type ChainId = number & { readonly [id]?: 'ChainId' }
/** A frame's identity in a plan. It also stands in the frame's bytes, by which the model finds it. */
export type FrameId = number & { readonly [id]?: 'FrameId' }

/** A bit of `device_status` that the driver sets. */
export type StatusBit = 'ACKNOWLEDGE' | 'DRIVER' | 'FEATURES_OK' | 'DRIVER_OK' | 'FAILED'

/** Writes 0 to `device_status` and waits until it reads 0. */
export interface DriverResets {
  readonly kind: 'driver.resets'
}
/** Sets one status bit and reads `device_status` back. */
export interface DriverSets {
  readonly kind: 'driver.sets'
  readonly bit: StatusBit
}
/** Sets ACKNOWLEDGE and DRIVER where they are missing, writes these features, sets FEATURES_OK and reads the status back. */
export interface DriverAccepts {
  readonly kind: 'driver.accepts'
  readonly features: FeatureSet
}
/** Sets up and enables every queue that the negotiated features give, then sets DRIVER_OK. */
export interface DriverStarts {
  readonly kind: 'driver.starts'
  /** Entries of each ring. */
  readonly size: number
  /** Where every ring begins; 0 unless the target can begin elsewhere (capability `ring-position`). */
  readonly position?: RingPosition
}
/**
 * Sets up and enables every queue that the negotiated features give, and leaves DRIVER_OK to `driver.sets`. What the driver makes
 * available until then it does not notify of; it does so once DRIVER_OK is set.
 */
export interface DriverEnables {
  readonly kind: 'driver.enables'
  /** Entries of each ring. */
  readonly size: number
  /** As of {@link DriverStarts}. */
  readonly position?: RingPosition
}
/** Writes other features although FEATURES_OK stands: the set is agreed upon until the device is reset. */
export interface DriverRewrites {
  readonly kind: 'driver.rewrites'
  readonly features: FeatureSet
}
/** Reads a field of the device's configuration, or `device_status`. */
export interface DriverReads {
  readonly kind: 'driver.reads'
  readonly field: ConfigField
}
/**
 * How a chain's descriptors lie where INDIRECT_DESC is negotiated: the last ones in a table of their own. Where it is not, all of
 * them lie in the ring.
 */
export interface Indirection {
  /** Descriptors in the ring before the one that refers to the table. A packed ring may not mix both, and takes this for 0. */
  readonly direct: number
  /** VIRTQ_DESC_F_WRITE is set in the descriptor that refers to the table, which the device must ignore; false if left out. */
  readonly write?: boolean
}
/** Makes a receive buffer available: device-writable descriptors of these lengths in bytes. */
export interface DriverOffers {
  readonly kind: 'driver.offers'
  readonly queue: QueueIndex
  readonly chain: ChainId
  readonly lengths: readonly number[]
  readonly indirect?: Indirection
}
/**
 * What a driver asks of the device beside sending a frame: the fields of `virtio_net_hdr` that are not zero. Offsets and sizes in
 * bytes, from the beginning of the frame.
 */
export interface TransmitRequest {
  readonly flags?: number
  readonly gsoType?: number
  readonly hdrLen?: number
  readonly gsoSize?: number
  readonly csumStart?: number
  readonly csumOffset?: number
  readonly numBuffers?: number
  /** Of a packet in a UDP tunnel: where the outer transport header and the inner network header begin. */
  readonly outerThOffset?: number
  readonly innerNhOffset?: number
}
/**
 * Makes a frame available for transmission, behind a header of the negotiated size, cut into descriptors at these offsets. The header
 * is zero where nothing is requested.
 */
export interface DriverTransmits {
  readonly kind: 'driver.transmits'
  readonly queue: QueueIndex
  readonly chain: ChainId
  readonly frame: FrameId
  readonly bytes: Bytes
  readonly cuts: readonly number[]
  readonly request?: TransmitRequest
  readonly indirect?: Indirection
}
/** Makes a control command available on the control queue. */
export interface DriverCommands {
  readonly kind: 'driver.commands'
  readonly chain: ChainId
  readonly command: ControlCommand
  readonly indirect?: Indirection
  /** Bytes of room for `command-specific-result`, behind the acknowledgement; none where this is absent. */
  readonly result?: number
}
/**
 * Turns used buffer notifications of a queue on or off: `avail.flags`, VIRTQ_AVAIL_F_NO_INTERRUPT; in a packed ring
 * RING_EVENT_FLAGS_ENABLE or DISABLE. With VIRTIO_F_EVENT_IDX the flags of a split ring mean nothing.
 */
export interface DriverNotifies {
  readonly kind: 'driver.notifies'
  readonly queue: QueueIndex
  readonly on: boolean
}
/**
 * Asks for a used buffer notification of one position: `used_event`, which means nothing without VIRTIO_F_EVENT_IDX; in a packed ring,
 * and with that feature only, RING_EVENT_FLAGS_DESC.
 */
export interface DriverAwaits {
  readonly kind: 'driver.awaits'
  readonly queue: QueueIndex
  /**
   * The position, counted from where the queue began and modulo what the ring has of them: entries of the used ring, or descriptors of a
   * packed ring.
   */
  readonly event: number
}
/** Notifies the device of a queue, whatever it asks for, and although nothing more was made available. */
export interface DriverPesters {
  readonly kind: 'driver.pesters'
  readonly queue: QueueIndex
}
/**
 * Resets one queue and waits until it is reset. What was outstanding on it is the driver's again. With VIRTIO_F_RING_RESET only.
 */
export interface DriverResetsQueue {
  readonly kind: 'driver.resetsQueue'
  readonly queue: QueueIndex
}
/** Sets up a queue that is in reset as at first, and enables it. */
export interface DriverReenables {
  readonly kind: 'driver.reenables'
  readonly queue: QueueIndex
  /** Entries of the ring, as many as before or others. */
  readonly size: number
  /** Where the ring begins; 0 unless the target can begin elsewhere (capability `ring-position`). */
  readonly position?: RingPosition
}
/**
 * Moves the available index of a queue back by more than the ring has entries, and notifies: what no driver may do, and what a device
 * can only take for one index or another beyond the ring.
 */
export interface DriverRewinds {
  readonly kind: 'driver.rewinds'
  readonly queue: QueueIndex
}
/**
 * Breaks one queue by a chain, or a move of the available index, as no driver may, and notifies. The device may use the chain, stop
 * the queue or ask for a reset; every other queue is to be served as before.
 */
export interface DriverCorrupts {
  readonly kind: 'driver.corrupts'
  readonly queue: QueueIndex
  readonly chain: ChainId
  readonly how: Corruption
}
/** The administrator takes the link up or down; the device knows when it is done. */
export interface AdminLinks {
  readonly kind: 'admin.links'
  readonly up: boolean
}
/** The administrator has the device ask its driver to announce itself; the device knows when it is done. */
export interface AdminAnnounces {
  readonly kind: 'admin.announces'
}
/**
 * Writes to a field of the device's configuration, which no driver may. Little-endian bytes, as many as the field has.
 *
 * @clause net.config.driver.1
 */
export interface DriverWrites {
  readonly kind: 'driver.writes'
  readonly field: NetConfigField
  readonly value: Bytes
}
/** Sets SUSPEND and reads `device_status` back: where the device can be suspended, once it says how that ended. */
export interface DriverSuspends {
  readonly kind: 'driver.suspends'
}
/** Sets DRIVER_OK in a suspended device and reads `device_status` back, once it says how that ended. */
export interface DriverResumes {
  readonly kind: 'driver.resumes'
}
/**
 * What a peer on the same machine says of a frame that it hands over unfinished: the fields of `virtio_net_hdr` as it would write
 * them for the device. Offsets and sizes in bytes.
 */
export interface WireOffload {
  /** VIRTIO_NET_HDR_F_NEEDS_CSUM, or nothing; VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM where the outer checksum is to be completed, too. */
  readonly flags: number
  readonly gsoType: number
  /** Bytes of the headers, that of the transport included. */
  readonly hdrLen: number
  readonly gsoSize: number
  readonly csumStart: number
  readonly csumOffset: number
  /** Of a frame in a UDP tunnel, as `gsoType` says: where the outer transport header and the inner network header begin. */
  readonly outerThOffset?: number
  readonly innerNhOffset?: number
  /** Of what the frame was coalesced. */
  readonly coalesced?: { readonly segments: number; readonly duplicateAcks: number }
}
/** A frame reaches the device from the network. */
export interface WireArrives {
  readonly kind: 'wire.arrives'
  readonly frame: FrameId
  readonly bytes: Bytes
  /** Where the frame is not finished: a checksum is to be completed, segments are to be cut. Capability `handover`. */
  readonly offload?: WireOffload
}

/** FEATURES_OK reads back set (`ok`) or clear. */
export interface DeviceAgrees {
  readonly kind: 'device.agrees'
  readonly ok: boolean
}
/** A field that was read has this value: little-endian bytes as they stand in the configuration. */
export interface DeviceShows {
  readonly kind: 'device.shows'
  readonly field: ConfigField
  readonly value: Bytes
}
/** A used entry of a receive or transmit queue: the chain, the length it states, and that many bytes of the chain's device-writable part. */
export interface DeviceUses {
  readonly kind: 'device.uses'
  readonly queue: QueueIndex
  readonly chain: ChainId
  /** `len` of the used entry, in bytes. */
  readonly length: number
  /** The first `length` bytes of the device-writable part; fewer where that part is shorter. */
  readonly bytes: Bytes
  /** The same look at this receive queue showed another used entry behind it. Said with MRG_RXBUF only. */
  readonly more?: true
  /** Packed ring: VIRTQ_DESC_F_WRITE of the used descriptor, by which the device says whether it wrote anything. */
  readonly wrote?: boolean
  /** Packed ring: the used descriptor has the id that stands in a descriptor of the list which is not its last. */
  readonly inner?: true
}
/** A used entry of the control queue: the command's acknowledgement. `bytes`, `wrote` and `inner` as in {@link DeviceUses}. */
export interface DeviceAcknowledges {
  readonly kind: 'device.acknowledges'
  readonly queue: QueueIndex
  readonly chain: ChainId
  readonly length: number
  readonly bytes: Bytes
  readonly wrote?: boolean
  readonly inner?: true
}
/** A used entry that names no chain outstanding on that queue. */
export interface DeviceStrays {
  readonly kind: 'device.strays'
  readonly queue: QueueIndex
  /** `id` of the used entry. */
  readonly head: number
  readonly length: number
}
/**
 * Packed ring: the device wrote into a descriptor, and left there what is not the used descriptor that is due.
 *
 * `on`: the descriptor where a used one is due; one ahead of it that is marked used while that one is not; one that was marked
 * used before; one that was never made available.
 */
export interface DeviceMarks {
  readonly kind: 'device.marks'
  readonly queue: QueueIndex
  readonly on: 'due' | 'ahead' | 'used' | 'unavailable'
  /** VIRTQ_DESC_F_AVAIL as it stands there. */
  readonly avail: boolean
  /** VIRTQ_DESC_F_USED as it stands there. */
  readonly used: boolean
  /** Descriptors of the list that was used last, all of which the device had to skip; 0 if none was. */
  readonly skipped: number
}
/** The device wrote where it must not. `used-ring`: an entry of a split ring's used ring that was seen as used already. */
export interface DeviceScribbles {
  readonly kind: 'device.scribbles'
  readonly on:
    | 'descriptor-table'
    | 'available-ring'
    | 'used-ring'
    | 'device-readable'
    | 'returned-buffer'
    | 'foreign-memory'
  readonly queue?: QueueIndex
  readonly chain?: ChainId
}
/** A frame leaves on the wire. */
export interface DeviceSends {
  readonly kind: 'device.sends'
  readonly bytes: Bytes
}
/** At least one used buffer notification of this queue since the last look. */
export interface DeviceInterrupts {
  readonly kind: 'device.interrupts'
  readonly queue: QueueIndex
}
/**
 * What the device asks of available buffer notifications has changed since the last look: `used.flags`, or `flags` of a packed ring's
 * device event suppression structure, all 16 bits. Zero to begin with.
 */
export interface DeviceAsks {
  readonly kind: 'device.asks'
  readonly queue: QueueIndex
  readonly flags: number
}
/** At least one configuration change notification since the last look. */
export interface DeviceChanges {
  readonly kind: 'device.changes'
}
/** Hidden: a control command takes effect, or is turned down. */
export interface DeviceApplies {
  readonly kind: 'device.applies'
  readonly chain: ChainId
  readonly accepted: boolean
}

/** What the driver and the wire do to a network device. */
export type NetStimulus =
  | DriverResets
  | DriverSets
  | DriverAccepts
  | DriverStarts
  | DriverEnables
  | DriverRewrites
  | DriverReads
  | DriverOffers
  | DriverTransmits
  | DriverCommands
  | DriverNotifies
  | DriverAwaits
  | DriverPesters
  | DriverResetsQueue
  | DriverReenables
  | DriverRewinds
  | DriverCorrupts
  | DriverSuspends
  | DriverResumes
  | AdminLinks
  | AdminAnnounces
  | DriverWrites
  | WireArrives

/** What a network device does, as it is seen from outside. */
export type NetObservation =
  | DeviceAgrees
  | DeviceShows
  | DeviceUses
  | DeviceAcknowledges
  | DeviceStrays
  | DeviceScribbles
  | DeviceMarks
  | DeviceSends
  | DeviceInterrupts
  | DeviceAsks
  | DeviceChanges
  | DeviceFails
  | DeviceRests

/** Everything that happens to and in a network device. */
export type NetAction = NetStimulus | NetObservation | DeviceApplies
