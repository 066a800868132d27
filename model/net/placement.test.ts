import { describe, expect, it } from 'vitest'
import { pairIndex } from '../kernel/brand.ts'
import type { NetAction } from './action.ts'
import * as live from './live.fixture.ts'
import type { NetState } from './state.ts'

const {
  applies,
  arrives,
  commands,
  configured,
  following,
  header12,
  header20,
  offers,
  plainFrame,
  refusalOf,
  rssConfig,
} = live
const { acknowledges, tcpFrame, uses } = live

/** A device with a buffer in each receive queue, chain 1 in receiveq1, 2 in receiveq2, …, surely seen. */
function stocked(making: live.Making, ...actions: readonly NetAction[]): NetState {
  const device = live.live(making)
  const buffers = device.queues.flatMap((queue) =>
    queue?.kind === 'receive' ? [offers(queue.index, queue.index / 2 + 1)] : [],
  )
  return following(device, ...buffers, live.rests, ...actions)
}

const plain = stocked({}, arrives(1, tcpFrame))
const clauseOf = (state: NetState, action: NetAction) => refusalOf(state, action)?.clauses[0]

describe('a receive buffer', () => {
  it('holds the header and a frame on its way', () => {
    expect(refusalOf(plain, uses(0, 1, header12 + tcpFrame))).toBeUndefined()
  })

  it('states no more than it has room for', () => {
    const tight = following(live.live(), offers(0, 1, 12, 54), arrives(1, tcpFrame))
    expect(refusalOf(tight, uses(0, 1, header12 + tcpFrame))).toBeUndefined()
    expect(refusalOf(tight, { ...uses(0, 1, header12 + tcpFrame), length: 67 })).toEqual({
      by: 'device',
      clauses: ['split.used.device.2'],
      because: 'len 67 is more than the 66 bytes the device could write',
    })
  })

  it('covers the header', () => {
    const refusal = refusalOf(plain, uses(0, 1, header12.slice(2)))
    expect(refusal?.clauses).toEqual(['house.frame.whole'])
    expect(refusal?.because).toMatch(/^len 11 does not cover the header: ./)
  })

  it('covers the whole frame', () => {
    expect(refusalOf(plain, uses(0, 1, header12 + tcpFrame.slice(0, -2)))).toEqual({
      by: 'device',
      clauses: ['house.frame.whole'],
      because: 'len covers 53 of the 54 bytes of frame 1',
    })
  })

  it('covers no more than the frame', () => {
    expect(refusalOf(plain, uses(0, 1, `${header12}${tcpFrame}aabb`))).toEqual({
      by: 'device',
      clauses: ['split.used.device.2'],
      because: 'len covers 2 bytes that frame 1 does not have',
    })
  })

  it('holds no frame that did not arrive, or was placed already', () => {
    const foreign = {
      by: 'device',
      clauses: ['house.frame.foreign'],
      because: 'the bytes are no frame that is on its way',
    }
    expect(refusalOf(plain, uses(0, 1, header12 + plainFrame(2)))).toEqual(foreign)
    const two = following(plain, offers(0, 5), uses(0, 1, header12 + tcpFrame))
    expect(refusalOf(two, uses(0, 5, header12 + tcpFrame))).toEqual(foreign)
  })

  it('holds the header that no offload touches', () => {
    expect(clauseOf(plain, uses(0, 1, `01${header12.slice(2)}${tcpFrame}`))).toBe('net.rx.device.8')
  })
})

