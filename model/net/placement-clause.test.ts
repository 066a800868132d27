import { describe, expect, it } from 'vitest'
import { pairIndex, queueIndex } from '../kernel/brand.ts'
import {
  arrives,
  configured,
  following,
  header12,
  header20,
  live,
  multiqueue,
  offers,
  PORTS_HASH,
  plainFrame,
  refusalOf,
  reporting,
  rests,
  rssConfig,
  tcpFrame,
  uses,
} from './live.fixture.ts'
import { clauseOfMisplacement } from './placement-clause.ts'
import { standardRules } from './rules.ts'
import type { Setting } from './setting.ts'
import type { NetState } from './state.ts'

const none = { report: 0, value: 0 }
const hashing = { kind: 'none' } as const
/** The hash of the frame ends in 0x78: under a mask of 15 it takes entry 8. */
const zeros = Array.from({ length: 15 }, () => 0)

/** What a frame in queue 4 breaks under a setting. */
function clause(
  setting: Setting,
  state: NetState = live({ features: multiqueue }),
  frame = tcpFrame,
  shown = none,
  others: readonly Setting[] = [],
) {
  const treatment = { setting, queues: [queueIndex(0)] }
  return clauseOfMisplacement(
    { ...state, setting },
    { queue: queueIndex(4), frame, shown, treatment, settings: [setting, ...others] },
    standardRules,
  )
}

const rss = (table: readonly number[], unclassified = 0): Setting => {
  return { steering: { kind: 'rss', rss: rssConfig(table, { unclassified: pairIndex(unclassified) }) }, hashing }
}

describe('a misplaced frame', () => {
  it('before any command breaks what is so by default, and after a reset what a reset does', () => {
    const first: Setting = { steering: { kind: 'first' }, hashing }
    expect(clause(first)).toBe('net.mq.def.2')
    expect(clause(first, { ...live(), past: { beforeReset: true } })).toBe('net.mq.device.7')
  })

  it('with automatic steering is beyond the pairs; with one, multiqueue is not off', () => {
    expect(clause({ steering: { kind: 'automatic', pairs: 2 }, hashing })).toBe('net.mq.device.8')
    expect(clause({ steering: { kind: 'automatic', pairs: 1 }, hashing })).toBe('net.mq.def.4')
  })

  it('under RSS is where no entry leads, or where another entry does', () => {
    expect(clause(rss([0, 1]))).toBe('net.rss.device.2')
    expect(clause(rss([0, 2]))).toBe('net.rss.device.5')
    expect(clause(rss([0, 1], 2))).toBe('net.rss.device.5')
    expect(clause(rss([2]), undefined, plainFrame(1))).toBe('net.rss.device.4')
  })

  it('under RSS is where the wrong hash that it reports leads', () => {
    const device = live({ features: reporting })
    const right = { report: 2, value: PORTS_HASH }
    expect(clause(rss([1, 2]), device, tcpFrame, { report: 2, value: 1 })).toBe('net.rss.device.3')
    expect(clause(rss([2, 1]), device, tcpFrame, { report: 2, value: 1 })).toBe('net.rss.device.5')
    expect(clause(rss([1, 2]), device, tcpFrame, right)).toBe('net.rss.device.5')
    expect(clause(rss([1, 1], 2), device)).toBe('net.rss.device.3')
    expect(clause(rss([1, 2]), undefined, tcpFrame, { report: 2, value: 1 })).toBe('net.rss.device.5')
  })

  it('where the mask of one setting and the table of another lead shows that a command took effect in parts', () => {
    expect(clause(rss([0]), undefined, undefined, undefined, [rss([2, ...zeros])])).toBe('house.control.effect')
    expect(clause(rss([0]), undefined, undefined, undefined, [rss([1, ...zeros])])).toBe('net.rss.device.2')
  })

  it('where the mode before the last command leads was not decided by that', () => {
    const past = { replaced: rss([2]) }
    expect(clause({ steering: { kind: 'automatic', pairs: 2 }, hashing }, { ...live(), past })).toBe('net.mq.def.3')
    expect(clause(rss([0, 2]), { ...live(), past })).toBe('house.control.effect')
    expect(clause({ steering: { kind: 'first' }, hashing }, { ...live(), past })).toBe('net.mq.def.2')
    const pairs = { replaced: { steering: { kind: 'automatic', pairs: 4 }, hashing } } as const
    expect(clause(rss([0, 2]), { ...live(), past: pairs })).toBe('net.rss.device.5')
  })
})

it('a use is refused with it, behind a wrong hash too', () => {
  const device = configured(following(live({ features: reporting }), offers(4, 1), rests), rssConfig([1, 2]))
  const placed = uses(4, 1, header20(2, 1) + tcpFrame)
  expect(refusalOf(following(device, rests, arrives(1, tcpFrame)), placed)?.clauses).toEqual([
    'net.rss.device.3',
    'net.hash.def.8',
  ])
  expect(header12).toHaveLength(24)
})
