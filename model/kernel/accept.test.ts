import { describe, expect, it } from 'vitest'
import { accept, survey } from './accept.ts'
import { type KioskAction, type KioskState, kiosk } from './kiosk.fixture.ts'

const orders = (window: number): KioskAction => ({ kind: 'driver.orders', window })
const looks = (window: number): KioskAction => ({ kind: 'driver.looks', window })
const writes = (letter: string, price: number, rude = false): KioskAction => ({
  kind: 'driver.writes',
  letter,
  price,
  rude,
})
const hushes = (on: boolean): KioskAction => ({ kind: 'driver.hushes', on })
const serves = (window: number, price = 1): KioskAction => ({ kind: 'device.serves', window, price })
const confirms = (letter: string): KioskAction => ({ kind: 'device.confirms', letter })
const closes = (window: number): KioskAction => ({ kind: 'driver.closes', window })
const rests: KioskAction = { kind: 'device.rests' }

const inOrder = kiosk.initial('in order')
const inAnyOrder = kiosk.initial('in any order')
const judged = (log: readonly KioskAction[], start: KioskState = inOrder, bound?: number) =>
  accept(kiosk, start, [...log, rests], bound)

const accepted = { kind: 'accepted', warnings: [] }
const refused = (at: number, clause: string, because?: string) => ({
  kind: 'refused',
  at,
  refusal: { by: 'device', clauses: [clause], ...(because === undefined ? {} : { because }) },
})

describe('a log', () => {
  it('ends with a rest', () => {
    const fault = new Error('fault: a log ends with device.rests')
    expect(() => accept(kiosk, inOrder, [])).toThrow(fault)
    expect(() => accept(kiosk, inOrder, [orders(0), serves(0)])).toThrow(fault)
    expect(() => survey(kiosk, inOrder, [rests, orders(0)])).toThrow(fault)
  })

  it('of a rest alone is accepted, and leaves the state as it was', () => {
    expect(judged([])).toEqual({ kind: 'accepted', state: inOrder, warnings: [] })
  })

  it('leads to the state after its last rest', () => {
    expect(judged([looks(2), orders(0), serves(0), rests, looks(1), serves(2)])).toEqual({
      kind: 'accepted',
      state: { ...inOrder, looks: [1] },
      warnings: [],
    })
  })
})

describe('what is reported behind a stimulus that ends it', () => {
  it('happened before, and so did the hidden actions that explain it', () => {
    const log = (price: number) => [orders(0), writes('a', 2), writes('b', 3), closes(0), serves(0, price)]
    const confirmed = [confirms('a'), confirms('b')]
    for (const price of [1, 2, 3]) expect(judged([...log(price), ...confirmed])).toMatchObject(accepted)
    expect(judged([...log(4), ...confirmed])).toMatchObject({
      kind: 'refused',
      at: 4,
      refusal: { clauses: ['house.frame.foreign', 'house.control.effect'] },
    })
  })

  it('leaves the hidden actions that it does not need to what comes later', () => {
    const log = [orders(0), writes('a', 2), closes(0), orders(1), serves(0, 1), serves(1, 1), confirms('a')]
    expect(judged(log)).toMatchObject(accepted)
  })

  it('is taken in spite of a warning', () => {
    const verdict = judged([hushes(true), orders(0), closes(0), serves(0)])
    expect(verdict).toMatchObject({ kind: 'accepted', warnings: [{ at: 3 }] })
  })

  it('is inconclusive where there are more ways than the bound', () => {
    const log = [orders(0), orders(1), writes('a', 2), writes('b', 3), closes(0), serves(0, 3), serves(1, 2)]
    const all = [...log, confirms('a'), confirms('b')]
    expect(judged(all, inAnyOrder, 64)).toMatchObject(accepted)
    expect(judged(all, inAnyOrder, 1)).toMatchObject({ kind: 'inconclusive' })
  })
})

