import { noFeatures } from '../../../model/kernel/bits.ts'
import { bytes } from '../../../model/kernel/bytes.ts'
import type { Machine } from '../../../model/kernel/machine.ts'
import { allow, owe, refusal, refuse, restless } from '../../../model/kernel/step.ts'
import type { ChainId, DeviceApplies, NetAction, NetObservation, NetStimulus } from '../../../model/net/action.ts'
import { anyTraits, type NetConfig } from '../../../model/net/config.ts'
import type { Model } from '../model.ts'

/** Chains outstanding, and the length each must be used with. */
export type ToyState = ReadonlyMap<ChainId, number>

/** The leaf rule of the toy: which lengths a chain of so many bytes may be used with. */
export interface ToyRules {
  readonly lengths: (offered: number) => readonly number[]
}

/** The terms of the toy: it speaks as a network device does. */
export interface ToyTerms {
  readonly config: NetConfig
  readonly state: ToyState
  readonly rules: ToyRules
  readonly stimulus: NetStimulus
  readonly observation: NetObservation
  readonly hidden: DeviceApplies
}

/**
 * A machine for tests of the judge, small enough to be checked by hand: a chain that is offered must be used once before rest,
 * with the length that was offered. An interrupt is advised against.
 */
export const toyModel: Model<ToyTerms> = {
  rules: { lengths: (offered) => [offered] },
  build: (rules) => toyMachine(rules),
}

function toyMachine(rules: ToyRules): Machine<NetConfig, ToyState, NetAction> {
  const machine: Machine<NetConfig, ToyState, NetAction> = {
    name: 'toy',
    initial: () => new Map(),
    step(state, action) {
      if (action.kind === 'device.fails') return refuse('device', 'house.device.answers', action.words)
      if (action.kind === 'device.interrupts')
        return allow(state, [refusal('device', ['net.rx.device.9'], 'an interrupt')])
      if (action.kind === 'device.uses') {
        const offered = state.get(action.chain)
        if (offered === undefined) return refuse('device', 'house.chain.foreign', `no chain ${action.chain}`)
        if (!rules.lengths(offered).includes(action.length))
          return refuse('device', 'split.used.device.2', `length ${action.length}, not ${offered}`)
      }
      const [first, ...others] = action.kind === 'device.rests' ? machine.owed(state) : []
      if (first !== undefined) return { ok: false, refusal: restless([first, ...others]) }
      return allow(machine.effect(state, action))
    },
    effect(state, action) {
      if (action.kind === 'driver.resets') return new Map()
      if (action.kind === 'driver.offers') return new Map(state).set(action.chain, action.lengths[0] ?? 0)
      if (action.kind !== 'device.uses') return state
      return new Map([...state].filter(([chain]) => chain !== action.chain))
    },
    enabled: () => [],
    hidden: () => [],
    owed: (state) => [...state.keys()].map((chain) => owe('house.chain.lost', `chain ${chain} is not used`)),
    lane: () => ({ name: 'all', late: false }),
  }
  return machine
}

/** A configuration in which nothing matters. */
export const toyConfig: NetConfig = {
  offered: noFeatures,
  maxPairs: 1,
  mac: bytes('525400000001'),
  maxKeySize: 0,
  maxTableLength: 0,
  hashTypes: 0,
  traits: anyTraits,
}
