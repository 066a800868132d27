import { describe, expect, it } from 'vitest'
import { queueIndex } from '../kernel/brand.ts'
import { newQueue } from '../ring/queue.ts'
import { agreed, config, following, live, multiqueue, offers } from './live.fixture.ts'
import { enabledQueues, faultsOfChain, faultsOfQueue, withQueue } from './queues.ts'
import { powerOn } from './state.ts'

const q = queueIndex

describe('withQueue', () => {
  it('changes one queue and leaves the state as it was', () => {
    const before = live()
    const changed = withQueue(before, q(1), (queue) => ({ ...queue, size: 99 }))
    expect(changed.queues.map((queue) => queue?.size)).toEqual([8, 99])
    expect(before.queues.map((queue) => queue?.size)).toEqual([8, 8])
    expect(changed.queues[0]).toBe(before.queues[0])
  })

  it('gives the same state where nothing changes, or the queue is not there', () => {
    const before = live()
    expect(withQueue(before, q(0), (queue) => queue)).toBe(before)
    expect(withQueue(before, q(2), (queue) => ({ ...queue, size: 99 }))).toBe(before)
  })
})

describe('enabledQueues', () => {
  it('gives every queue that the features give, with its kind', () => {
    const some = { features: ['VIRTIO_NET_F_CTRL_VQ'] } as const
    expect(enabledQueues(agreed(some), 64)).toEqual([
      newQueue(q(0), 'receive', 64),
      newQueue(q(1), 'transmit', 64),
      newQueue(q(2), 'control', 64),
    ])
    const all = enabledQueues(agreed({ features: multiqueue, maxPairs: 2 }), 8)
    expect(all.map(({ kind }) => kind)).toEqual(['receive', 'transmit', 'receive', 'transmit', 'control'])
    expect(enabledQueues(agreed(), 8).map(({ kind }) => kind)).toEqual(['receive', 'transmit'])
  })
})

describe('faultsOfQueue', () => {
  it('wants a live device', () => {
    const early = [{ by: 'driver', clauses: ['core.init.driver.15'], because: 'queue 0 is used before DRIVER_OK' }]
    expect(faultsOfQueue(powerOn(config), q(0), 'receive')).toEqual(early)
    expect(faultsOfQueue(agreed(), q(0), 'receive')).toEqual(early)
  })

  it('wants the queue there and of the kind', () => {
    expect(faultsOfQueue(live(), q(0), 'receive')).toEqual([])
    expect(faultsOfQueue(live(), q(1), 'receive')).toEqual([
      { by: 'driver', clauses: ['net.vq.def.1'], because: 'queue 1 is for transmit, not for receive' },
    ])
    expect(faultsOfQueue(live(), q(2), 'control')).toEqual([
      { by: 'driver', clauses: ['net.vq.def.1'], because: 'queue 2 is not there' },
    ])
  })
})

const direct = (count: number) => ({ count, indirect: undefined })

describe('faultsOfChain', () => {
  it('finds nothing in a new chain that fits', () => {
    expect(faultsOfChain(live({ size: 4 }), q(0), 1, direct(4))).toEqual([])
    expect(faultsOfChain(following(live({ size: 4 }), offers(0, 1, 60, 60)), q(0), 2, direct(2))).toEqual([])
  })

  it('refuses an id that is outstanding on any queue', () => {
    const outstanding = [{ by: 'driver', clauses: ['split.avail.driver.1'], because: 'chain 1 is outstanding already' }]
    expect(faultsOfChain(following(live(), offers(0, 1)), q(0), 1, direct(1))).toEqual(outstanding)
    expect(faultsOfChain(following(live(), offers(0, 2), offers(0, 1)), q(1), 1, direct(1))).toEqual(outstanding)
  })

  it('refuses a chain longer than the queue', () => {
    expect(faultsOfChain(live({ size: 4 }), q(0), 1, direct(5))).toEqual([
      {
        by: 'driver',
        clauses: ['split.indirect.driver.3'],
        because: 'queue 0 of size 4 has no room for the chain',
      },
    ])
  })

  it('refuses a chain more than the queue has entries', () => {
    const full = following(live({ size: 2 }), offers(0, 1), offers(0, 2))
    expect(faultsOfChain(full, q(0), 3, direct(1))[0]?.clauses).toEqual(['split.indirect.driver.3'])
    expect(faultsOfChain(full, q(1), 3, direct(1))).toEqual([])
    const long = following(live({ size: 4 }), offers(0, 1, 60, 60))
    expect(faultsOfChain(long, q(0), 2, direct(3))[0]?.clauses).toEqual(['split.indirect.driver.3'])
  })

  it('leaves a queue that is not there to faultsOfQueue', () => {
    expect(faultsOfChain(following(live(), offers(0, 1)), q(4), 1, direct(99))).toEqual([])
  })
})
