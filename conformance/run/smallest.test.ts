import { expect, test } from 'vitest'
import type { SeededBug } from './bugs.ts'
import { smallestHistories } from './smallest.ts'
import { toySubject } from './toy/subject.fixture.ts'
import { toyTarget, use } from './toy/target.fixture.ts'
import type { Witness } from './witness.ts'

const bug: SeededBug = {
  id: 'bug',
  says: 'It loses chains.',
  source: 'ours',
  property: 'toy/offers',
  clause: 'house.chain.lost',
  target: () => Promise.resolve(toyTarget({ reacts: () => [] })),
}
const witness: Witness = { bug: 'bug', property: 'toy/offers', clause: 'house.chain.lost', run: 3 }
const options = { subject: toySubject, seed: 1 }

test('a bug shows in a plan of one stimulus, and a sound device uses the chain', async () => {
  const found = await smallestHistories(bug, witness, toyTarget(), options)
  const refused = toySubject.notation.read(found?.refused ?? '')
  expect(refused.head).toMatchObject({ property: 'toy/offers', clause: 'house.chain.lost', by: 'device', seed: 1 })
  expect(refused.log.map(({ kind }) => kind)).toEqual(['driver.offers', 'device.rests'])
  const allowed = toySubject.notation.read(found?.allowed ?? '')
  expect(allowed.head).not.toHaveProperty('clause')
  expect(allowed.log.map(({ kind }) => kind)).toEqual(['driver.offers', 'device.uses', 'device.rests'])
})

test('what the faulty device showed last is kept, even if it does not do it twice', async () => {
  let left = 1
  const once: SeededBug = {
    ...bug,
    target: () => Promise.resolve(toyTarget({ reacts: ({ chain }) => (left-- > 0 ? [] : [use(chain)]) })),
  }
  const found = await smallestHistories(once, { ...witness, run: 0 }, toyTarget(), options)
  expect(toySubject.notation.read(found?.refused ?? '').log).not.toContainEqual(expect.objectContaining(use(0)))
})

test('there is none where the witness does not hold, and none allowed where the other device is unsound too', async () => {
  const sound = { ...bug, target: () => Promise.resolve(toyTarget()) }
  expect(await smallestHistories(sound, witness, toyTarget(), options)).toBeUndefined()
  expect(await smallestHistories(bug, { ...witness, property: 'toy/none' }, toyTarget(), options)).toBeUndefined()
  const unsound = toyTarget({ reacts: () => [use(99)] })
  expect(await smallestHistories(bug, witness, unsound, options)).not.toHaveProperty('allowed')
})
