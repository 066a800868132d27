import { expect, test } from 'vitest'
import { join } from './join.ts'

test('joins parts in order, in an array of its own', () => {
  const part = Uint8Array.of(1, 2)
  const joined = join(part, new Uint8Array(0), Uint8Array.of(3))
  expect(joined).toEqual(Uint8Array.of(1, 2, 3))
  joined[0] = 9
  expect(part[0]).toBe(1)
})
test('nothing joins to nothing', () => expect(join()).toEqual(new Uint8Array(0)))
