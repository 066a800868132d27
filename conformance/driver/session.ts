import { statusBits } from '../../model/feature/negotiation.ts'
import { feature } from '../../model/feature/table.ts'
import { includes } from '../../model/kernel/bits.ts'
import { queueIndex, type RingPosition } from '../../model/kernel/brand.ts'
import { arrayOf, hexOf } from '../../model/kernel/bytes.ts'
import type {
  AdminLinks,
  DeviceFails,
  DriverAccepts,
  DriverEnables,
  DriverReads,
  DriverReenables,
  DriverResetsQueue,
  DriverSets,
  DriverStarts,
  DriverWrites,
  NetObservation,
  NetStimulus,
  WireArrives,
} from '../../model/net/action.ts'
import { configFields } from '../../model/net/config-field.ts'
import { type Session, TargetLost } from '../../properties/target.ts'
import { DeviceLost } from './device-lost.ts'
import type { MemoryDevice } from './memory-device.ts'
import { Negotiator } from './negotiator.ts'
import { canDrive } from './queue-plan.ts'
import { type Done, Queues } from './queues.ts'

const RING_RESET = feature('VIRTIO_F_RING_RESET')
const SUSPEND = feature('VIRTIO_F_SUSPEND')

type Seen = readonly NetObservation[] | 'skipped'

/** What may still happen once the driver has given up. @clause core.status.driver.3 */
const afterFailed: ReadonlySet<NetStimulus['kind']> = new Set(['driver.resets', 'driver.reads', 'wire.arrives'])

/** What may happen while the device is suspended. @clause core.suspend.driver.3 core.suspend.driver.4 */
const whileSuspended: ReadonlySet<NetStimulus['kind']> = new Set([
  'driver.resets',
  'driver.reads',
  'driver.resumes',
  'admin.links',
  'wire.arrives',
])

/** What a session must know of the target it was opened on. */
export interface SessionTraits {
  /** Whether rings may begin at any position. */
  readonly ringPosition: boolean
  /** Whether frames can be brought that are not finished. */
  readonly handover?: boolean
}

/**
 * Drives a device over guest memory and reports what it does. It performs and reports; it judges nothing.
 *
 * Once the device is lost (a {@link DeviceLost}) every stimulus is skipped, and every rest begins with `device.fails`.
 */
export class MemorySession implements Session {
  readonly #device: MemoryDevice
  readonly #traits: SessionTraits
  readonly #negotiator: Negotiator
  readonly #queues: Queues
  #failure: DeviceFails | undefined
  #needsReset = false

  constructor(device: MemoryDevice, traits: SessionTraits) {
    this.#device = device
    this.#traits = traits
    this.#negotiator = new Negotiator(device)
    this.#queues = new Queues(device)
  }

