import type { QueueIndex, RingPosition } from '../../model/kernel/brand.ts'
import type {
  ChainId,
  DeviceAcknowledges,
  DeviceAsks,
  DeviceMarks,
  DeviceScribbles,
  DeviceStrays,
  DeviceUses,
  Indirection,
} from '../../model/net/action.ts'
import type { Corruption } from '../../model/ring/corruption.ts'
import type { RingTerms } from '../../model/ring/terms.ts'
import type { Side } from './broken-chain.ts'
import type { QueuePlacement } from './memory-device.ts'
import type { Piece } from './piece.ts'

/** What comes out of a ring. */
export type Completion = DeviceUses | DeviceAcknowledges | DeviceStrays | DeviceScribbles

/** Which queue, and how large. */
export interface QueueOptions {
  readonly queue: QueueIndex
  /** Entries of the ring. */
  readonly size: number
  /** Where the ring begins: as if so many entries had gone through it already; 0 if not given. */
  readonly position?: RingPosition | undefined
  /** How a used entry is reported. */
  readonly completes: 'device.uses' | 'device.acknowledges'
  /** What else was negotiated of rings; nothing if not given. */
  readonly ring?: RingTerms
  /** Whether INDIRECT_DESC was negotiated; false if not given. */
  readonly indirect?: boolean | undefined
}

/** The driver's side of one virtqueue, of either format: publishes chains, and takes them back once they are used. */
export interface DriverQueue {
  readonly queue: QueueIndex
  readonly placement: QueuePlacement
  /** How many chains the device has. */
  readonly outstanding: number
  /** Whether a chain of these pieces can be made available now. */
  hasRoomFor(pieces: readonly Piece[], indirect?: Indirection): boolean
  /** Makes a chain available; {@link hasRoomFor} says whether it can be. */
  publish(id: ChainId, pieces: readonly Piece[], indirect?: Indirection): void
  /** Whether the device asks to be notified of what was made available since this was asked last. */
  wantsNotification(): boolean
  /** Asks for used buffer notifications, or to be spared them. */
  notifications(on: boolean): void
  /** Asks for the notification of one position, counted from where the ring began; with EVENT_IDX only. */
  awaits(event: number): void
  /** What the device asks of notifications, if that changed since the last look. */
  asks(): readonly DeviceAsks[]
  /**
   * Breaks the ring as no driver may: nothing can be made available on it afterwards. `false`, and nothing is done, where the format
   * knows no such thing.
   */
  rewind(): boolean
  /**
   * Breaks the ring by a chain as no driver may: nothing can be made available on it afterwards. What is left to do once the device was
   * notified, or `undefined`, and nothing is done, where there is no room for the chain or the format knows no such thing.
   */
  corrupt(id: ChainId, how: Corruption, side: Side): (() => void) | undefined
  /** What was used since the last look. */
  poll(): readonly Completion[]
  /** What the device wrote into the ring where it must not; good after a rest, when nothing is half written. */
  inspect(): readonly (DeviceMarks | DeviceScribbles)[]
}
