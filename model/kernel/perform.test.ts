import { describe, expect, it } from 'vitest'
import { type KioskAction, type KioskState, kiosk } from './kiosk.fixture.ts'
import { type Policy, perform } from './perform.ts'

const kioskAfter = (...acts: readonly KioskAction[]): KioskState => acts.reduce(kiosk.effect, kiosk.initial('in order'))
const order: KioskAction = { kind: 'driver.orders', window: 1 }
const letter: KioskAction = { kind: 'driver.writes', letter: 'a', price: 2 }
const busy: Policy<KioskAction> = (enabled) => enabled.find((act) => act.kind !== 'device.rests')

describe('perform', () => {
  it('does nothing where the policy waits', () => {
    const state = kioskAfter(order)
    expect(perform(kiosk, state, () => undefined)).toEqual({ state, actions: [] })
  })

  it('does what the policy picks until it waits, hidden actions included', () => {
    expect(perform(kiosk, kioskAfter(order, letter), busy)).toEqual({
      state: kioskAfter(letter, { kind: 'device.reads', letter: 'a' }, { kind: 'device.confirms', letter: 'a' }),
      actions: [
        { kind: 'device.reads', letter: 'a' },
        { kind: 'device.serves', window: 1, price: 2 },
        { kind: 'device.confirms', letter: 'a' },
      ],
    })
  })

  it('shows the policy all that is enabled, each time anew', () => {
    const shown: (readonly KioskAction[])[] = []
    perform(kiosk, kioskAfter(order), (enabled) => {
      shown.push(enabled)
      return busy(enabled)
    })
    expect(shown).toEqual([[{ kind: 'device.serves', window: 1, price: 1 }], [{ kind: 'device.rests' }]])
  })

  it('does at most as much as it is told', () => {
    const { actions, state } = perform(kiosk, kioskAfter(order, order, order), busy, 2)
    expect(actions).toHaveLength(2)
    expect(state.orders).toEqual([1])
    expect(perform(kiosk, kioskAfter(order), busy, 0).actions).toEqual([])
  })

  it('does at most 10,000 reactions unless it is told', () => {
    const restless: Policy<KioskAction> = () => ({ kind: 'device.rests' })
    expect(perform(kiosk, kioskAfter(), restless).actions).toHaveLength(10_000)
  })

  it('throws where the machine refuses what was picked', () => {
    expect(() => perform(kiosk, kioskAfter(), () => ({ kind: 'device.serves', window: 0, price: 1 }))).toThrow(
      'fault: kiosk enabled device.serves and refuses it: nobody is at window 0',
    )
  })
})
