import fc from 'fast-check'
import { type FeatureName, featuresNamed } from '../../model/feature/table.ts'
import { common, type FeatureSet, union } from '../../model/kernel/bits.ts'
import { pairIndex, type RingPosition } from '../../model/kernel/brand.ts'
import type { NetConfig } from '../../model/net/config.ts'
import type { Plan, PlanStep } from '../property.ts'
import { numbered, type ScriptStep } from './numbered.ts'
import type { Intent } from './traffic.ts'

/** Waits until the device rests. */
export const rest: PlanStep = { kind: 'device.rests' }

/** Features that every plan accepts where they are offered: what the model does not know is left alone. */
const basis: readonly FeatureName[] = ['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_MAC']

/** The basis and these features, as far as the device offers them. */
export function accepting(config: NetConfig, names: readonly FeatureName[]): FeatureSet {
  return common(config.offered, union(featuresNamed(basis), featuresNamed(names)))
}

/** Reset, negotiation and start. */
export function opening(features: FeatureSet, size = 64, position?: RingPosition): readonly PlanStep[] {
  return [
    { kind: 'driver.resets' },
    { kind: 'driver.accepts', features },
    position === undefined ? { kind: 'driver.starts', size } : { kind: 'driver.starts', size, position },
  ]
}

/** Buffers in the receive queue of each of the first `pairs` pairs, then a rest so that the device has surely seen them. */
export function stocked(pairs: number, each: number): readonly ScriptStep[] {
  const offers = Array.from(
    { length: pairs * each },
    (_, at): Intent => ({
      kind: 'offer',
      pair: pairIndex(at % pairs),
      lengths: [2048],
    }),
  )
  return [...offers, rest]
}

/** Groups of intents, each carried out without a pause, and where among them no rest comes in between. */
export interface Groups {
  readonly groups: readonly (readonly Intent[])[]
  /** Index of the first group of the racy window, as a share of all. */
  readonly racy: number
  /** Groups in the racy window; 0 for a plan that is settled throughout. */
  readonly width: number
}

/**
 * Mostly settled traffic: a rest after each group, but for one racy window of about six groups at a random place. Settled steps
 * find wrong rules and lost frames; racy windows find stale, torn and lossy reconfiguration.
 */
export function traffic(intent: fc.Arbitrary<Intent>, length: { min: number; max: number }): fc.Arbitrary<Groups> {
  return fc.record({
    groups: fc.array(fc.array(intent, { minLength: 1, maxLength: 3 }), {
      minLength: length.min,
      maxLength: length.max,
    }),
    racy: fc.nat(0xff).map((n) => n / 0x100),
    width: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 4, max: 8 }) }),
  })
}

/** The steps of grouped traffic, rests in place. */
export function steps({ groups, racy, width }: Groups): readonly ScriptStep[] {
  const first = Math.floor(racy * groups.length)
  return groups.flatMap((group, at): readonly ScriptStep[] =>
    at >= first && at < first + width - 1 ? group : [...group, rest],
  )
}

/** A plan from the parts of a script. */
export const script = (...parts: readonly (readonly ScriptStep[])[]): Plan => numbered(parts.flat())
