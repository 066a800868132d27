import { describe, expect, it } from 'vitest'
import { queueIndex } from '../../kernel/brand.ts'
import { enabledPci } from './enabled.ts'
import { afterReset } from './lifecycle.ts'
import { linked } from './link.ts'
import { lined, live, played, rest, uses } from './played.fixture.ts'
import { faultsOfRest, owed, restedState } from './rest.ts'
import { standardPciRules } from './rules.ts'
import { faultsOfSignal, isOwed, signalled } from './signal.ts'
import { faultsOfUse, usedBuffer } from './use.ts'

const use = (queue: number) => ({ kind: 'device.uses', queue: queueIndex(queue) }) as const

describe('an event', () => {
  it('is remembered with the vectors it may be signalled by', () => {
    expect(usedBuffer(played(live), use(0)).events).toEqual([{ source: 0, vectors: [1], owed: true }])
    expect(usedBuffer(played(live), use(1)).events).toEqual([{ source: 1, vectors: [], owed: false }])
    expect(usedBuffer(played(lined), use(0)).events).toEqual([{ source: 0, vectors: [], owed: false }])
    expect(usedBuffer(played(live), use(7))).toEqual(played(live))
  })

  it('is owed until its vector is signalled', () => {
    const state = played([...live, ...uses(0)])
    expect(state.events.map((event) => isOwed(state, event))).toEqual([true])
    const told = signalled(state, { kind: 'device.signals', vector: 1 })
    expect(told.events.map((event) => isOwed(told, event))).toEqual([false])
    expect(faultsOfSignal(told, 1)).toEqual([])
  })

  it('of the link counts once a change', () => {
    const down = linked(played(live), { kind: 'admin.links', up: false })
    expect(down.events).toEqual([{ source: 'configuration', vectors: [0], owed: true }])
    expect(linked(down, { kind: 'admin.links', up: false })).toBe(down)
    expect(linked(played([]), { kind: 'admin.links', up: false }).events).toEqual([])
  })

  it('is forgotten at a rest', () => {
    const state = played([...live, ...uses(0)])
    expect(restedState(state).events).toEqual([])
    expect(owed(state).map(({ clauses }) => clauses)).toEqual([['pci.msix.device.4']])
    expect(faultsOfRest(state)[0]?.because).toBe('a used buffer of queue 0 is not signalled by vector 1')
    expect(faultsOfRest(restedState(state))).toEqual([])
  })
})

describe('the rules', () => {
  it('are those of the standard', () => {
    expect(standardPciRules.uses).toBe(faultsOfUse)
    expect(standardPciRules.signals).toBe(faultsOfSignal)
    expect(standardPciRules.afterReset).toBe(afterReset)
  })

  it('leave a reset device nothing but to say so', () => {
    const state = afterReset(played(live))
    expect(state).toMatchObject({ status: 0, events: [], msix: true, selects: {} })
    expect(enabledPci(state, standardPciRules)).toEqual([{ kind: 'device.shows', register: 'device_status', value: 0 }])
    expect(enabledPci({ ...state, question: undefined }, standardPciRules)).toEqual([rest])
  })
})
