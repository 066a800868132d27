import { describe, expect, it } from 'vitest'
import { type ToyTerms, toyConfig, toyModel } from '../run/toy/machine.fixture.ts'
import { offer, rest, use } from '../run/toy/target.fixture.ts'
import type { PolicyName } from './policy.ts'
import { type Played, ReferenceSession } from './reference-session.ts'

/** The toy, which uses every chain that it was offered. */
const machine: Played<ToyTerms>['machine'] = {
  ...toyModel.build(toyModel.rules),
  enabled: (state) => [...state].map(([chain, length]) => use(chain, length)),
}
const seen: Played<ToyTerms>['seen'] = (action) => (action.kind === 'device.uses' ? [action] : [])
const session = (policy: PolicyName) => new ReferenceSession<ToyTerms>({ machine, config: toyConfig, policy, seen }, {})

describe('a session of the reference', () => {
  it('reacts at once or at the rest, as the policy says, and shows what an observer sees', async () => {
    const eager = session('eager')
    expect(await eager.perform(offer(1, 7))).toEqual([use(1, 7)])
    expect(await eager.settle()).toEqual([rest])
    const lazy = session('lazy')
    expect(await lazy.perform(offer(1, 7))).toEqual([])
    expect(await lazy.perform(offer(2, 8))).toEqual([])
    expect(await lazy.settle()).toEqual([use(1, 7), use(2, 8), rest])
  })

  it('skips what the machine refuses, which changes nothing', async () => {
    const refusing: typeof machine = {
      ...machine,
      step: (state, action) =>
        action.kind === 'driver.offers' && state.has(action.chain)
          ? machine.step(state, use(99))
          : machine.step(state, action),
    }
    const lazy = new ReferenceSession<ToyTerms>({ machine: refusing, config: toyConfig, policy: 'lazy', seen }, {})
    await lazy.perform(offer(1, 7))
    expect(await lazy.perform(offer(1, 9))).toBe('skipped')
    expect(await lazy.settle()).toEqual([use(1, 7), rest])
  })

  it('begins anew when it was drained', async () => {
    const lazy = session('lazy')
    await lazy.perform(offer(1))
    await lazy.drain()
    expect(await lazy.settle()).toEqual([rest])
  })

  it('cannot rest while something is owed and nothing enabled: a fault of ours', () => {
    const mute = new ReferenceSession<ToyTerms>(
      { machine: { ...machine, enabled: () => [] }, config: toyConfig, policy: 'eager', seen },
      {},
    )
    void mute.perform(offer(1))
    expect(() => mute.settle()).toThrow('fault: the reference cannot rest: chain 1 is not used')
  })

  it('says what it is', () => {
    expect(session('random').diagnostics()).toBe('the reference under the policy random')
  })
})
