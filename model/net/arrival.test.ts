import { describe, expect, it } from 'vitest'
import { arrived, excused, treatedAnew, treatedToo, waiting } from './arrival.ts'
import {
  agreed,
  arrives,
  following,
  live,
  multiqueue,
  offers,
  plainFrame,
  rests,
  rssConfig,
  tcpFrame,
} from './live.fixture.ts'
import { standardRules } from './rules.ts'
import { defaultSetting, type Setting } from './setting.ts'
import type { NetState } from './state.ts'

const rules = standardRules
const automatic: Setting = { steering: { kind: 'automatic', pairs: 2 }, hashing: { kind: 'none' } }
const rss: Setting = { ...defaultSetting, steering: { kind: 'rss', rss: rssConfig([3, 3]) } }
const many = (setting: Setting = defaultSetting): NetState => ({ ...live({ features: multiqueue }), setting })
/** A state whose receive queues hold buffers of these lengths, surely seen. */
const stocked = (state: NetState, ...rooms: readonly number[]): NetState => {
  const chains = rooms.map((room, id) => ({ id, room, descriptors: 1, surely: true }))
  return { ...state, queues: state.queues.map((queue) => (queue?.kind === 'receive' ? { ...queue, chains } : queue)) }
}
const ids = (state: NetState) => state.arriving.map(({ frame }) => frame)

describe('arrived', () => {
  it('treats a frame under the setting in force', () => {
    const state = arrived(stocked(many(automatic), 2000), arrives(1, tcpFrame), rules)
    expect(state.arriving).toEqual([
      { frame: 1, bytes: tcpFrame, treatments: [{ setting: automatic, queues: [0, 2] }], excused: false },
    ])
    expect(ids(arrived(state, arrives(2, plainFrame(2)), rules))).toEqual([1, 2])
  })

  it('excuses one that comes while a buffer it may be placed in is too small for it, or none is there', () => {
    const excusedIn = (...rooms: readonly number[]) =>
      arrived(stocked(many(), ...rooms), arrives(1, tcpFrame), rules).arriving.map((frame) => frame.excused)
    expect(excusedIn(2000, 2000)).toEqual([false])
    expect(excusedIn(20, 2000)).toEqual([true])
    expect(excusedIn()).toEqual([true])
  })

  it('leaves one open that arrives before DRIVER_OK', () => {
    expect(arrived(agreed(), arrives(1, tcpFrame), rules).arriving).toEqual([
      { frame: 1, bytes: tcpFrame, treatments: [], excused: true },
    ])
  })
})

describe('treatedAnew and treatedToo', () => {
  const before = { ...arrived(stocked(many(), 2000), arrives(1, tcpFrame), rules), setting: rss }
  const old = { setting: defaultSetting, queues: [0] }
  const now = { setting: rss, queues: [6] }

  it('replaces the treatments, or adds one behind them', () => {
    expect(treatedAnew(before, rules).arriving.map(({ treatments }) => treatments)).toEqual([[now]])
    expect(treatedToo(before, rules).arriving.map(({ treatments }) => treatments)).toEqual([[old, now]])
  })

  it('keeps whether a frame is excused', () => {
    expect(treatedToo(excused(stocked(before)), rules).arriving.map((frame) => frame.excused)).toEqual([true])
    expect(treatedToo(before, rules).arriving.map((frame) => frame.excused)).toEqual([false])
    expect(treatedToo(stocked(before, 20), rules).arriving.map((frame) => frame.excused)).toEqual([true])
  })
})