  async perform(stimulus: NetStimulus): Promise<Seen> {
    if (this.#failure !== undefined || (this.#negotiator.failed && !afterFailed.has(stimulus.kind))) return 'skipped'
    if (this.#negotiator.suspended && !whileSuspended.has(stimulus.kind)) return 'skipped'
    return this.#unlessLost(
      () => this.#do(stimulus),
      (failure) => [failure],
    )
  }

  async settle(): Promise<readonly NetObservation[]> {
    const lost = (failure: DeviceFails): readonly NetObservation[] => [failure, { kind: 'device.rests' }]
    return this.#failure === undefined ? this.#unlessLost(() => this.#rest(), lost) : lost(this.#failure)
  }

  async drain(): Promise<void> {
    if (this.#failure !== undefined) throw new TargetLost(`the device is lost: ${this.#failure.words}`)
    await this.#reset()
    await this.#device.drain()
    this.#device.takeInterrupts()
    this.#device.takeConfigurationChange?.()
    this.#device.capture()
    this.#queues.clear()
  }

  diagnostics(): string {
    return this.#device.diagnostics()
  }

  async close(): Promise<void> {
    await this.#device.close()
  }

  async #unlessLost<Result>(work: () => Promise<Result>, lost: (failure: DeviceFails) => Result): Promise<Result> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof DeviceLost)) throw error
      this.#failure = { kind: 'device.fails', how: error.how, words: error.message }
      return lost(this.#failure)
    }
  }

  async #do(stimulus: NetStimulus): Promise<Seen> {
    const queues = this.#queues
    switch (stimulus.kind) {
      case 'driver.resets':
        return this.#resets()
      case 'driver.sets':
        return this.#andLook(this.#sets(stimulus))
      case 'driver.accepts':
        return this.#accepts(stimulus)
      case 'driver.starts':
        return this.#starts(stimulus)
      case 'driver.enables':
        return this.#enables(stimulus)
      case 'driver.rewrites':
        return this.#lookIf(await this.#negotiator.rewrite(stimulus.features))
      case 'driver.reads':
        return this.#reads(stimulus)
      case 'driver.offers':
        return this.#lookIf(await queues.offer(stimulus))
      case 'driver.transmits':
        return this.#lookIf(await queues.transmit(stimulus))
      case 'driver.commands':
        return this.#lookIf(await queues.command(stimulus))
      case 'driver.notifies':
        return this.#lookIf(queues.notifications(stimulus))
      case 'driver.awaits':
        return this.#lookIf(queues.awaits(stimulus))
      case 'driver.pesters':
        return this.#negotiator.live ? this.#lookIf(await queues.pester(stimulus)) : 'skipped'
      case 'driver.resetsQueue':
        return this.#resetsQueue(stimulus)
      case 'driver.reenables':
        return this.#reenables(stimulus)
      case 'driver.suspends':
        return this.#suspends()
      case 'driver.resumes':
        return this.#negotiator.suspended ? this.#turns('live') : 'skipped'
      case 'driver.rewinds':
        return this.#negotiator.live ? this.#lookIf(await queues.rewind(stimulus)) : 'skipped'
      case 'driver.corrupts':
        return this.#negotiator.live ? this.#lookIf(await queues.corrupt(stimulus)) : 'skipped'
      case 'admin.links':
        return this.#links(stimulus)
      case 'admin.announces':
        return this.#announces()
      case 'driver.writes':
        return this.#writes(stimulus)
      case 'wire.arrives':
        return this.#arrives(stimulus)
    }
  }

  async #arrives({ bytes, offload }: WireArrives): Promise<Seen> {
    if (offload !== undefined && !this.#traits.handover) return 'skipped'
    return this.#lookIf((await this.#device.inject(arrayOf(bytes), offload)) ? 'done' : 'skipped')
  }

  async #reads({ field }: DriverReads): Promise<Seen> {
    if (field === 'config_generation' && this.#device.configGeneration === undefined) return 'skipped'
    return this.#andLook(this.#negotiator.read(field))
  }