it('tries an action once in a state', () => {
  const tried = new Map<KioskState, KioskAction[]>()
  const watched: typeof kiosk = {
    ...kiosk,
    step(state, action) {
      tried.set(state, [...(tried.get(state) ?? []), action])
      return kiosk.step(state, action)
    },
  }
  const log = [orders(0), writes('a', 2), orders(1), serves(1, 1), serves(0, 2), confirms('a'), rests]
  expect(accept(watched, kiosk.initial('in order'), log)).toMatchObject(accepted)
  expect(tried.size).toBeGreaterThan(3)
  for (const actions of tried.values()) expect(new Set(actions).size).toBe(actions.length)
})

describe('a stimulus', () => {
  it('is where it stands at the earliest', () => {
    expect(judged([serves(0), orders(0)])).toMatchObject(refused(0, 'house.frame.foreign', 'nobody is at window 0'))
  })

  it('that is against the rules is the fault of who did it', () => {
    expect(judged([orders(0), serves(0), orders(3)])).toEqual({
      kind: 'refused',
      at: 2,
      refusal: { by: 'driver', clauses: ['net.vq.def.1'], because: 'there is no window 3' },
    })
  })
})

describe('a lane', () => {
  it('is in order', () => {
    const both = [orders(0), orders(0), writes('a', 2)]
    expect(judged([...both, serves(0, 1), serves(0, 2), confirms('a')])).toMatchObject(accepted)
    expect(judged([...both, serves(0, 2), serves(0, 1), confirms('a')])).toMatchObject(
      refused(4, 'house.control.effect', 'the price is 2, not 1'),
    )
  })

  it('is in no order with another', () => {
    const both = [orders(0), orders(1), writes('a', 2)]
    expect(judged([...both, serves(1, 2), serves(0, 1), confirms('a')])).toMatchObject(accepted)
    expect(judged([...both, serves(0, 1), serves(1, 2), confirms('a')])).toMatchObject(accepted)
  })

  it('that waits for another is taken up again', () => {
    const log = [
      orders(0),
      writes('a', 2),
      orders(1),
      orders(0),
      serves(1, 1),
      serves(0, 1),
      serves(0, 2),
      confirms('a'),
    ]
    expect(judged(log)).toMatchObject(accepted)
  })
})

describe('an observation', () => {
  it('happens as early as it can, before what is seen sooner', () => {
    expect(judged([orders(0), writes('a', 2), confirms('a'), serves(0, 1)])).toMatchObject(accepted)
    expect(judged([writes('a', 2), confirms('a'), orders(0), serves(0, 1)])).toMatchObject(
      refused(3, 'house.control.effect', 'the price is 2, not 1'),
    )
  })

  it('happens after the rest that it is seen after', () => {
    const change = [looks(0), writes('a', 2), confirms('a')]
    expect(judged([...change, serves(0, 1)])).toMatchObject(accepted)
    expect(judged([...change, rests, looks(0), serves(0, 1)])).toMatchObject(refused(5, 'house.control.effect'))
    expect(judged([...change, rests, looks(0), serves(0, 2)])).toMatchObject(accepted)
  })

  it('of a late lane happens when it is due', () => {
    expect(judged([writes('a', 2), confirms('a')])).toEqual({
      kind: 'accepted',
      state: { ...inOrder, price: 2 },
      warnings: [],
    })
    expect(judged([confirms('a'), writes('a', 2)])).toMatchObject(
      refused(0, 'house.control.ack', 'letter a is confirmed and was not read'),
    )
  })

  it('of a late lane, which only forbids, comes behind whatever it allows', () => {
    expect(judged([looks(0), writes('a', 2), confirms('a'), serves(0, 2)])).toMatchObject(accepted)
    expect(judged([looks(0), writes('a', 2), confirms('a'), rests, serves(0, 2)])).toMatchObject(
      refused(4, 'house.frame.foreign'),
    )
  })

  it('of a late lane lets those of other lanes go first', () => {
    const log = [orders(0), orders(1), writes('a', 2), confirms('a'), serves(0, 1), serves(1, 1)]
    expect(judged(log)).toMatchObject(accepted)
  })
})

