import { expect, it } from 'vitest'
import { bytes } from '../kernel/bytes.ts'
import { padded } from './padding.ts'

it.each([
  [0, 60],
  [59, 60],
  [60, 60],
  [61, 61],
])('a frame of %i bytes goes to %i', (size, grown) => {
  const frame = 'ab'.repeat(size)
  expect(padded(bytes(frame))).toBe(frame + '00'.repeat(grown - size))
})
