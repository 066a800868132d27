import { feature } from '../../model/feature/table.ts'
import { type FeatureSet, includes, noFeatures } from '../../model/kernel/bits.ts'
import type { QueueIndex } from '../../model/kernel/brand.ts'
import { type Bytes, sliceOf } from '../../model/kernel/bytes.ts'
import type { DeviceUses, NetObservation, NetStimulus } from '../../model/net/action.ts'
import type { ConfigField } from '../../model/net/config-field.ts'
import { headerLengthUnder } from '../../model/net/header.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import type { NetHeaderSize } from '../../model/wire/net-header-layout.ts'

/** Where a chain seems to be. */
interface Seat {
  readonly queue: QueueIndex
  readonly chain: number
}

/**
 * What a faulty device knows of itself: what was negotiated and commanded, and which receive buffers it holds. It can make a frame
 * appear in another queue than the one it was really placed in, by exchanging the identities of two outstanding buffers.
 */
export class Watch {
  features: FeatureSet = noFeatures
  /** What was written after that. */
  rewritten: FeatureSet | undefined
  /** Whether a queue was broken. */
  rewound = false
  /** Commands in the order of their acknowledgement, since the last reset, with whether they were taken. */
  readonly acknowledged: { readonly command: ControlCommand; readonly ok: boolean }[] = []
  /** Frames placed since the last acknowledgement. */
  placed = 0
  /** How many frames were placed since the session began. */
  frames = 0
  resets = 0
  /** Entries of each ring, since the last start. */
  size = 0
  /** DRIVER_OK was set since the last reset. */
  isDriven = false
  /** Queues whose notifications were turned on since the session began, in order. */
  readonly turnedOn: QueueIndex[] = []
  /** Queues whose notifications are off, since the last reset. */
  readonly turnedOff = new Set<QueueIndex>()
  /** Queues of which a position was asked for since the last reset. */
  readonly awaited = new Set<QueueIndex>()
  /** What was written to fields of the configuration since the session began. */
  readonly written = new Map<ConfigField, Bytes>()
  private readonly commands = new Map<number, ControlCommand>()
  private readonly seats = new Map<number, Seat>()

  did(stimulus: NetStimulus): void {
    if (stimulus.kind === 'driver.resets') this.forget()
    if (stimulus.kind === 'driver.starts') {
      this.isDriven = true
      this.size = stimulus.size
    }
    if (stimulus.kind === 'driver.accepts') this.features = stimulus.features
    if (stimulus.kind === 'driver.rewinds') this.rewound = true
    if (stimulus.kind === 'driver.notifies' && stimulus.on) this.turnedOn.push(stimulus.queue)
    if (stimulus.kind === 'driver.notifies') {
      if (stimulus.on) this.turnedOff.delete(stimulus.queue)
      else this.turnedOff.add(stimulus.queue)
    }
    if (stimulus.kind === 'driver.awaits') this.awaited.add(stimulus.queue)
    if (stimulus.kind === 'driver.rewrites') this.rewritten = stimulus.features
    if (stimulus.kind === 'driver.writes') this.written.set(stimulus.field, stimulus.value)
    if (stimulus.kind === 'driver.commands') this.commands.set(stimulus.chain, stimulus.command)
    if (stimulus.kind === 'driver.offers')
      this.seats.set(stimulus.chain, { queue: stimulus.queue, chain: stimulus.chain })
  }

  /** What is seen of an observation once the exchanges so far are counted in. */
  see(entry: NetObservation): NetObservation {
    if (entry.kind === 'device.acknowledges') {
      const command = this.commands.get(entry.chain)
      if (command !== undefined) this.acknowledged.push({ command, ok: entry.bytes === '00' })
      this.placed = 0
    }
    if (entry.kind !== 'device.uses') return entry
    const seat = this.seats.get(entry.chain)
    if (seat === undefined) return entry
    this.seats.delete(entry.chain)
    this.placed++
    this.frames++
    return { ...entry, queue: seat.queue, chain: seat.chain }
  }

  /** Makes a used buffer appear in a queue; as it was where that queue has no buffer outstanding. */
  move(use: DeviceUses, queue: QueueIndex): DeviceUses {
    if (use.queue === queue) return use
    const found = [...this.seats].find(([, seat]) => seat.queue === queue)
    if (found === undefined) return use
    const [real, seat] = found
    this.seats.set(real, { queue: use.queue, chain: use.chain })
    return { ...use, queue: seat.queue, chain: seat.chain }
  }

  /** Whether this is a used receive buffer. */
  isPlacement(entry: NetObservation): entry is DeviceUses {
    return entry.kind === 'device.uses' && entry.queue % 2 === 0 && entry.length > 0
  }

  /** Whether rings are packed. */
  get packs(): boolean {
    return includes(this.features, feature('VIRTIO_F_RING_PACKED'))
  }

  /** Whether the header carries a hash. */
  get reports(): boolean {
    return includes(this.features, feature('VIRTIO_NET_F_HASH_REPORT'))
  }

  /** Bytes of the header. */
  get headerSize(): NetHeaderSize {
    return headerLengthUnder(this.features)
  }

  /** Whether checksums are spoken of. */
  get checks(): boolean {
    return includes(this.features, feature('VIRTIO_NET_F_GUEST_CSUM'))
  }

  /** The frame in a used receive buffer. */
  frameIn(use: DeviceUses): Bytes {
    return sliceOf(use.bytes, this.headerSize)
  }

  /** The last command that was taken. */
  get inForce(): ControlCommand | undefined {
    return this.acknowledged.filter(({ ok }) => ok).at(-1)?.command
  }

  private forget(): void {
    this.resets++
    this.turnedOff.clear()
    this.awaited.clear()
    this.acknowledged.length = 0
    this.commands.clear()
    this.seats.clear()
    this.placed = 0
    this.isDriven = false
    this.features = noFeatures
    this.rewritten = undefined
    this.rewound = false
  }
}
