import { expect, test } from 'vitest'
import { refusal } from '../../model/kernel/step.ts'
import type { Model } from '../run/model.ts'
import { type ToyTerms, toyConfig, toyModel } from '../run/toy/machine.fixture.ts'
import { offer, use } from '../run/toy/target.fixture.ts'
import { type Deviation, deviant } from './deviation.ts'

type Toy = Deviation<ToyTerms>
/** The toy, in which a use of length 0 breaks three clauses at once. */
const model: Model<ToyTerms> = {
  rules: toyModel.rules,
  build(rules) {
    const toy = toyModel.build(rules)
    const broken = refusal('device', ['net.rx.device.4', 'net.rss.device.5', 'split.used.device.2'], 'all wrong')
    return {
      ...toy,
      step: (state, action) =>
        action.kind === 'device.uses' && action.length === 0 ? { ok: false, refusal: broken } : toy.step(state, action),
    }
  },
}
const shows = (clause: Toy['clause'], more: Partial<Extract<Toy, { kind: 'shows' }>> = {}): Toy => ({
  name: clause,
  clause,
  by: 'device',
  reason: 'seen',
  versions: {},
  property: 'toy/offers',
  trace: 'none.jsonl',
  due: () => true,
  kind: 'shows',
  predicts: () => true,
  ...more,
})
const stepOf = (...deviations: readonly Toy[]) =>
  deviant(model, toyConfig, deviations).step(new Map([[1, 10]]), use(1, 0))

test('what a shown deviation does not name still stands', () => {
  expect(stepOf(shows('net.rx.device.4'))).toEqual({
    ok: false,
    refusal: { by: 'device', clauses: ['net.rss.device.5', 'split.used.device.2'], because: 'all wrong' },
  })
})

test('deviations that name all of it together allow it, in any order, and it takes effect', () => {
  const rss = shows('net.rss.device.5', { also: ['split.used.device.2'] })
  const allowed = { ok: true, state: new Map() }
  expect(stepOf(shows('net.rx.device.4'), rss)).toEqual(allowed)
  expect(stepOf(rss, shows('net.rx.device.4'))).toEqual(allowed)
})

test('another clause, another party or other bytes are not excused', () => {
  const strict = stepOf()
  expect(strict).toMatchObject({ ok: false, refusal: { clauses: { length: 3 } } })
  expect(stepOf(shows('house.chain.lost'))).toEqual(strict)
  expect(stepOf(shows('net.rx.device.4', { by: 'driver' }))).toEqual(strict)
  expect(stepOf(shows('net.rx.device.4', { predicts: () => false }))).toEqual(strict)
})

test('all else is as in the machine below', () => {
  const below = model.build(model.rules)
  const machine = deviant(model, toyConfig, [shows('net.rx.device.4')])
  const state = machine.effect(machine.initial(toyConfig), offer(1))
  expect(state).toEqual(new Map([[1, 10]]))
  expect([machine.name, machine.owed(state), machine.enabled(state), machine.hidden(state)]).toEqual([
    'toy',
    below.owed(state),
    [],
    [],
  ])
  expect(machine.lane(use(1), [])).toEqual({ name: 'all', late: false })
})