describe('a hidden action', () => {
  it('happens as late as it can', () => {
    expect(judged([writes('a', 2), orders(0), serves(0, 1), confirms('a')])).toMatchObject(accepted)
    expect(judged([writes('a', 2), orders(0), serves(0, 2), orders(0), serves(0, 1), confirms('a')])).toMatchObject(
      refused(4, 'house.control.effect'),
    )
  })

  it('happens only as often as it must', () => {
    const two = [writes('a', 2), writes('b', 3), orders(0), orders(0)]
    expect(judged([...two, serves(0, 2), serves(0, 3), confirms('a'), confirms('b')])).toMatchObject(accepted)
    expect(judged([...two, serves(0, 3), serves(0, 2), confirms('a'), confirms('b')])).toMatchObject(
      refused(5, 'house.control.effect'),
    )
  })

  it('has happened when the device rests', () => {
    expect(judged([writes('a', 2)])).toMatchObject(refused(1, 'house.chain.lost', 'letter a is not confirmed'))
    expect(survey(kiosk, inOrder, [writes('a', 2), rests, orders(0), serves(0, 2), rests])).toHaveLength(1)
  })

  it('must not be refused by the machine that proposes it', () => {
    const torn = { ...kiosk, hidden: (): readonly KioskAction[] => [{ kind: 'device.reads', letter: 'z' }] }
    const fault = 'fault: kiosk hides device.reads and refuses it'
    expect(() => accept(torn, inOrder, [rests])).toThrow(fault)
    expect(() => survey(torn, inOrder, [rests])).toThrow(fault)
  })
})

describe('a rest', () => {
  it('is refused while something is owed, with all of it', () => {
    expect(judged([orders(1), writes('a', 2), orders(0)])).toEqual({
      kind: 'refused',
      at: 3,
      refusal: {
        by: 'device',
        clauses: ['house.frame.lost', 'house.chain.lost'],
        because: 'the order at window 1 is not served; the order at window 0 is not served; letter a is not confirmed',
      },
    })
  })
})

describe('chains of hidden actions that are independent', () => {
  const either = [writes('a', 2), writes('b', 3), orders(0)]
  const confirmed = [confirms('a'), confirms('b')]

  it('may happen in any order', () => {
    const log = [...either, orders(0), serves(0, 3), serves(0, 2), ...confirmed]
    expect(judged(log)).toMatchObject(refused(5, 'house.control.effect'))
    expect(judged(log, inAnyOrder)).toMatchObject({ ...accepted, state: { price: 2 } })
  })

  it('branch up to a bound', () => {
    const log = [writes('a', 2), writes('b', 2), orders(0), serves(0, 2), ...confirmed]
    expect(judged(log, inAnyOrder, 2)).toMatchObject(accepted)
    expect(judged(log, inAnyOrder, 1)).toEqual({
      kind: 'inconclusive',
      because: 'more than 1 explanations are open',
    })
    expect(survey(kiosk, inAnyOrder, [...log, rests], 1)).toEqual([])
  })

  it('branch up to 64 explanations unless another bound is given', () => {
    const letters = (count: number) => Array.from({ length: count }, (_, at) => writes(`${at}`, 2))
    const verdict = (count: number) => judged([...letters(count), orders(0), serves(0, 2), orders(5)], inAnyOrder).kind
    expect(verdict(64)).toBe('refused')
    expect(verdict(65)).toBe('inconclusive')
  })

  it('are refused only where every branch is, with a refusal of one that went furthest', () => {
    expect(judged([...either, serves(0, 9), ...confirmed], inAnyOrder)).toMatchObject(
      refused(3, 'house.control.effect', 'the price is 2, not 9'),
    )
  })

  it('are dropped when the log refutes them', () => {
    const log = [...either, orders(0), serves(0, 2), confirms('a'), serves(0, 3), confirms('b')]
    expect(judged(log, inAnyOrder)).toMatchObject({ ...accepted, state: { price: 3 } })
  })
})

