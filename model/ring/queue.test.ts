import { describe, expect, it } from 'vitest'
import { queueIndex } from '../kernel/brand.ts'
import {
  descriptorsTaken,
  hasRoom,
  kindOf,
  newQueue,
  notified,
  notifies,
  offered,
  type Queue,
  rested,
  used,
} from './queue.ts'
import { plainRing } from './terms.ts'

const empty = newQueue(queueIndex(2), 'receive', 16)
const chain = (id: number, room = 100, surely = false) => ({ id, room, descriptors: 1, surely })
const holding = (...chains: Queue['chains']): Queue => ({ ...empty, chains })
const one = { from: 0, to: 1 }
const state = (on: boolean, quiet: boolean, owed: boolean) =>
  ({ on, heeds: 'flags', quiet, ...(owed && { owed: one }) }) as const
const telling = (on: boolean, quiet: boolean, owed: boolean): Queue => ({
  ...empty,
  notifying: state(on, quiet, owed),
  ...(owed && { position: 1 }),
})

describe('newQueue', () => {
  it('is empty, with notifications on', () => {
    expect(empty).toEqual({
      index: 2,
      kind: 'receive',
      size: 16,
      ring: plainRing,
      chains: [],
      notifying: state(true, false, false),
      position: 0,
      calm: 0,
      served: false,
      inReset: false,
      wasInReset: false,
    })
  })
})

describe('kindOf', () => {
  it.each([
    [1, ['receive', 'transmit', 'control']],
    [2, ['receive', 'transmit', 'receive', 'transmit', 'control']],
  ])('numbers %i pairs, then the control queue', (pairs, kinds) => {
    expect(kinds.map((_, index) => kindOf(queueIndex(index), pairs))).toEqual(kinds)
  })
})

describe('offered', () => {
  it('adds a chain behind the others', () => {
    expect(offered(offered(empty, chain(1)), chain(2)).chains).toEqual([chain(1), chain(2)])
  })
})

describe('used', () => {
  it('takes the chain away, wherever it stands', () => {
    expect(used(holding(chain(1), chain(2), chain(3)), 2).chains).toEqual([chain(1), chain(3)])
  })

  it('is remembered', () => {
    expect(used(holding(chain(1)), 1).served).toBe(true)
  })

  it('owes a notification where they are on', () => {
    expect(used(holding(chain(1)), 1).notifying).toEqual(state(true, false, true))
    expect(used(telling(true, false, true), 1).notifying.owed).toEqual({ from: 0, to: 2 })
  })

  it('owes none where they are off', () => {
    expect(used(telling(false, true, false), 1).notifying).toEqual(state(false, true, false))
  })
})

describe('rested', () => {
  it('makes every chain surely seen', () => {
    expect(rested(holding(chain(1, 100, true), chain(2))).chains).toEqual([chain(1, 100, true), chain(2, 100, true)])
  })

  it('is quiet where notifications are off, and not where they are on', () => {
    expect(rested(telling(false, false, false)).notifying.quiet).toBe(true)
    expect(rested(telling(true, true, true)).notifying).toEqual(state(true, false, true))
    expect(rested({ ...telling(false, true, false), chains: [chain(1)] }).notifying.quiet).toBe(true)
  })

  it('forgets a reset of the queue that is over', () => {
    expect(rested({ ...telling(true, false, false), wasInReset: true }).wasInReset).toBe(false)
    const shut = { ...telling(true, false, false), inReset: true, wasInReset: true }
    expect(rested(shut)).toBe(shut)
  })

  it('changes nothing where nothing is new', () => {
    const on = holding(chain(1, 100, true))
    const off = telling(false, true, false)
    expect(rested(on)).toBe(on)
    expect(rested({ ...on, chains: [...on.chains, chain(2)] }).chains[0]).toBe(on.chains[0])
    expect(rested(off)).toBe(off)
    expect(rested(telling(false, false, false)).chains).toBe(empty.chains)
  })
})

describe('hasRoom', () => {
  it('wants a chain that was surely seen', () => {
    expect(hasRoom(empty, 1)).toBe(false)
    expect(hasRoom(holding(chain(1, 100, false)), 1)).toBe(false)
    expect(hasRoom(holding(chain(1, 100, true)), 1)).toBe(true)
  })

  it('wants every such chain large enough', () => {
    expect(hasRoom(holding(chain(1, 100, true)), 100)).toBe(true)
    expect(hasRoom(holding(chain(1, 100, true)), 101)).toBe(false)
    expect(hasRoom(holding(chain(1, 100, true), chain(2, 99, true)), 100)).toBe(false)
    expect(hasRoom(holding(chain(1, 100, true), chain(2, 99, false)), 100)).toBe(true)
  })
})

describe('notifies', () => {
  it('keeps what is owed only while they stay on', () => {
    expect(notifies(telling(true, false, true), true).notifying).toEqual(state(true, false, true))
    expect(notifies(telling(true, false, true), false).notifying).toEqual(state(false, false, false))
    expect(notifies(telling(true, false, false), true).notifying).toEqual(state(true, false, false))
    expect(notifies(telling(false, true, false), true).notifying).toEqual(state(true, false, false))
  })

  it('stays quiet only while they stay off', () => {
    expect(notifies(telling(false, true, false), false).notifying).toEqual(state(false, true, false))
    expect(notifies(telling(false, false, false), false).notifying).toEqual(state(false, false, false))
  })
})

describe('notified', () => {
  it('settles what is owed', () => {
    expect(notified(telling(true, false, true)).notifying).toEqual(state(true, false, false))
  })

  it('changes nothing where nothing is owed', () => {
    const calm = telling(true, false, false)
    expect(notified(calm)).toBe(calm)
  })
})

describe('descriptorsTaken', () => {
  it('counts those of every chain', () => {
    expect(descriptorsTaken(empty)).toBe(0)
    expect(descriptorsTaken(holding(chain(1), { ...chain(2), descriptors: 3 }))).toBe(4)
  })
})
