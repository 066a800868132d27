import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pciFunction } from '../model/transport/pci/function.ts'
import type { PciState } from '../model/transport/pci/state.ts'
import { lawProperty, laws } from './laws.ts'
import { opening, pciAttempts, pciScope, tinyPci, working } from './pci-scope.fixture.ts'

/** Mutation runs state how many runs a property may take. */
const runs = Number(process.env['VIRTIO_CONFORMANCE_RUNS']) || 15

describe.each(['eager', 'lazy', 'random'] as const)('the PCI transport under the policy %s', (policy) => {
  it.each(laws)('$id: $says', (law) => {
    const result = fc.check(lawProperty(law, pciFunction(), pciScope(policy)), { numRuns: runs, seed: 1 })
    expect(result.failed ? result.errorInstance : undefined).toBeUndefined()
    expect(result.numRuns).toBe(runs)
  })
})

describe('every state of a function with two queues and two vectors', () => {
  const machine = pciFunction()

  /** Plays the opening, the device answering as it most likely would. */
  function opened(): PciState {
    let state = machine.initial(tinyPci)
    for (const act of opening) {
      const step = machine.step(state, act)
      if (!step.ok) throw new Error(`the opening is refused: ${step.refusal.because}`)
      const [answer] = step.state.question === undefined ? [] : machine.enabled(step.state)
      state = answer === undefined ? step.state : machine.effect(step.state, answer)
    }
    return state
  }

  const keyOf = (state: PciState) =>
    JSON.stringify(state, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))

  /** The states that one step leads to, whatever is done and however the device reacts. */
  function after(state: PciState): readonly PciState[] {
    const acts = [...(state.question === undefined ? working : []), ...machine.enabled(state)]
    return acts.flatMap((act) => {
      const step = machine.step(state, act)
      return step.ok ? [step.state] : []
    })
  }

  /** The states that at most `depth` steps lead to. */
  function reachable(depth: number): readonly PciState[] {
    const seen = new Map<string, PciState>()
    let front = [opened()]
    for (let step = 0; step <= depth; step++) {
      const fresh = new Map(front.map((state) => [keyOf(state), state] as const).filter(([key]) => !seen.has(key)))
      for (const [key, state] of fresh) seen.set(key, state)
      front = [...fresh.values()].flatMap(after)
    }
    return [...seen.values()]
  }

  it('keeps every law', () => {
    const states = reachable(4)
    const { choice } = pciScope('eager')
    for (const law of laws) {
      for (const state of states) {
        const breach = law.breach(machine, state, { attempts: pciAttempts, choice })
        expect(breach === undefined ? '' : `${law.id}: ${breach}`).toBe('')
      }
    }
    console.log(`${states.length} states of the PCI transport, ${laws.length} laws in each`)
    expect(states.length).toBeGreaterThan(100)
  })
})
