import { expect, test } from 'vitest'
import type { Deviation } from '../expectations/deviation.ts'
import { Judge } from './ruling.ts'
import { type ToyTerms, toyConfig, toyModel } from './toy/machine.fixture.ts'
import { offer, rest, use } from './toy/target.fixture.ts'

type Toy = Deviation<ToyTerms>
const known = {
  clause: 'split.used.device.2',
  by: 'device',
  reason: 'seen',
  versions: {},
  property: 'toy/offers',
  trace: 'none.jsonl',
  due: () => true,
} as const
const longer: Toy = {
  ...known,
  name: 'longer',
  kind: 'widens',
  rule: 'lengths',
  widen: (rules) => ({ lengths: (offered) => [...rules.lengths(offered), offered + 1] }),
}
const zero: Toy = {
  ...known,
  name: 'zero',
  kind: 'shows',
  predicts: (_, action) => action.kind === 'device.uses' && action.length === 0,
}
const judge = (...deviations: readonly Toy[]) => new Judge(toyModel, toyConfig, deviations)
const refusal = (length: number) => ({
  by: 'device',
  clauses: ['split.used.device.2'],
  because: `length ${length}, not 10`,
})

test('what the strict model accepts needs no explanation', () => {
  expect(judge(longer, zero).rule([offer(1), use(1), rest])).toEqual({ kind: 'accepted', warnings: [] })
})

test('a refusal names the first clause and where it shows', () => {
  const log = [offer(1), use(1, 9), rest]
  expect(judge().rule(log)).toEqual({ kind: 'refused', finding: { refusal: refusal(9), at: 1 } })
  expect(judge(longer, zero).rule(log).kind).toBe('refused')
})

test('a widened rule explains its alternative, a shown reaction its bytes, and each names itself', () => {
  const long = judge(longer, zero).rule([offer(1), use(1, 11), rest])
  expect(long).toEqual({ kind: 'explained', finding: { refusal: refusal(11), at: 1 }, by: [longer], warnings: [] })
  const none = judge(longer, zero).rule([offer(1), use(1, 0), rest])
  expect(none).toEqual({ kind: 'explained', finding: { refusal: refusal(0), at: 1 }, by: [zero], warnings: [] })
})

test('several deviations explain together what none explains alone, and no more than are needed', () => {
  const both = [offer(1), use(1, 11), rest, offer(2), use(2, 0), rest]
  expect(judge(longer, zero).rule(both)).toMatchObject({ kind: 'explained', by: [longer, zero] })
  expect(judge(longer, zero).rule([...both, offer(3), use(3, 5), rest]).kind).toBe('refused')
})

test('what is known of other versions explains only where nothing else does', () => {
  const elsewhere: Toy = { ...longer, name: 'elsewhere', versions: { from: '9' } }
  const log = [offer(1), use(1, 11), rest]
  const ruled = (...deviations: readonly Toy[]) => new Judge(toyModel, toyConfig, deviations, '7.2').rule(log)
  expect(ruled(elsewhere, longer)).toMatchObject({ kind: 'explained', by: [longer] })
  expect(ruled(elsewhere)).toMatchObject({ kind: 'explained', by: [elsewhere] })
  expect(judge(elsewhere, longer).rule(log)).toMatchObject({ kind: 'explained', by: [elsewhere] })
})

test('a shown deviation excuses its own clause and party only', () => {
  const log = [offer(1), use(1, 0), rest]
  const other: Toy = { ...zero, clause: 'house.chain.foreign' }
  const party: Toy = { ...zero, by: 'driver' }
  expect(judge(other).rule(log).kind).toBe('refused')
  expect(judge(party).rule(log).kind).toBe('refused')
})

test('a shown deviation takes effect: what it used is used', () => {
  expect(judge(zero).rule([offer(1), use(1, 0), use(1, 10), rest])).toMatchObject({
    kind: 'refused',
    finding: { refusal: { clauses: ['house.chain.foreign'] }, at: 2 },
  })
})

test('silence is judged', () => {
  expect(judge(longer, zero).rule([offer(1), rest])).toMatchObject({
    kind: 'refused',
    finding: { refusal: { by: 'device', clauses: ['house.chain.lost'] }, at: 1 },
  })
})

test('advice that was not followed is a warning', () => {
  const interrupts = { kind: 'device.interrupts', queue: offer(1).queue } as const
  expect(judge().rule([interrupts, rest])).toEqual({
    kind: 'accepted',
    warnings: [{ refusal: { by: 'device', clauses: ['net.rx.device.9'], because: 'an interrupt' }, at: 0 }],
  })
})

test('advice that was not followed is a warning in an explained log too, and no refusal that was explained', () => {
  const interrupts = { kind: 'device.interrupts', queue: offer(1).queue } as const
  expect(judge(zero).rule([offer(1), use(1, 0), interrupts, rest])).toMatchObject({
    kind: 'explained',
    by: [zero],
    warnings: [{ refusal: { clauses: ['net.rx.device.9'] }, at: 2 }],
  })
})

test('a deviation recorded of another clause than the one that refuses explains all the same', () => {
  const aside: Toy = { ...longer, name: 'aside', clause: 'house.chain.foreign' }
  const log = [offer(1), use(1, 11), rest]
  expect(judge(zero, aside).rule(log)).toMatchObject({ kind: 'explained', by: [aside] })
  const both = [offer(1), use(1, 0), rest, offer(2), use(2, 11), rest]
  expect(judge(zero, aside).rule(both)).toMatchObject({ kind: 'explained', by: [zero, aside] })
})

test('where many deviations say the same, one of them explains', () => {
  const many = Array.from(
    { length: 40 },
    (_, index): Toy => ({ ...longer, name: `longer-${index}`, clause: 'house.chain.lost' }),
  )
  const log = [offer(1), use(1, 11), rest, offer(2), use(2, 0), rest]
  expect(judge(zero, ...many).rule(log)).toMatchObject({ kind: 'explained', by: [zero, many.at(-1)] })
})

test('a survey goes on past each refusal, known deviations or not', () => {
  const found = judge(longer).survey([offer(1), use(1, 11), use(7), rest, offer(2), rest])
  expect(found.map(({ refusal: { clauses }, at }) => [clauses[0], at])).toEqual([
    ['split.used.device.2', 1],
    ['house.chain.foreign', 2],
    ['house.chain.lost', 5],
  ])
})
