import { describe, expect, test } from 'vitest'
import { arrayOf, bytes, hexOf } from '../../model/kernel/bytes.ts'
import { decodeFrame } from '../../model/wire/frame.ts'
import { promising } from './promise.ts'

const ethernet = '020000000001020000000002'
const udp = '1111222200100000aabbccddeeff0011'
const four = arrayOf(bytes(`${ethernet}0800450000240001000040110000c0a80001c0a80002${udp}`))
const six = arrayOf(bytes(`${ethernet}86dd6000000000101140${'00'.repeat(15)}01${'00'.repeat(15)}02${udp}`))
const word = (frame: Uint8Array, at: number) => hexOf(frame.subarray(at, at + 2))

describe('IPv4: the total length', () => {
  test.each([
    ['nothing', '0000'],
    ['more', '002c'],
    [0, '001c'],
    [1, '001b'],
    [24, '0004'],
  ] as const)('promises %s', (promises, expected) => {
    const changed = promising(four, promises, 42)
    expect(word(changed, 16)).toBe(expected)
    expect(changed.subarray(26)).toEqual(four.subarray(26))
    expect(changed.length).toBe(four.length)
  })
  test('the header checksum is right again, so that nothing but the length is wrong', () => {
    expect(decodeFrame(promising(four, 0, 42))).toMatchObject({ ok: false, at: expect.any(Number) })
    const sum = (frame: Uint8Array) => {
      let all = 0
      for (let at = 14; at < 34; at += 2) all += Number.parseInt(word(frame, at), 16)
      return (all % 0xffff) + Math.floor(all / 0x1_0000_0000)
    }
    expect(sum(promising(four, 'more', 42))).toBe(0)
    expect(sum(promising(four, 3, 42))).toBe(0)
  })
  test('the frame itself stays as it was', () => expect(word(four, 16)).toBe('0024'))
})

describe('IPv6: the payload length', () => {
  test.each([
    ['nothing', '0000'],
    ['more', '0018'],
    [0, '0008'],
    [5, '0003'],
    [24, '0000'],
  ] as const)('promises %s', (promises, expected) => {
    const changed = promising(six, promises, 62)
    expect(word(changed, 18)).toBe(expected)
    expect([...changed].filter((byte, at) => byte !== six[at] && at !== 18 && at !== 19)).toEqual([])
  })
})
