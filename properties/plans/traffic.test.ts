import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { referenceConfig } from '../../conformance/targets/reference-config.ts'
import { pairIndex } from '../../model/kernel/brand.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import { rssConfig } from './command.ts'
import {
  arrive,
  bufferLengths,
  command,
  doubtfulCommand,
  notify,
  offer,
  pairBelow,
  queueOf,
  transmit,
} from './traffic.ts'

const frame = fc.constant(() => bytes('aa'))
const sum = (lengths: readonly number[]) => lengths.reduce((total, length) => total + length, 0)
const pairsSet: ControlCommand = { name: 'VQ_PAIRS_SET', pairs: 3 }
const raw: ControlCommand = { name: 'RAW', class: 9, command: 0, data: bytes('') }

describe('pairBelow', () => {
  it('reaches every pair, and none beyond', () => {
    expect(new Set(fc.sample(pairBelow(4), { numRuns: 200, seed: 1 }))).toEqual(new Set([0, 1, 2, 3].map(pairIndex)))
  })
})

describe('bufferLengths', () => {
  it('holds every frame of the plans behind the longest header, in descriptors that are not empty', () => {
    fc.assert(
      fc.property(bufferLengths, (lengths) => {
        expect(sum(lengths)).toBeGreaterThanOrEqual(20 + 1514)
        expect(lengths.every((length) => length > 0)).toBe(true)
      }),
    )
  })

  it('is now whole and now cut', () => {
    const counts = new Set(fc.sample(bufferLengths, { numRuns: 200, seed: 1 }).map(({ length }) => length))
    expect(counts).toEqual(new Set([1, 2, 3]))
  })
})

describe('intents', () => {
  const one = <T>(arbitrary: fc.Arbitrary<T>) => fc.sample(arbitrary, { numRuns: 1, seed: 1 })[0]

  it('say what they intend', () => {
    expect(one(offer(pairBelow(1)))).toMatchObject({ kind: 'offer', pair: 0 })
    expect(one(arrive(frame))).toMatchObject({ kind: 'arrive' })
    expect(one(transmit(frame))).toMatchObject({ kind: 'transmit' })
    expect(one(notify(pairBelow(1)))).toMatchObject({ kind: 'notify', pair: 0 })
  })

  it('transmit on a share of the pairs below 1, cut at rising offsets within header and shortest frame', () => {
    fc.assert(
      fc.property(transmit(frame), (intent) => {
        if (intent.kind !== 'transmit') throw new Error('not a transmit')
        expect(intent.share).toBeGreaterThanOrEqual(0)
        expect(intent.share).toBeLessThan(1)
        expect([...intent.cuts].sort((a, b) => a - b)).toEqual(intent.cuts)
        expect(intent.cuts.every((cut) => cut > 0 && cut < 12 + 60)).toBe(true)
      }),
    )
  })

  it('command with the number of transmit queues it allows', () => {
    expect(one(command(fc.constant(pairsSet)))).toEqual({ kind: 'command', command: pairsSet, allows: 3 })
    expect(one(command(fc.constant(raw)))).toEqual({ kind: 'command', command: raw })
    expect(one(command(rssConfig(referenceConfig)))).toMatchObject({ allows: 4 })
  })

  it('count on transmitq1 only where a command may be turned down', () => {
    expect(one(doubtfulCommand(fc.constant(pairsSet)))).toEqual({ kind: 'command', command: pairsSet, allows: 1 })
    expect(one(doubtfulCommand(fc.constant(raw)))).toEqual({ kind: 'command', command: raw, allows: 1 })
  })
})

it('a notify intent is about the queue of its side', () => {
  expect(queueOf(pairIndex(2), 'receive')).toBe(4)
  expect(queueOf(pairIndex(2), 'transmit')).toBe(5)
})
