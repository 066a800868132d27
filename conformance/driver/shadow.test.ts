import { describe, expect, test } from 'vitest'
import { FakeMemory } from './fake-device.fixture.ts'
import { poisonAt } from './poison.ts'
import { shadowOf } from './shadow.ts'

const poisoned = (start: number, length: number): number[] => Array.from({ length }, (_, nth) => poisonAt(start + nth))

describe('the shadow of a memory', () => {
  test('is made once for each memory', () => {
    const [one, other] = [new FakeMemory(64), new FakeMemory(64)]
    expect(shadowOf(one)).toBe(shadowOf(one))
    expect(shadowOf(other)).not.toBe(shadowOf(one))
  })

  test('holds an image of the whole memory', () => {
    expect([...shadowOf(new FakeMemory(8, 4096)).image]).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  })

  test('has the poison of each address, asked for in any order', () => {
    const shadow = shadowOf(new FakeMemory(64, 4096))
    expect([...shadow.poison(8, 12)]).toEqual(poisoned(4104, 4))
    expect([...shadow.poison(0, 4)]).toEqual(poisoned(4096, 4))
    expect([...shadow.poison(10, 64)]).toEqual(poisoned(4106, 54))
    expect([...shadow.poison(0, 64)]).toEqual(poisoned(4096, 64))
  })
})
