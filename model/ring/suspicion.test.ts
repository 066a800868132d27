import { describe, expect, it } from 'vitest'
import { queueIndex } from '../kernel/brand.ts'
import { type Chain, newQueue, offered, type Queue, used } from './queue.ts'
import { buffersOf, clauseOfFraming, clauseOfLeftover, clauseOfStray } from './suspicion.ts'
import type { RingTerms } from './terms.ts'

const split: RingTerms = { packed: false, eventIdx: false, inOrder: false }
const packed: RingTerms = { ...split, packed: true }
const of = (ring: RingTerms, size = 8, begin = 0): Queue => newQueue(queueIndex(1), 'transmit', size, ring, begin)
const chain = (more: Partial<Chain> = {}): Chain => ({ id: 1, room: 0, descriptors: 1, surely: true, ...more })
const left = (queue: Queue, one: Chain) => clauseOfLeftover(offered(queue, one), one, 'house.chain.lost')
const stray = (queue: Queue | undefined) => clauseOfStray(queue, 'house.chain.foreign')
/** A queue of which so many chains of one descriptor were used. */
const served = (queue: Queue, count: number): Queue =>
  Array.from({ length: count }, (_, id) => id + 100).reduce((now, id) => used(offered(now, chain({ id })), id), queue)

describe('a chain that is left over', () => {
  it('is put down to its table, where a split ring refers to one', () => {
    const table = (direct: number, write: boolean) => chain({ buffers: 3, table: { direct, write } })
    expect(
      [table(0, true), table(1, true), table(1, false), table(0, false)].map((one) => left(of(split), one)),
    ).toEqual(['split.indirect.device.1', 'split.indirect.device.2', 'split.indirect.device.2', 'split.indirect.def.1'])
    expect(left(of(packed), table(0, false))).toBe('house.chain.lost')
  })

  it('is put down to 16 bits where the available index went past their end, unless what wakes the device may be to blame', () => {
    expect([left(of(split, 8, 65_534), chain()), left(of(split, 8, 65_535), chain())]).toEqual([
      'house.chain.lost',
      'split.avail.def.1',
    ])
    expect(left(of({ ...split, eventIdx: true }, 8, 65_535), chain())).toBe('house.chain.lost')
  })

  it('is put down to the order of processing where one behind it was used', () => {
    const [first, second] = [chain({ id: 1 }), chain({ id: 2 })]
    const queue = used(offered(offered(of(packed, 3), first), second), 2)
    expect(clauseOfLeftover(queue, queue.chains[0], 'house.chain.lost')).toBe('packed.ring.device.1')
  })

  it('is put down to the size of a packed ring, or to its end', () => {
    expect([left(of(packed, 3), chain()), left(of(packed, 8), chain())]).toEqual([
      'packed.ring.def.1',
      'house.chain.lost',
    ])
    expect(left(of(packed, 8), chain({ descriptors: 8 }))).toBe('packed.wrap.def.2')
    expect([left(served(of(packed), 6), chain()), left(served(of(packed), 7), chain())]).toEqual([
      'house.chain.lost',
      'packed.wrap.def.2',
    ])
    expect(left(served(of(packed), 9), chain())).toBe('packed.wrap.def.2')
  })

  it('is put down to batches with IN_ORDER, once there can have been one', () => {
    const inOrder = of({ ...packed, inOrder: true })
    expect([left(inOrder, chain()), left(served(inOrder, 1), chain())]).toEqual([
      'house.chain.lost',
      'packed.inorder.def.1',
    ])
  })

  it('is put down to a reset of its queue first, and to nothing where none is known', () => {
    const renewed = { ...of(packed, 3), renewal: { resized: false } }
    expect(left(renewed, chain())).toBe('core.vqreset.device.2')
    expect(clauseOfLeftover(of(packed, 3), undefined, 'house.chain.lost')).toBe('house.chain.lost')
    expect(clauseOfLeftover(undefined, chain(), 'house.chain.lost')).toBe('house.chain.lost')
  })
})

describe('an entry that names no chain', () => {
  it('is put down to batches, to the size of the ring or to the end of 16 bits', () => {
    expect([stray(of(split)), stray(of(packed)), stray(undefined)]).toEqual(new Array(3).fill('house.chain.foreign'))
    expect(stray(of(packed, 3))).toBe('packed.ring.def.1')
    expect([stray(of({ ...split, inOrder: true })), stray(of({ ...packed, inOrder: true }))]).toEqual([
      'split.used.def.1',
      'packed.inorder.def.1',
    ])
    expect([stray(served(of(split, 8, 65_535), 1)), stray(served(of(split, 8, 65_530), 1))]).toEqual([
      'split.avail.def.1',
      'house.chain.foreign',
    ])
    expect(stray({ ...of(packed, 3), inReset: true })).toBe('core.vqreset.device.1')
  })
})

describe('content that is described piece by piece', () => {
  const framing = (ring: RingTerms, one: Chain) => clauseOfFraming(ring, one, 'house.frame.foreign')
  it('is put down to its descriptors where there are several', () => {
    expect([framing(split, chain()), framing(packed, chain())]).toEqual(['house.frame.foreign', 'house.frame.foreign'])
    expect([framing(split, chain({ descriptors: 2 })), framing(packed, chain({ descriptors: 2 }))]).toEqual([
      'split.framing.device.1',
      'packed.sg.device.1',
    ])
    const inTable = chain({ buffers: 2, table: { direct: 0, write: false } })
    expect([framing(split, inTable), framing(packed, inTable)]).toEqual(['split.indirect.def.1', 'house.frame.foreign'])
    expect(clauseOfFraming(split, undefined, 'house.frame.foreign')).toBe('house.frame.foreign')
  })

  it('has as many buffers as descriptors without a table', () => {
    expect([buffersOf(chain({ descriptors: 3 })), buffersOf(chain({ buffers: 4 }))]).toEqual([3, 4])
  })
})
