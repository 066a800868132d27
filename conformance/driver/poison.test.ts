import { describe, expect, test } from 'vitest'
import { poison, poisonAt } from './poison.ts'

const addresses = Array.from({ length: 70_000 }, (_, address) => address)

describe('poison', () => {
  test('is neither 0 nor 1 nor anything below 0x80, so no acknowledgement and no zeroed buffer looks like it', () => {
    expect(addresses.every((address) => poisonAt(address) >= 0x80 && poisonAt(address) <= 0xff)).toBe(true)
  })

  test('shows every shift of up to 4096 bytes: few bytes in a hundred agree by chance', () => {
    const sample = addresses.slice(0, 1000)
    for (let shift = 1; shift <= 4096; shift++) {
      const same = sample.filter((address) => poisonAt(address) === poisonAt(address + shift)).length
      expect(same, `shift ${shift}`).toBeLessThan(50)
    }
  })

  test('fills an array by the address of each byte, and nothing around it', () => {
    const array = new Uint8Array(6)
    poison(array.subarray(1, 5), 0x1000)
    expect([...array]).toEqual([0, poisonAt(0x1000), poisonAt(0x1001), poisonAt(0x1002), poisonAt(0x1003), 0])
  })
})
