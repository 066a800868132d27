import { describe, expect, it } from 'vitest'
import { bytes } from '../../kernel/bytes.ts'
import type { WireOffload } from '../action.ts'
import { fieldsOf, finished, isPartial, summed, withoutChecksum } from './checksum.ts'

const said: WireOffload = { flags: 1, gsoType: 0, hdrLen: 0, gsoSize: 0, csumStart: 2, csumOffset: 2 }

describe('summed', () => {
  it('stores the sum of all from the start on', () => {
    // 0x0001 + 0x0000 + 0xfffe = 0xffff: its complement is 0, which is written as 0xffff.
    expect(summed(bytes('abcd00010000fffe'), { start: 2, field: 4 })).toBe('abcd0001fffffffe')
    expect(summed(bytes('abcd00010000f203f4f5f6f7'), { start: 2, field: 4 })).toBe('abcd0001220df203f4f5f6f7')
  })
  it('changes nothing outside the frame', () => {
    expect(summed(bytes('abcd0001'), { start: 2, field: 3 })).toBe('abcd0001')
    expect(summed(bytes('abcd0001'), { start: 2, field: 0 })).toBe('abcd0001')
  })
})

it('finishes what its peer left to others', () => {
  expect(finished(bytes('abcd00010000f203f4f5f6f7'), said)).toBe('abcd0001220df203f4f5f6f7')
  expect(finished(bytes('abcd00010000f203'), { ...said, flags: 0 })).toBe('abcd00010000f203')
  expect([isPartial(said), isPartial({ ...said, flags: 0 }), isPartial(undefined)]).toEqual([true, false, false])
})

it('leaves the checksum out, as far as it is there', () => {
  expect(withoutChecksum(bytes('aabbccdd'), 1)).toBe('aa----dd')
  expect(withoutChecksum(bytes('aabb'), 1)).toBe('aa--')
  expect(withoutChecksum(bytes('aa'), 1)).toBe('aa')
  expect(fieldsOf(bytes('aabb'), said)).toEqual([4])
  expect(fieldsOf(bytes('aabb'), undefined)).toEqual([])
})
