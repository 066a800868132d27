import { expect, it } from 'vitest'
import { createIsr, isrBit } from './isr.ts'

it('gathers bits until it is read, which clears them', () => {
  const isr = createIsr()
  isr.set(isrBit.queue)
  isr.set(isrBit.configuration)
  expect([isr.peek(), isr.peek(), isr.read(), isr.read()]).toEqual([3, 3, 3, 0])
  isr.set(isrBit.configuration)
  expect(isr.peek()).toBe(2)
  isr.reset()
  expect(isr.peek()).toBe(0)
})
