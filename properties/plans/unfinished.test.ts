import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bytes } from '../../model/kernel/bytes.ts'
import { finished } from '../../model/net/receive-offload/checksum.ts'
import { isSound } from '../../model/net/receive-offload/transport.ts'
import { type Finish, unfinished } from './unfinished.ts'

const mac = bytes('525400123456')
const made = (way: Finish) =>
  fc.sample(unfinished(mac, [way]), { numRuns: 60, seed: 1 }).map((intent) => {
    if (intent.kind !== 'arrive') throw new Error('not a frame')
    return { frame: intent.frame(7), offload: intent.offload }
  })

it('makes frames that are right, or wrong', () => {
  expect(made('finished').every(({ frame, offload }) => isSound(frame) === true && offload === undefined)).toBe(true)
  expect(made('corrupt').every(({ frame, offload }) => isSound(frame) === false && offload === undefined)).toBe(true)
})

it('makes frames that come out right once they are finished', () => {
  for (const { frame, offload } of [...made('partial'), ...made('uncut')]) {
    expect(isSound(finished(frame, offload))).toBe(true)
    expect(isSound(frame)).toBe(false)
  }
})

it('says how to cut those that are to be cut', () => {
  expect(new Set(made('uncut').map(({ offload }) => (offload?.gsoType ?? 0) & 0x7f))).toEqual(new Set([1, 3, 4, 5]))
  expect(made('partial').every(({ offload }) => offload?.gsoType === 0)).toBe(true)
})
