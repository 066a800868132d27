import { describe, expect, it } from 'vitest'
import { type Bytes, bytes, sliceOf } from '../kernel/bytes.ts'
import type { DeviceUses, NetAction } from './action.ts'
import {
  arrives,
  following,
  header12,
  header20,
  live,
  offers,
  plainFrame,
  refusalOf,
  rests,
  uses,
} from './live.fixture.ts'
import { frameWith } from './spread.ts'

const features = ['VIRTIO_NET_F_MRG_RXBUF'] as const
/** `num_buffers` stands in the last two bytes, little-endian. */
const headerOf = (count: number): string => `${header12.slice(0, 20)}${count.toString(16).padStart(2, '0')}00`
const frame = plainFrame(1, 100)
const part = (from: number, to?: number): Bytes => sliceOf(frame, from, to)
const and = (use: DeviceUses): DeviceUses => ({ ...use, more: true })

/** Buffers of 52, 60 and 64 bytes, chains 1 to 3, surely seen, and a frame of 100 bytes on its way. */
const three = following(
  live({ features }),
  offers(0, 1, 12, 40),
  offers(0, 2, 60),
  offers(0, 3, 64),
  rests,
  arrives(1, frame),
)
const clausesOf = (action: NetAction, state = three) => refusalOf(state, action)?.clauses

describe('frameWith', () => {
  const short = plainFrame(1, 59)
  const way = (pads: boolean) => following(live({ traits: { pads } }), arrives(1, short), arrives(2, plainFrame(2, 60)))

  it('finds a padded frame where the target pads', () => {
    expect(frameWith(way(true), bytes(`${short}00`))?.frame).toBe(1)
    expect(frameWith(way(false), bytes(`${short}00`))).toBeUndefined()
    expect(frameWith(way(false), short)?.frame).toBe(1)
    expect(frameWith(way(true), bytes(`${short}0000`))).toBeUndefined()
    expect(frameWith(way(true), plainFrame(2, 60))?.frame).toBe(2)
  })
})

describe('a frame in two buffers', () => {
  const first = and(uses(0, 1, headerOf(2) + part(0, 40)))
  const begun = following(three, first)

  it('is placed once the second is seen', () => {
    const placed = following(begun, uses(0, 2, part(40)))
    expect(begun.arriving).toHaveLength(1)
    expect(begun.queues[0]?.spread).toEqual({ bytes: headerOf(2) + part(0, 40), buffers: 1, of: 2 })
    expect(placed.arriving).toHaveLength(0)
    expect(placed.queues[0]?.spread).toBeUndefined()
    expect(placed.queues[0]?.chains.map(({ id }) => id)).toEqual([3])
  })

  it('may go on in any buffer, and fill the last one to its end', () => {
    expect(clausesOf(uses(0, 3, part(40)), begun)).toBeUndefined()
    const tight = following(live({ features }), offers(0, 1, 20), offers(0, 2, 92), rests, arrives(1, frame))
    const placed = following(tight, and(uses(0, 1, headerOf(2) + part(0, 8))), uses(0, 2, part(8)))
    expect(placed.arriving).toHaveLength(0)
  })

  it('begins behind a header that fills its buffer alone', () => {
    const alone = following(live({ features }), offers(0, 1, 12), offers(0, 2), rests, arrives(1, frame))
    expect(clausesOf(and(uses(0, 1, headerOf(2))), alone)).toBeUndefined()
    expect(following(alone, and(uses(0, 1, headerOf(2))), uses(0, 2, frame)).arriving).toHaveLength(0)
  })

  it('is padded where the target pads', () => {
    const short = plainFrame(1, 50)
    const padding = following(
      live({ features }),
      offers(0, 1, 62),
      offers(0, 2, 64),
      rests,
      arrives(1, short),
      and(uses(0, 1, headerOf(2) + short)),
    )
    expect(padding.arriving).toHaveLength(1)
    expect(following(padding, uses(0, 2, '00'.repeat(10))).arriving).toHaveLength(0)
  })

  it('fills the first', () => {
    expect(clausesOf(and(uses(0, 1, headerOf(2) + part(0, 39))))).toEqual(['net.rx.device.6'])
  })

  it('is seen whole', () => {
    expect(refusalOf(three, uses(0, 1, headerOf(2) + part(0, 40)))).toEqual({
      by: 'device',
      clauses: ['net.rx.device.7'],
      because: 'buffer 1 of 2 is seen as used, and the next one is not',
    })
    expect(refusalOf(begun, rests)?.clauses[0]).toBe('net.rx.device.7')
  })

  it('has one header', () => {
    expect(clausesOf(uses(0, 3, `${headerOf(2)}${part(40, 92)}`), begun)).toEqual(['net.rx.def.1'])
    expect(clausesOf(uses(0, 2, headerOf(2) + part(40)), begun)).toEqual(['split.used.device.2'])
  })

  it('goes on with nothing else', () => {
    expect(clausesOf(uses(0, 2, 'ff'.repeat(60)), begun)).toEqual(['house.frame.foreign'])
    expect(clausesOf(and(uses(0, 1, `${headerOf(2)}${'ff'.repeat(40)}`)))).toEqual(['house.frame.foreign'])
  })
})

describe('num_buffers', () => {
  const of = (count: number, more = true) => {
    const use = uses(0, 1, headerOf(count) + part(0, 40))
    return clausesOf(more ? and(use) : use)
  }

  it('counts too few', () => {
    expect(of(1)).toEqual(['net.rx.device.5'])
    expect(of(0)).toEqual(['net.rx.device.5'])
  })

  it('is not at fault where the rest of a frame is missing', () => {
    expect(of(1, false)).toEqual(['house.frame.whole'])
  })

  it('counts too many', () => {
    const begun = following(three, and(uses(0, 1, headerOf(3) + part(0, 40))))
    expect(clausesOf(and(uses(0, 2, part(40))), begun)).toEqual(['net.rxbuf.device.1'])
    const roomy = following(live({ features }), offers(0, 1), rests, arrives(1, frame))
    expect(clausesOf(uses(0, 1, headerOf(2) + frame), roomy)).toEqual(['net.rxbuf.device.1'])
    expect(clausesOf(uses(0, 1, headerOf(0) + frame), roomy)).toEqual(['net.rx.device.5'])
    expect(clausesOf(uses(0, 1, headerOf(1) + frame), roomy)).toBeUndefined()
  })
})

describe('without MRG_RXBUF', () => {
  const tight = following(live(), offers(0, 1, 52), offers(0, 2), rests, arrives(1, frame))

  it('a frame is in one buffer', () => {
    const clauses = clausesOf(uses(0, 1, headerOf(2) + part(0, 40)), tight)
    expect(clauses?.[0]).toBe('net.rxbuf.device.2')
    expect(clausesOf(uses(0, 1, headerOf(1) + part(0, 40)), tight)).toEqual(['house.frame.whole'])
    expect(clausesOf(uses(0, 1, headerOf(2) + part(0, 39)), tight)).toEqual(['house.frame.whole'])
  })
})

it('reports the hash of the whole frame in the header', () => {
  const hashing = live({ features: [...features, 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_HASH_REPORT'] })
  const some = following(hashing, offers(0, 1, 20), offers(0, 2), rests, arrives(1, frame))
  const headed = (report: number) => `${header20(report).slice(0, 20)}0200${header20(report).slice(24)}`
  expect(following(some, and(uses(0, 1, headed(0))), uses(0, 2, frame)).arriving).toHaveLength(0)
  expect(clausesOf(uses(0, 2, frame), following(some, and(uses(0, 1, headed(1)))))).toEqual(['net.hash-report.def.5'])
})