describe('a warning', () => {
  const warning = (at: number, window: number) => ({
    at,
    refusal: {
      by: 'device',
      clauses: ['split.notify.device.2'],
      because: `window ${window} is served in spite of all`,
    },
  })

  it('is carried along, with its place in the log', () => {
    expect(
      judged([hushes(true), orders(0), orders(1), serves(1), serves(0), rests, orders(2), serves(2)]),
    ).toMatchObject({
      kind: 'accepted',
      warnings: [warning(3, 1), warning(4, 0), warning(7, 2)],
    })
  })

  it('is avoided where the observation may have come later', () => {
    expect(judged([hushes(true), orders(0), hushes(false), serves(0)])).toMatchObject(accepted)
  })

  it('is avoided where the observation may have come sooner', () => {
    expect(judged([orders(0), hushes(true), serves(0)])).toMatchObject(accepted)
  })

  it('is avoided where another explanation has none', () => {
    const rude = [writes('b', 2, true), writes('a', 2), orders(0), serves(0, 2), confirms('a'), confirms('b')]
    expect(judged(rude, inAnyOrder)).toMatchObject(accepted)
    expect(judged(rude, inOrder)).toMatchObject({ kind: 'accepted', warnings: [warning(3, 0)] })
  })
})

describe('which refusal is reported', () => {
  it('is that of the observation due first, though another was tried before', () => {
    const log = [orders(0), orders(1), serves(1, 8), serves(0, 9)]
    expect(judged(log)).toMatchObject(refused(2, 'house.control.effect', 'the price is 1, not 8'))
  })

  it('is that of the observation due first, though its lane was seen later', () => {
    const log = [orders(0), orders(1), orders(0), serves(0), serves(1, 8), serves(0, 9)]
    expect(judged(log)).toMatchObject(refused(4, 'house.control.effect', 'the price is 1, not 8'))
  })

  it('is that after every hidden action happened', () => {
    expect(judged([writes('a', 2), orders(0), serves(0, 5), confirms('a')])).toMatchObject(
      refused(2, 'house.control.effect', 'the price is 2, not 5'),
    )
  })

  it('names every clause that the observation breaks', () => {
    expect(judged([serves(2, 4)])).toMatchObject({
      kind: 'refused',
      at: 0,
      refusal: { clauses: ['house.frame.foreign', 'house.control.effect'] },
    })
  })
})

describe('survey', () => {
  const clauses = (log: readonly KioskAction[], start = inOrder) =>
    survey(kiosk, start, log).map(({ at, refusal }) => [at, refusal.clauses[0]])

  it('finds nothing in what is accepted', () => {
    expect(survey(kiosk, inOrder, [orders(0), serves(0), rests])).toEqual([])
  })

  it('goes on past each refusal with what was shown', () => {
    const log = [orders(0), serves(0, 7), serves(1), orders(5), orders(2), rests, orders(0), serves(0, 6), rests]
    expect(clauses(log)).toEqual([
      [1, 'house.control.effect'],
      [2, 'house.frame.foreign'],
      [3, 'net.vq.def.1'],
      [5, 'house.frame.lost'],
      [7, 'house.control.effect'],
    ])
  })

  it('does not take again what it went past', () => {
    expect(clauses([orders(0), orders(0), serves(0, 7), serves(0), rests])).toEqual([[2, 'house.control.effect']])
    expect(clauses([orders(0), orders(0), serves(0, 7), rests])).toEqual([
      [2, 'house.control.effect'],
      [3, 'house.frame.lost'],
    ])
  })

  it('goes on with one explanation where there were several', () => {
    const log = [writes('a', 2), writes('b', 2), orders(0), serves(0, 2), orders(0), serves(0, 9), rests]
    expect(clauses(log, inAnyOrder)).toEqual([
      [5, 'house.control.effect'],
      [6, 'house.chain.lost'],
    ])
  })
})