describe('excused', () => {
  const with54 = (room: number, making = {}) => following(live(making), offers(0, 1, room), rests, arrives(1, tcpFrame))
  const isExcused = (state: NetState) => excused(state).arriving.map((frame) => frame.excused)

  it('is no frame whose every queue has surely room for header and frame', () => {
    expect(isExcused(with54(66))).toEqual([false])
  })

  it('is one that does not fit', () => {
    expect(isExcused(with54(65))).toEqual([true])
  })

  it('counts the header that was negotiated', () => {
    const reports = { features: ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_HASH_REPORT'] } as const
    expect(isExcused(with54(74, reports))).toEqual([false])
    expect(isExcused(with54(73, reports))).toEqual([true])
  })

  it('is one whose buffer the device may not have seen', () => {
    expect(isExcused(following(live(), offers(0, 1), arrives(1, tcpFrame)))).toEqual([true])
  })

  it('is one that may reach one queue without room among others', () => {
    const one = following(many(automatic), offers(0, 1), rests)
    expect(isExcused(following(one, arrives(1, tcpFrame)))).toEqual([true])
    const both = following(many(automatic), offers(0, 1), offers(2, 2), rests)
    expect(isExcused(following(both, arrives(1, tcpFrame)))).toEqual([false])
  })

  it('is one that may be treated in one way that leaves it without room', () => {
    const racing = { ...following(many(), offers(0, 1), rests, arrives(1, tcpFrame)), setting: rss }
    expect(isExcused(treatedToo(racing, rules))).toEqual([true])
    const again = treatedToo(racing, rules)
    expect(waiting(again).map(({ treatments }) => treatments.map(({ queues }) => queues))).toEqual([[[], [6]]])
  })

  it('is one steered to a queue that is not there', () => {
    const nowhere = arrived({ ...following(live(), offers(0, 1), rests), setting: rss }, arrives(1, tcpFrame), rules)
    expect(isExcused(nowhere)).toEqual([true])
  })

  it('is none where frames wait', () => {
    const waits = with54(65, { traits: { full: 'waits' } })
    expect(excused(waits)).toBe(waits)
  })

  it('stays excused, and keeps the others', () => {
    const state = following(with54(66), arrives(2, plainFrame(2, 100)))
    expect(isExcused(state)).toEqual([false, true])
    expect(isExcused(following(excused(state), offers(0, 2)))).toEqual([false, true])
    expect(excused(state).arriving[0]).toBe(state.arriving[0])
  })

  it('changes nothing where nothing is on its way', () => {
    const idle = live()
    expect(excused(idle)).toBe(idle)
  })
})

describe('waiting', () => {
  const frames = [arrives(1, tcpFrame), arrives(2, tcpFrame)] as const
  const empty = (traits: Parameters<typeof live>[0] = {}) => following(live(traits), ...frames)
  const roomy = (blocks: boolean) => {
    const device = following(live({ traits: { blocks } }), offers(0, 1, 100), rests)
    return following(device, arrives(1, plainFrame(1, 200)), arrives(2, tcpFrame))
  }
  const numbers = (state: NetState) => waiting(state).map(({ frame }) => frame)

  it('are no frames where the target drops', () => {
    expect(waiting(empty({ traits: { full: 'drops' } }))).toEqual([])
  })

  it.each(['waits', 'either'] as const)('are those without room where the target %s', (full) => {
    expect(numbers(empty({ traits: { full } }))).toEqual([1, 2])
  })

  it('are those behind a waiting frame only where it blocks', () => {
    expect(numbers(roomy(true))).toEqual([1, 2])
    expect(numbers(roomy(false))).toEqual([1])
  })

  it('keep every queue behind a waiting frame, and only full ones in front', () => {
    expect(waiting(roomy(true)).map(({ treatments }) => treatments[0]?.queues)).toEqual([[0], [0]])
    const one = following(many(automatic), offers(0, 1), rests, arrives(1, tcpFrame), arrives(2, tcpFrame))
    expect(waiting(one).map(({ treatments }) => treatments[0]?.queues)).toEqual([[2], [0, 2]])
    const free = { ...one, config: { ...one.config, traits: { ...one.config.traits, blocks: false } } }
    expect(waiting(free).map(({ treatments }) => treatments[0]?.queues)).toEqual([[2], [2]])
  })

  it('are all of them before DRIVER_OK', () => {
    expect(numbers(following(agreed({ traits: { blocks: false } }), ...frames))).toEqual([1, 2])
  })
})
