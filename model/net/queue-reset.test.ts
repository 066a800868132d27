import { describe, expect, it } from 'vitest'
import { feature } from '../feature/table.ts'
import { union } from '../kernel/bits.ts'
import { pairIndex, queueIndex } from '../kernel/brand.ts'
import type { NetAction } from './action.ts'
import { netDevice } from './device.ts'
import {
  acknowledges,
  applies,
  arrives,
  commands,
  config,
  configured,
  following,
  header12,
  live,
  multiqueue,
  offers,
  plainFrame,
  refusalOf,
  rests,
  rssConfig,
  transmits,
  uses,
} from './live.fixture.ts'
import type { NetState } from './state.ts'

const machine = netDevice()
const resets = (queue: number): NetAction => ({ kind: 'driver.resetsQueue', queue: queueIndex(queue) })
const reenables = (queue: number, size = 8): NetAction => ({
  kind: 'driver.reenables',
  queue: queueIndex(queue),
  size,
})
const RING_RESET = 'VIRTIO_F_RING_RESET'
const some = [RING_RESET, ...multiqueue] as const
const interrupts = (queue: number): NetAction => ({ kind: 'device.interrupts', queue: queueIndex(queue) })
const first = (state: NetState, action: NetAction) => refusalOf(state, action)?.clauses[0]
const frame = (id: number) => plainFrame(id)
const placed = (queue: number, chain: number, id: number) => uses(queue, chain, header12 + frame(id))
const table = (...pairs: readonly number[]) => rssConfig(pairs, { unclassified: pairIndex(pairs[0] ?? 0), maxTxVq: 2 })

/** A live device whose offer has RING_RESET, or has not. */
function device(features: readonly (typeof some)[number][] = some): NetState {
  const { life, ...rest } = live({ features: multiqueue, maxPairs: 2 })
  const offered = union(config.offered, feature(RING_RESET))
  if (life.phase !== 'live') throw new Error('not live')
  const negotiated = features.includes(RING_RESET) ? union(life.features, feature(RING_RESET)) : life.features
  return { ...rest, config: { ...rest.config, offered }, life: { phase: 'live', features: negotiated } }
}

describe('a driver', () => {
  it('resets a queue with RING_RESET only, one that is there and enabled', () => {
    expect(first(device([]), resets(0))).toBe('core.vqreset.driver.1')
    expect(first(device(), resets(9))).toBe('net.vq.def.1')
    expect(first(following(device(), resets(0)), resets(0))).toBe('core.vqreset.driver.3')
    expect(first({ ...device(), life: { phase: 'reset' } }, resets(0))).toBe('core.init.driver.15')
  })

  it('enables anew what is in reset, with a size that can be', () => {
    expect(first(device(), reenables(0))).toBe('core.vqreset.driver.3')
    expect(first(following(device(), resets(0)), reenables(0, 6))).toBe('split.ring.def.1')
    expect(following(device(), resets(0), reenables(0, 4)).queues[0]?.size).toBe(4)
  })

  it('uses no queue in reset, and gets room for as many descriptors as the new ring has', () => {
    const shut = following(device(), offers(0, 1), resets(0))
    expect(first(shut, offers(0, 2))).toBe('core.vqreset.driver.3')
    const anew = following(shut, reenables(0, 2), offers(0, 1), offers(0, 2))
    expect(first(anew, offers(0, 3))).toBe('split.indirect.driver.3')
  })
})

describe('a queue in reset', () => {
  it('is not used and does not notify, though it was before', () => {
    const busy = following(device(), offers(0, 1), rests, arrives(7, frame(7)))
    expect(refusalOf(busy, placed(0, 1, 7))).toBeUndefined()
    const shut = following(busy, resets(0))
    expect(first(shut, placed(0, 1, 7))).toBe('core.vqreset.device.1')
    expect(first(shut, interrupts(0))).toBe('core.vqreset.device.1')
    expect(first(shut, { kind: 'device.strays', queue: queueIndex(0), head: 0, length: 0 })).toBe(
      'core.vqreset.device.1',
    )
  })

  it('sends nothing of what was handed over, and owes none of it', () => {
    const shut = following(device(), transmits(1, 1, 7, frame(7)), resets(1))
    expect(refusalOf(shut, rests)).toBeUndefined()
    expect(first(shut, { kind: 'device.sends', bytes: frame(7) })).toBe('core.vqreset.device.1')
    expect(first(shut, { kind: 'device.sends', bytes: frame(8) })).toBe('house.transmit.foreign')
  })

  it('keeps its notifications as at first', () => {
    const off: NetAction = { kind: 'driver.notifies', queue: queueIndex(0), on: false }
    const anew = following(device(), off, resets(0), off, reenables(0))
    expect(anew.queues[0]?.notifying.on).toBe(true)
  })
})

