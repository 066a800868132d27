import { describe, expect, it } from 'vitest'
import { pairIndex } from '../kernel/brand.ts'
import { bytes } from '../kernel/bytes.ts'
import { microsoftKey, PORTS_HASH, plainFrame, rssConfig, tcpFrame } from './live.fixture.ts'
import type { Steering } from './setting.ts'
import { hashOf, pairByRss, steer } from './steering.ts'

const hashing = { kind: 'none' } as const
const queues = (steering: Steering, frame = tcpFrame) => steer({ steering, hashing }, frame, 4)
/** Addresses and ports as Microsoft's suite hashes them. */
const ports = { report: 2, input: bytes('420995bba18e64500aea06e6') } as const

describe('hashOf', () => {
  it('is the published value', () => {
    expect(hashOf(microsoftKey, ports)).toEqual({ report: 2, value: PORTS_HASH })
  })

  it('is none where none is calculated', () => {
    expect(hashOf(microsoftKey, { report: 0 })).toBeUndefined()
  })
})

describe('pairByRss', () => {
  const rss = rssConfig([3, 1, 2, 1], { unclassified: pairIndex(2) })

  it('takes the entry at hash AND mask', () => {
    expect([0, 1, 2, 3, 4, 0xffff_fffe].map((value) => pairByRss(rss, { report: 1, value }))).toEqual([
      3, 1, 2, 1, 3, 2,
    ])
  })

  it('masks all 32 bits', () => {
    const table = Array.from({ length: 0x1_0000 }, (_, at) => at & 3)
    table[0xc178] = 2
    const wide = rssConfig(table, { mask: 0xffff })
    expect(pairByRss(wide, { report: 2, value: PORTS_HASH })).toBe(2)
    expect(pairByRss(rssConfig([1], { mask: 0 }), { report: 2, value: 0xffff_ffff })).toBe(1)
  })

  it('is the unclassified queue without a hash, and where the table ends early', () => {
    expect(pairByRss(rss, undefined)).toBe(2)
    expect(pairByRss({ ...rss, mask: 7 }, { report: 1, value: 4 })).toBe(2)
  })
})

describe('steer', () => {
  it('by default to receiveq1', () => {
    expect(queues({ kind: 'first' })).toEqual([0])
  })

  it('automatically to any of the pairs asked for', () => {
    expect(queues({ kind: 'automatic', pairs: 1 })).toEqual([0])
    expect(queues({ kind: 'automatic', pairs: 3 })).toEqual([0, 2, 4])
  })

  it('anywhere where a command without a meaning was taken', () => {
    expect(queues({ kind: 'anywhere' })).toEqual([0, 2, 4, 6])
  })

  it('by RSS to the queue of the entry: the published hash ends in 0x78', () => {
    expect(queues({ kind: 'rss', rss: rssConfig([0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0]) })).toEqual([6])
    expect(queues({ kind: 'rss', rss: rssConfig([2, 1]) })).toEqual([4])
  })

  it('by RSS to the unclassified queue where no hash fits', () => {
    const rss = rssConfig([1, 1], { unclassified: pairIndex(3) })
    expect(queues({ kind: 'rss', rss }, plainFrame(1))).toEqual([6])
    expect(queues({ kind: 'rss', rss: { ...rss, hashTypes: 0 } })).toEqual([6])
  })

  it('by RSS to several queues where the text leaves open whether a fragment is hashed, each once', () => {
    const firstFragment = bytes(tcpFrame.replace('00004006', '20004006'))
    const rss = rssConfig([1, 1], { unclassified: pairIndex(3) })
    expect([...queues({ kind: 'rss', rss }, firstFragment)].sort()).toEqual([2, 6])
  })
})
