import { queueIndex } from '../../../model/kernel/brand.ts'
import { noBytes } from '../../../model/kernel/bytes.ts'
import type { DeviceUses, DriverOffers, NetObservation, NetStimulus } from '../../../model/net/action.ts'
import type { Capability, Session, Target } from '../../../properties/target.ts'
import { toyConfig } from './machine.fixture.ts'

/** How a toy device behaves. */
export interface ToyOptions {
  readonly name?: string
  readonly version?: string
  readonly has?: readonly Capability[]
  readonly seeded?: boolean
  /** What is seen of an offer, at the next rest; `offers` are those since the session was opened, the latest last. */
  readonly reacts?: (offer: DriverOffers, offers: readonly DriverOffers[]) => readonly NetObservation[]
  /** Done instead of a stimulus; `undefined`: as always. */
  readonly performs?: (stimulus: NetStimulus) => readonly NetObservation[] | 'skipped' | undefined
  /** Told of everything that happens to the target, in order. */
  readonly events?: string[]
}

/** A chain is offered, of one descriptor. */
export const offer = (chain: number, length = 10): DriverOffers => ({
  kind: 'driver.offers',
  queue: queueIndex(0),
  chain,
  lengths: [length],
})
/** A chain is used. */
export const use = (chain: number, length = 10): DeviceUses => ({
  kind: 'device.uses',
  queue: queueIndex(0),
  chain,
  length,
  bytes: noBytes,
})
/** The device rests. */
export const rest = { kind: 'device.rests' } as const

/** A target for tests of the judge: it uses what it is offered at the next rest, unless told otherwise. */
export function toyTarget(options: ToyOptions = {}): Target {
  const events = options.events ?? []
  return {
    name: options.name ?? 'toy',
    version: options.version ?? 'toy 1.2.3',
    ...(options.seeded === undefined ? {} : { seeded: options.seeded }),
    capabilities: () =>
      Promise.resolve({ config: toyConfig, has: new Set(options.has ?? ['net']), missing: { mq: 'mq: no tap' } }),
    async open(given) {
      events.push(options.seeded ? `open ${given?.seed}` : 'open')
      return session(options, events)
    },
    async dispose() {
      events.push('dispose')
    },
  }
}

function session({ reacts, performs }: ToyOptions, events: string[]): Session {
  let pending: NetObservation[] = []
  const offers: DriverOffers[] = []
  return {
    async perform(stimulus) {
      const instead = performs?.(stimulus)
      if (instead !== undefined) return instead
      if (stimulus.kind !== 'driver.offers') return []
      offers.push(stimulus)
      pending.push(...(reacts?.(stimulus, offers) ?? [use(stimulus.chain, stimulus.lengths[0])]))
      return []
    },
    async settle() {
      const seen = pending
      pending = []
      return [...seen, rest]
    },
    async drain() {
      events.push('drain')
      pending = []
    },
    diagnostics: () => 'last words',
    async close() {
      events.push('close')
    },
  }
}