describe('a frame whose queue is in reset', () => {
  const stocked = following(device(), offers(0, 1), offers(2, 2), rests)

  it('is dropped under RSS, and neither placed elsewhere nor later', () => {
    const shut = following(configured(stocked, table(1, 1)), rests, resets(2), arrives(7, frame(7)))
    expect(first(shut, placed(0, 1, 7))).toBe('net.rss.device.6')
    const after = following(shut, rests, reenables(2), offers(2, 3), rests)
    expect(first(after, placed(2, 3, 7))).toBe('net.rss.device.6')
  })

  it('may be placed where the queue is enabled anew before the device rests', () => {
    const quick = following(configured(stocked, table(1, 1)), rests, resets(2), arrives(7, frame(7)), reenables(2))
    const offered = following(quick, offers(2, 3))
    expect(refusalOf(offered, placed(2, 3, 7))).toBeUndefined()
    expect(refusalOf(offered, rests)).toBeUndefined()
  })

  it('is dropped by automatic steering only if every active queue is in reset', () => {
    const pairs = configured(stocked, { name: 'VQ_PAIRS_SET', pairs: 2 })
    const one = following(pairs, rests, resets(2), arrives(7, frame(7)))
    expect(refusalOf(one, placed(0, 1, 7))).toBeUndefined()
    const both = following(one, resets(0), rests, reenables(0), offers(0, 3), rests)
    expect(first(both, placed(0, 3, 7))).toBe('net.mq.device.10')
  })

  it('should be steered to another queue', () => {
    const pairs = configured(stocked, { name: 'VQ_PAIRS_SET', pairs: 2 })
    const lost = { kind: 'device.rests' } as const
    const shut = following(pairs, rests, resets(2), arrives(7, frame(7)))
    const warnings = (state: NetState) => {
      const step = machine.step(state, lost)
      return step.ok ? step.warnings?.map(({ clauses }) => clauses[0]) : 'refused'
    }
    expect(warnings(shut)).toEqual(['net.mq.device.9'])
    expect(warnings(following(shut, resets(0)))).toBeUndefined()
    expect(warnings(following(shut, placed(0, 1, 7), interrupts(0)))).toBeUndefined()
  })

  it('may wait where neither MQ nor RSS_CONFIG is in force', () => {
    const { life, ...rest } = stocked
    if (life.phase !== 'live') throw new Error('not live')
    const single = { ...rest, life: { ...life, features: feature(RING_RESET) } }
    const after = following(single, resets(0), arrives(7, frame(7)), rests, reenables(0), offers(0, 3))
    expect(refusalOf(after, placed(0, 3, 7))).toBeUndefined()
  })
})

describe('commands', () => {
  const two = { name: 'VQ_PAIRS_SET', pairs: 2 } as const
  const doubts = (state: NetState) => state.pending.map(({ doubtful }) => doubtful)

  it('that name a queue in reset may be turned down, also where it is enabled again', () => {
    const shut = following(device(), resets(2), commands(1, two), commands(2, table(0)), reenables(2))
    expect(doubts(shut)).toEqual([true, false])
    expect(doubts(following(device(), commands(1, two), commands(2, table(0)), resets(2)))).toEqual([true, false])
    expect(doubts(following(device(), commands(1, two), resets(4)))).toEqual([])
    expect(following(shut, applies(1, false), acknowledges(1, 1, 4)).setting.steering.kind).toBe('first')
  })

  it('that were not acknowledged when the control queue was reset leave open what is in force', () => {
    const open = following(device(), commands(1, two), resets(4))
    expect([open.pending, open.setting.steering.kind]).toEqual([[], 'anywhere'])
    const known = following(device(), commands(1, two), applies(1), resets(4))
    expect(known.setting.steering).toEqual({ kind: 'automatic', pairs: 2 })
    expect(following(open, reenables(4), commands(2, two), applies(2)).setting.steering.kind).toBe('automatic')
  })
})
