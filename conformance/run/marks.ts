import { answerTo } from '../../model/feature/negotiation.ts'
import { type FeatureName, feature } from '../../model/feature/table.ts'
import { type FeatureSet, includes, noFeatures } from '../../model/kernel/bits.ts'
import type { QueueIndex } from '../../model/kernel/brand.ts'
import { arrayOf, type Bytes, sliceOf } from '../../model/kernel/bytes.ts'
import type { ChainId, DeviceUses, FrameId } from '../../model/net/action.ts'
import type { NetConfig } from '../../model/net/config.ts'
import { outcomeOf } from '../../model/net/control.ts'
import { hashesOf } from '../../model/net/hash.ts'
import { headerLengthUnder } from '../../model/net/header.ts'
import { padded } from '../../model/net/padding.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import { decodeNetHeader } from '../../model/wire/net-header.ts'
import { HASH_REPORT_HEADER_SIZE } from '../../model/wire/net-header-layout.ts'
import type { Entry } from '../../properties/target.ts'
import type { FreedomId, Mark } from './freedom.ts'

/** What is in force: a command that must be taken and was; nothing since the reset; or one cannot tell. */
type InForce = ControlCommand | 'nothing' | 'unsure'

interface OnItsWay {
  readonly frame: FrameId
  readonly bytes: Bytes
  /** What was in force when it arrived and ever since. */
  inForce: InForce
  /** A rest passed it by while the device was live: it found no room. */
  rested: boolean
}

/**
 * The freedoms that a device used in a log which is allowed. Only what shows counts: where the log leaves open which setting a
 * frame was treated under, or whether a frame still waits, nothing is said of it. `waiting` are the frames that may still come
 * after the last rest; left out where that is not known.
 */
export function marksIn(log: readonly Entry[], config: NetConfig, waiting?: ReadonlySet<FrameId>): readonly Mark[] {
  const reader = new Reader(log, config)
  for (const entry of log) reader.read(entry)
  return waiting === undefined ? reader.marks : [...reader.marks, ...reader.dropped(waiting)]
}

class Reader {
  readonly marks: Mark[] = []
  private proposed: FeatureSet = noFeatures
  private features: FeatureSet = noFeatures
  private readonly commands = new Map<ChainId, ControlCommand>()
  private inForce: InForce = 'nothing'
  private hasTransmitted = false
  private isLive = false
  private arriving: OnItsWay[] = []
  /** Chains outstanding on a queue, the oldest first. */
  private readonly outstanding = new Map<QueueIndex, ChainId[]>()
  private readonly buffers = new Set<ChainId>()
  private readonly off = new Set<QueueIndex>()
  /** Queues whose notifications were off at the last rest and since, and whether they have been used. */
  private readonly quiet = new Map<QueueIndex, { used: boolean; notified: boolean }>()
  private readonly showsInterrupts: boolean

  constructor(
    log: readonly Entry[],
    private readonly config: NetConfig,
  ) {
    this.showsInterrupts = log.some((entry) => entry.kind === 'device.interrupts')
  }

  /** Frames that a rest passed by, that were not placed and cannot come any more. */
  dropped(waiting: ReadonlySet<FrameId>): readonly Mark[] {
    const gone = this.arriving.filter(({ frame, rested }) => rested && !waiting.has(frame))
    return gone.map(() => ({ clause: 'house.frame.lost', taken: false }))
  }

  read(entry: Entry): void {
    switch (entry.kind) {
      case 'driver.resets':
        this.reset()
        break
      case 'driver.accepts':
        this.proposed = entry.features
        break
      case 'device.agrees':
        this.agreed(entry.ok)
        break
      case 'driver.starts':
        this.isLive = true
        break
      case 'driver.offers':
        this.buffers.add(entry.chain)
        this.outstandingOn(entry.queue, entry.chain)
        break
      case 'driver.transmits':
        this.hasTransmitted = true
        this.outstandingOn(entry.queue, entry.chain)
        break
      case 'driver.commands':
        this.commands.set(entry.chain, entry.command)
        for (const frame of this.arriving) frame.inForce = 'unsure'
        break
      case 'device.acknowledges':
        this.acknowledged(entry.chain, entry.bytes === '00')
        break
      case 'wire.arrives': {
        const inForce = this.commands.size === 0 ? this.inForce : 'unsure'
        if (!this.isLive) break
        this.arriving.push({ frame: entry.frame, bytes: entry.bytes, inForce, rested: false })
        break
      }
      case 'device.uses':
        this.used(entry)
        break
      case 'driver.notifies':
        if (entry.on) this.quiet.delete(entry.queue)
        if (entry.on) this.off.delete(entry.queue)
        else this.off.add(entry.queue)
        break
      case 'device.interrupts':
        this.notified(entry.queue)
        break
      case 'device.rests':
        this.rests()
        break
      default:
    }
  }

  private mark(clause: FreedomId, taken: boolean): void {
    this.marks.push({ clause, taken })
  }

