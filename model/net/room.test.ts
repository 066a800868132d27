import { expect, it } from 'vitest'
import { queueIndex } from '../kernel/brand.ts'
import { arrives, following, live, offers, plainFrame, refusalOf, rests } from './live.fixture.ts'
import { hasRoomFor, merges } from './room.ts'
import type { NetState } from './state.ts'

const mergeable = live({ features: ['VIRTIO_NET_F_MRG_RXBUF'] })
const roomFor = (state: NetState, size: number): boolean => {
  const queue = state.queues[queueIndex(0)]
  return queue !== undefined && hasRoomFor(state, queue, plainFrame(1, size))
}

it('is that of any buffer without MRG_RXBUF', () => {
  const state = following(live(), offers(0, 1, 112), offers(0, 2, 120), rests)
  expect(merges(state)).toBe(false)
  expect([roomFor(state, 100), roomFor(state, 101)]).toEqual([true, false])
})

it('is that of all buffers together with MRG_RXBUF, as far as they are surely seen', () => {
  const state = following(mergeable, offers(0, 1, 30), offers(0, 2, 40, 42), rests, offers(0, 3, 500))
  expect(merges(state)).toBe(true)
  expect([roomFor(state, 100), roomFor(state, 101)]).toEqual([true, false])
  expect(roomFor(mergeable, 64)).toBe(false)
})

it('lets no frame be lost that has it', () => {
  const state = following(mergeable, offers(0, 1, 60), offers(0, 2, 52), rests)
  expect(refusalOf(following(state, arrives(1, plainFrame(1, 100))), rests)?.clauses).toEqual(['house.frame.lost'])
  expect(refusalOf(following(state, arrives(1, plainFrame(1, 101))), rests)).toBeUndefined()
})

it('asks of the driver that every buffer holds the header', () => {
  expect(refusalOf(mergeable, offers(0, 1, 11))).toEqual({
    by: 'driver',
    clauses: ['net.rxbuf.driver.3'],
    because: 'a buffer of 11 bytes has no room for the header',
  })
  expect(refusalOf(mergeable, offers(0, 1, 12))).toBeUndefined()
  expect(refusalOf(live(), offers(0, 1, 11))).toBeUndefined()
})