describe('a frame’s queue', () => {
  const features = live.multiqueue
  const byDefault = stocked({ features }, arrives(1, tcpFrame))
  const rss = configured(stocked({ features }), rssConfig([3, 1]))
  const settled = following(rss, live.rests, arrives(1, tcpFrame), arrives(2, plainFrame(2)))

  it('is receiveq1 by default', () => {
    expect(refusalOf(byDefault, uses(0, 1, header12 + tcpFrame))).toBeUndefined()
    expect(refusalOf(byDefault, uses(2, 2, header12 + tcpFrame))).toEqual({
      by: 'device',
      clauses: ['net.mq.def.2'],
      because: 'frame 1 is placed in queue 2, not 0',
    })
  })

  it('is the table’s under RSS, or the unclassified one', () => {
    expect(refusalOf(settled, uses(6, 4, header12 + tcpFrame))).toBeUndefined()
    expect(refusalOf(settled, uses(4, 3, header12 + tcpFrame))).toEqual({
      by: 'device',
      clauses: ['net.rss.device.2'],
      because: 'frame 1 is placed in queue 4, not 6',
    })
    expect(refusalOf(settled, uses(0, 1, header12 + plainFrame(2)))).toBeUndefined()
    expect(clauseOf(settled, uses(2, 2, header12 + plainFrame(2)))).toBe('net.rss.device.4')
  })

  it('is any of the pairs asked for under automatic steering', () => {
    const pairs = configured(stocked({ features }), { name: 'VQ_PAIRS_SET', pairs: 2 })
    const two = following(pairs, live.rests, arrives(1, tcpFrame))
    expect(refusalOf(two, uses(2, 2, header12 + tcpFrame))).toBeUndefined()
    expect(refusalOf(two, uses(4, 3, header12 + tcpFrame))).toEqual({
      by: 'device',
      clauses: ['net.mq.device.8'],
      because: 'frame 1 is placed in queue 4, not 0 or 2',
    })
  })

  it('looks like the configuration before where that one gives it', () => {
    const late = following(configured(rss, rssConfig([1, 1])), arrives(1, tcpFrame))
    expect(clauseOf(late, uses(6, 4, header12 + tcpFrame))).toBe('house.control.effect')
    expect(clauseOf(late, uses(4, 3, header12 + tcpFrame))).toBe('net.rss.device.2')
  })

  it('looks like a command that was turned down, until the next one is taken', () => {
    const turned = following(
      rss,
      commands(51, rssConfig([2, 2], { maxTxVq: 9 })),
      applies(51, false),
      acknowledges(51, 1),
      arrives(1, tcpFrame),
    )
    expect(clauseOf(turned, uses(4, 3, header12 + tcpFrame))).toBe('house.control.refused')
    expect(clauseOf(turned, uses(2, 2, header12 + tcpFrame))).toBe('house.control.refused')
    const later = following(configured(turned, rssConfig([1, 1]), 52))
    expect(clauseOf(following(later, arrives(2, plainFrame(2))), uses(2, 2, header12 + plainFrame(2)))).toBe(
      'net.rss.device.4',
    )
  })

  it('is decided by the last command, between the modes', () => {
    const pairs = configured(stocked({ features }), { name: 'VQ_PAIRS_SET', pairs: 1 })
    const once = following(configured(pairs, rssConfig([3, 3])), arrives(1, tcpFrame))
    expect(clauseOf(once, uses(0, 1, header12 + tcpFrame))).toBe('net.mq.def.3')
    expect(clauseOf(once, uses(2, 2, header12 + tcpFrame))).toBe('net.rss.device.2')
    const fewer = following(configured(rss, { name: 'VQ_PAIRS_SET', pairs: 1 }), arrives(1, tcpFrame))
    expect(clauseOf(fewer, uses(6, 4, header12 + tcpFrame))).toBe('net.mq.def.3')
    expect(clauseOf(fewer, uses(4, 3, header12 + tcpFrame))).toBe('net.mq.def.4')
  })

  it('is the old or the new one while a frame is on its way', () => {
    const racing = following(byDefault, commands(50, rssConfig([3, 3])), applies(50))
    expect(refusalOf(racing, uses(0, 1, header12 + tcpFrame))).toBeUndefined()
    expect(refusalOf(racing, uses(6, 4, header12 + tcpFrame))).toBeUndefined()
    expect(refusalOf(racing, uses(2, 2, header12 + tcpFrame))?.because).toBe('frame 1 is placed in queue 2, not 0 or 6')
  })
})

describe('a frame’s hash', () => {
  const features = live.reporting
  const command = rssConfig([1, 1], { unclassified: pairIndex(2), hashTypes: 0x003 })
  const hashed = following(configured(stocked({ features }), command), live.rests, arrives(1, tcpFrame))
  const right = header20(2, live.PORTS_HASH)

  it('is the calculated one', () => {
    expect(refusalOf(hashed, uses(2, 2, right + tcpFrame))).toBeUndefined()
  })

  it('of another value or type is refused, and the wanted one named', () => {
    expect(refusalOf(hashed, uses(2, 2, header20(2, 0xbad) + tcpFrame))).toEqual({
      by: 'device',
      clauses: ['net.hash.def.8'],
      because: 'frame 1 is reported as type 2 value 0x00000bad, not type 2 value 0x51ccc178',
    })
    expect(refusalOf(hashed, uses(2, 2, header20() + tcpFrame))?.because).toBe(
      'frame 1 is reported as NONE, not type 2 value 0x51ccc178',
    )
  })

  it('counts apart from the queue, and both are named', () => {
    expect(refusalOf(hashed, uses(4, 3, right + tcpFrame))?.clauses).toEqual(['net.rss.device.5'])
    expect(refusalOf(hashed, uses(4, 3, header20(2, 0xbad) + tcpFrame))).toEqual({
      by: 'device',
      clauses: ['net.rss.device.5', 'net.hash.def.8'],
      because:
        'frame 1 is placed in queue 4, not 2; ' +
        'frame 1 is reported as type 2 value 0x00000bad, not type 2 value 0x51ccc178',
    })
  })

  it('comes from the same configuration as the queue', () => {
    const racing = following(stocked({ features }, arrives(1, tcpFrame)), commands(50, command), applies(50))
    expect(refusalOf(racing, uses(2, 2, right + tcpFrame))).toBeUndefined()
    expect(refusalOf(racing, uses(0, 1, header20() + tcpFrame))).toBeUndefined()
    expect(refusalOf(racing, uses(0, 1, right + tcpFrame))).toEqual({
      by: 'device',
      clauses: ['net.hash-report.def.5'],
      because: 'frame 1 is reported as type 2 value 0x51ccc178, not NONE',
    })
    expect(clauseOf(racing, uses(2, 2, header20() + tcpFrame))).toBe('net.hash-report.def.2')
  })

  it('may be anything after a command without a meaning was taken', () => {
    const open = following(
      stocked({ features }),
      commands(50, rssConfig([0], { maxTxVq: 0 })),
      applies(50),
      acknowledges(50, 0),
      arrives(1, tcpFrame),
    )
    expect(refusalOf(open, uses(6, 4, header20(9, 1) + tcpFrame))).toBeUndefined()
  })
})

it('a frame that arrived before DRIVER_OK is not placed before it', () => {
  const early = following(live.live(), offers(0, 1), live.rests, arrives(1, tcpFrame))
  const untreated = { ...early, arriving: early.arriving.map((frame) => ({ ...frame, treatments: [] })) }
  expect(refusalOf(untreated, uses(0, 1, header12 + tcpFrame))).toEqual({
    by: 'device',
    clauses: ['core.status.device.1'],
    because: 'frame 1 is placed before DRIVER_OK',
  })
})