  private reset(): void {
    this.features = noFeatures
    this.inForce = 'nothing'
    this.hasTransmitted = false
    for (const map of [this.commands, this.outstanding, this.quiet]) map.clear()
    this.buffers.clear()
    this.off.clear()
    // A frame that a reset met, or that came before the start, says nothing of room or settings.
    this.arriving = []
    this.isLive = false
  }

  private agreed(ok: boolean): void {
    if (ok) this.features = this.proposed
    const { offered } = this.config
    const answer = answerTo(offered, this.proposed)
    if (answer === 'agree') this.mark('core.features.device.2', ok)
    if (answer !== 'either') return
    const lacks = (name: 'VIRTIO_F_VERSION_1' | 'VIRTIO_F_ACCESS_PLATFORM' | 'VIRTIO_F_ORDER_PLATFORM') =>
      !includes(this.proposed, feature(name)) && (name === 'VIRTIO_F_VERSION_1' || includes(offered, feature(name)))
    const reasons: readonly FreedomId[] = [
      ...(lacks('VIRTIO_F_VERSION_1') ? (['core.resfeat.device.2'] as const) : []),
      ...(lacks('VIRTIO_F_ACCESS_PLATFORM') ? (['core.resfeat.device.4'] as const) : []),
      ...(lacks('VIRTIO_F_ORDER_PLATFORM') ? (['core.resfeat.device.5'] as const) : []),
    ]
    const [reason, ...more] = reasons
    if (reason !== undefined && more.length === 0) this.mark(reason, !ok)
  }

  private acknowledged(chain: ChainId, ok: boolean): void {
    const command = this.commands.get(chain)
    if (command === undefined) return
    this.commands.delete(chain)
    const must = outcomeOf(command, this.features, this.config) === 'accepted'
    if (!must) this.mark('house.control.ack', ok)
    if (ok) this.inForce = must ? command : 'unsure'
  }

  private outstandingOn(queue: QueueIndex, chain: ChainId): void {
    this.outstanding.set(queue, [...(this.outstanding.get(queue) ?? []), chain])
  }

  private used(use: DeviceUses): void {
    const chains = this.outstanding.get(use.queue) ?? []
    if (chains.length > 1 && !this.has('VIRTIO_F_IN_ORDER')) this.mark('core.vq.def.1', chains[0] !== use.chain)
    this.outstanding.set(
      use.queue,
      chains.filter((chain) => chain !== use.chain),
    )
    const quiet = this.quiet.get(use.queue)
    if (quiet !== undefined) quiet.used = true
    if (this.buffers.delete(use.chain)) this.placed(use)
  }

  private placed(use: DeviceUses): void {
    const size = headerLengthUnder(this.features)
    const payload = sliceOf(use.bytes, size)
    const found = this.arriving.find(({ bytes }) => bytes === payload || padded(bytes) === payload)
    if (found === undefined) return
    this.arriving = this.arriving.filter((other) => other !== found)
    if (padded(found.bytes) !== found.bytes) this.mark('house.frame.foreign', payload !== found.bytes)
    if (found.rested) this.mark('house.frame.lost', true)
    this.treated(use, found)
  }

  /** What shows of a frame whose treatment is beyond doubt. */
  private treated(use: DeviceUses, { bytes, inForce }: OnItsWay): void {
    if (inForce === 'nothing' || inForce === 'unsure') return
    if (inForce.name === 'VQ_PAIRS_SET' && inForce.pairs > 1 && !this.hasTransmitted)
      this.mark('net.mq.device.6', use.queue > 0)
    if (inForce.name !== 'HASH_CONFIG' || !this.reports) return
    const header = decodeNetHeader(arrayOf(sliceOf(use.bytes, 0, HASH_REPORT_HEADER_SIZE)), HASH_REPORT_HEADER_SIZE)
    const hashable = hashesOf(bytes, inForce.hashTypes).every(({ report }) => report !== 0)
    if (header.ok && hashable) this.mark('net.hash-report.def.3', header.value.hashReport === 0)
  }

  private has(name: FeatureName): boolean {
    return includes(this.features, feature(name))
  }

  /** Whether flags say of which used buffers to notify. */
  private get heedsFlags(): boolean {
    return !this.has('VIRTIO_F_EVENT_IDX') && !this.has('VIRTIO_F_RING_PACKED')
  }

  private get reports(): boolean {
    return this.has('VIRTIO_NET_F_HASH_REPORT')
  }

  private notified(queue: QueueIndex): void {
    const quiet = this.quiet.get(queue)
    if (quiet === undefined) return
    quiet.notified = true
    this.mark('split.notify.device.2', false)
  }

  private rests(): void {
    for (const { used, notified } of this.quiet.values())
      if (used && !notified && this.showsInterrupts) this.mark('split.notify.device.2', true)
    this.quiet.clear()
    if (this.heedsFlags) for (const queue of this.off) this.quiet.set(queue, { used: false, notified: false })
    this.passedBy()
  }

  private passedBy(): void {
    for (const frame of this.arriving) frame.rested = true
  }
}