  /** SUSPEND where it was not negotiated is for drivers that nobody knows what to make of; before DRIVER_OK it must go unheard. */
  async #suspends(): Promise<Seen> {
    const { live, negotiated, suspended } = this.#negotiator
    if (suspended || (live && (negotiated === undefined || !includes(negotiated, SUSPEND)))) return 'skipped'
    return this.#turns('suspended')
  }

  /** Once the device says that it is suspended all that it did shows: nothing comes after. Once it has resumed, anything may. */
  async #turns(to: 'suspended' | 'live'): Promise<Seen> {
    const shown = await this.#negotiator.turn(to, () => this.#device.rest())
    const seen = this.#look('all')
    return to === 'suspended' ? [...seen, shown] : [shown, ...seen]
  }

  async #links({ up }: AdminLinks): Promise<Seen> {
    if (this.#device.setLink === undefined) return 'skipped'
    await this.#device.setLink(up)
    return this.#look('owing')
  }

  async #announces(): Promise<Seen> {
    if (this.#device.announce === undefined) return 'skipped'
    await this.#device.announce()
    return this.#look('owing')
  }

  async #writes({ field, value }: DriverWrites): Promise<Seen> {
    if (this.#device.writeConfig === undefined) return 'skipped'
    await this.#device.writeConfig(configFields[field].offset, arrayOf(value))
    return this.#look('owing')
  }

  async #andLook(shown: Promise<NetObservation>): Promise<Seen> {
    return [await shown, ...this.#look('owing')]
  }

  #lookIf(done: Done): Seen {
    return done === 'done' ? this.#look('owing') : 'skipped'
  }

  /**
   * What the device did before it was reset shows in memory now, and never again. An acknowledgement is left out: it says that
   * a command is in force, which after a reset it is not. So is a change of the configuration that a live device told of before.
   */
  async #resets(): Promise<Seen> {
    if (this.#negotiator.live) {
      // A device may still be at what it was last notified of; once it answers, it was.
      await this.#device.status()
      this.#device.takeConfigurationChange?.()
    }
    await this.#reset()
    const uses = this.#look('all').filter(({ kind }) => kind !== 'device.acknowledges')
    const seen = [...uses, ...this.#queues.scribbles()]
    this.#queues.revoke()
    return [...seen, await this.#negotiator.read('device_status')]
  }

  /**
   * What the device did with the queue before it was reset shows in memory now, and never again. Acknowledgements and
   * notifications of a control queue are left out: they say of a command that it was in force before.
   */
  async #resetsQueue({ queue }: DriverResetsQueue): Promise<Seen> {
    const features = this.#negotiator.negotiated
    const may = this.#negotiator.live && features !== undefined && includes(features, RING_RESET)
    if (!may || !this.#queues.isEnabled(queue)) return 'skipped'
    await this.#device.resetQueue(queue)
    const isPast = (seen: NetObservation) =>
      this.#queues.isControl(queue) &&
      (seen.kind === 'device.acknowledges' || (seen.kind === 'device.interrupts' && seen.queue === queue))
    const seen = [...this.#look('all').filter((one) => !isPast(one)), ...this.#queues.scribbles()]
    this.#queues.withdraw(queue)
    return seen
  }

  async #reenables({ queue, size, position }: DriverReenables): Promise<Seen> {
    if (!this.#canBegin(position)) return 'skipped'
    return this.#lookIf(await this.#queues.reenable(queue, size, position))
  }

  #canBegin(position: RingPosition | undefined): boolean {
    return position === undefined || position === 0 || this.#traits.ringPosition
  }

  async #reset(): Promise<void> {
    await this.#negotiator.reset()
    this.#needsReset = false
  }

  async #accepts({ features }: DriverAccepts): Promise<Seen> {
    return this.#negotiator.negotiated === undefined ? this.#andLook(this.#negotiator.accept(features)) : 'skipped'
  }

  async #starts({ size, position }: DriverStarts): Promise<Seen> {
    const features = this.#negotiator.negotiated
    if (features === undefined || !this.#canStart(position) || !canDrive(features)) return 'skipped'
    await this.#queues.start(features, size, position)
    await this.#negotiator.start()
    return this.#look('owing')
  }

  async #enables({ size, position }: DriverEnables): Promise<Seen> {
    const features = this.#negotiator.negotiated
    if (features === undefined || !this.#canStart(position) || !canDrive(features)) return 'skipped'
    await this.#queues.start(features, size, position, true)
    return this.#look('owing')
  }

  #canStart(position: RingPosition | undefined): boolean {
    return !this.#negotiator.live && !this.#queues.quiet && this.#canBegin(position)
  }

  /** Sets a bit. What waited for DRIVER_OK is notified of right behind it. */
  async #sets({ bit }: DriverSets): Promise<NetObservation> {
    const shown = await this.#negotiator.set(bit)
    if (bit === 'DRIVER_OK') await this.#queues.wake()
    return shown
  }

  async #rest(): Promise<readonly NetObservation[]> {
    await this.#device.rest()
    const seen = [...this.#look('all'), ...this.#queues.scribbles()]
    const needsReset = ((await this.#device.status()) & statusBits.DEVICE_NEEDS_RESET) !== 0
    const news = needsReset && !this.#needsReset
    this.#needsReset = needsReset
    return [...seen, ...(news ? [this.#asksForReset()] : []), { kind: 'device.rests' }]
  }

  #asksForReset(): DeviceFails {
    return { kind: 'device.fails', how: 'needs-reset', words: this.#device.diagnostics() }
  }

  /**
   * Interrupts are taken first and logged last: whatever an interrupt announced stood in the used ring when it was sent, and
   * so is seen now.
   */
  #look(which: 'owing' | 'all'): readonly NetObservation[] {
    const interrupts = new Set(this.#device.takeInterrupts())
    const changed = this.#device.takeConfigurationChange?.() === true
    const uses = this.#queues.poll(which)
    const sends = this.#device.capture()
    return [
      ...uses,
      ...sends.map((frame): NetObservation => ({ kind: 'device.sends', bytes: hexOf(frame) })),
      ...[...interrupts].map((queue): NetObservation => ({ kind: 'device.interrupts', queue: queueIndex(queue) })),
      ...this.#queues.asks(),
      ...(changed ? [{ kind: 'device.changes' } as const] : []),
    ]
  }
}
