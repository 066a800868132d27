/** A subject for tests that has nothing in common with a network device: a kettle that boils the water poured into it. */
import fc from 'fast-check'
import type { DeviceFails } from '../../model/kernel/failure.ts'
import type { Machine } from '../../model/kernel/machine.ts'
import type { DeviceRests } from '../../model/kernel/rest.ts'
import { allow, owe, refuse, restless } from '../../model/kernel/step.ts'
import type { Property } from '../../properties/property.ts'
import type { Candidate, Part, Session, TargetFacts } from '../../properties/target.ts'
import type { ActionOf } from '../../properties/terms.ts'
import type { Model } from '../run/model.ts'
import { notationOf, type Shapes } from '../trace/notation.ts'
import { object, oneOf, simple, union, written } from '../trace/shape.ts'
import { type Court, courtOf } from './court.ts'
import type { JudgedSubject } from './judged-subject.ts'

/** Water is poured in: so many millilitres, a number too large for JSON's. */
interface Pours {
  readonly kind: 'driver.pours'
  readonly water: bigint
}
/** So much of it boils. */
interface Boils {
  readonly kind: 'device.boils'
  readonly water: bigint
}

/** What the kettle is, does and suffers. */
export interface KettleTerms {
  readonly config: { readonly holds: bigint }
  readonly state: { readonly holds: bigint; readonly cold: bigint }
  readonly rules: { readonly enough: (cold: bigint, boiled: bigint) => boolean }
  readonly stimulus: Pours
  readonly observation: Boils
  readonly hidden: never
}
type KettleAction = ActionOf<KettleTerms>

const kettleModel: Model<KettleTerms> = {
  rules: { enough: (cold, boiled) => boiled === cold },
  build({ enough }) {
    const machine: Machine<KettleTerms['config'], KettleTerms['state'], KettleAction> = {
      name: 'kettle',
      initial: ({ holds }) => ({ holds, cold: 0n }),
      step(state, action) {
        if (action.kind === 'device.fails') return refuse('device', 'house.device.answers', action.words)
        if (action.kind === 'device.boils' && (state.cold === 0n || !enough(state.cold, action.water)))
          return refuse('device', 'house.chain.foreign', `boils ${action.water} ml of ${state.cold}`)
        const [first, ...others] = action.kind === 'device.rests' ? machine.owed(state) : []
        if (first !== undefined) return { ok: false, refusal: restless([first, ...others]) }
        return allow(machine.effect(state, action))
      },
      effect(state, action) {
        if (action.kind === 'driver.pours') return { ...state, cold: state.cold + action.water }
        return action.kind === 'device.boils' ? { ...state, cold: 0n } : state
      },
      enabled: () => [],
      hidden: () => [],
      owed: ({ cold }) => (cold === 0n ? [] : [owe('house.chain.lost', `${cold} ml stay cold`)]),
      lane: () => ({ name: 'all', late: false }),
    }
    return machine
  },
}

const boiling: Property<KettleTerms['config'], Pours> = {
  id: 'kettle/boils',
  says: 'All water boils.',
  clauses: ['house.chain.lost', 'house.chain.foreign'],
  needs: [],
  plan: ({ holds }) =>
    fc
      .array(fc.bigInt(1n, holds), { minLength: 2, maxLength: 4 })
      .map((cups) =>
        cups.flatMap((water) => [{ kind: 'driver.pours', water } as const, { kind: 'device.rests' } as const]),
      ),
}

/** Millilitres, written as text: they may be more than JSON's numbers hold. */
const millilitres = written(
  simple(
    'a number',
    { type: 'string', pattern: '^\\d+$' },
    (value) => typeof value === 'string' && /^\d+$/.test(value),
  ),
  (text) => BigInt(String(text)),
  String,
)
const failure: Shapes<DeviceFails | DeviceRests, 'kind'> = {
  'device.fails': { how: oneOf(['hangs', 'dies', 'needs-reset']), words: simple('text', {}, () => true) },
  'device.rests': {},
}
const actions: Shapes<KettleAction, 'kind'> = {
  'driver.pours': { water: millilitres },
  'device.boils': { water: millilitres },
  ...failure,
}

type KettlePart = Part<KettleTerms['config'], Pours, Boils>
/** A candidate that is a kettle. */
export interface KettleCandidate extends Candidate {
  readonly kettle: KettlePart
}
const isKettle = (candidate: Candidate): candidate is KettleCandidate => 'kettle' in candidate

/** The kettle as a subject. */
export const kettle: JudgedSubject<KettleTerms> = {
  name: 'kettle',
  says: 'a kettle',
  machine: kettleModel.build(kettleModel.rules),
  model: kettleModel,
  properties: [boiling],
  bugs: [
    {
      id: 'lukewarm',
      says: 'It boils a drop less.',
      source: 'ours',
      property: 'kettle/boils',
      clause: 'house.chain.foreign',
      wrap: (session) => ({
        ...session,
        settle: async () =>
          (await session.settle()).map((entry) =>
            entry.kind === 'device.boils' ? { ...entry, water: entry.water - 1n } : entry,
          ),
      }),
    },
  ],
  partOf: (candidate) => (isKettle(candidate) ? candidate.kettle : undefined),
  candidate: ({ capabilities, open, ...facts }): KettleCandidate => ({ ...facts, kettle: { capabilities, open } }),
  notation: notationOf('kettle', { config: object({ holds: millilitres }), action: union('kind', actions) }),
  speaker: () => (entry) => ('water' in entry ? `${entry.kind} ${entry.water} ml` : entry.kind),
  gauge: () => {
    let cups = 0
    return {
      add: (log) => {
        cups += log.filter(({ kind }) => kind === 'device.boils').length
      },
      counters: () => ({ 'cups boiled': cups }),
    }
  },
  reference: () => ({ name: 'kettle', version: '1', ...kettlePart() }),
  deviations: {
    'my kettle': [
      {
        name: 'forgetful',
        clause: 'house.chain.foreign',
        by: 'device',
        reason: 'It boils one millilitre less.',
        versions: {},
        property: 'kettle/boils',
        trace: 'none.jsonl',
        due: () => true,
        kind: 'widens',
        rule: 'enough',
        widen: ({ enough }) => ({ enough: (cold, boiled) => enough(cold, boiled) || boiled === cold - 1n }),
      },
    ],
  },
}

/** What makes a candidate a kettle; it boils what `boiled` says of the water poured in since the last rest. */
export function kettlePart(boiled = (water: bigint): bigint => water): KettlePart {
  return {
    capabilities: async () => ({ config: { holds: 2n ** 60n }, has: new Set(['device-status']), notes: ['of steel'] }),
    async open() {
      let water = 0n
      const session: Session<Pours, Boils> = {
        async perform(stimulus) {
          water += stimulus.water
          return []
        },
        async settle() {
          const poured = water
          water = 0n
          const seen = poured === 0n ? [] : [{ kind: 'device.boils', water: boiled(poured) } as const]
          return [...seen, { kind: 'device.rests' }]
        },
        async drain() {
          water = 0n
        },
        diagnostics: () => '',
        async close() {},
      }
      return session
    },
  }
}

/** A candidate that is a kettle and nothing else, or the kettle of something else. */
export const kettleCandidate = (
  boiled?: (water: bigint) => bigint,
  more: Partial<TargetFacts> = {},
): KettleCandidate => ({
  name: 'my kettle',
  version: '1.0',
  kettle: kettlePart(boiled),
  ...more,
})

/** The court of the kettle. */
export const kettleCourt: Court = courtOf(kettle)
