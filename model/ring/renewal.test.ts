import { describe, expect, it } from 'vitest'
import { queueIndex } from '../kernel/brand.ts'
import { newQueue, type Queue } from './queue.ts'
import { clauseOfRing, renewed, withdrawn } from './renewal.ts'

const chain = { id: 1, room: 100, descriptors: 1, surely: true }
const busy = {
  ...newQueue(queueIndex(2), 'receive', 16),
  chains: [chain],
  notifying: { on: false, heeds: 'flags', quiet: true },
} as const satisfies Queue

describe('withdrawn', () => {
  it('leaves index, kind and size, and nothing outstanding', () => {
    const shut = { ...newQueue(queueIndex(2), 'receive', 16), inReset: true, wasInReset: true }
    expect(withdrawn(busy)).toEqual(shut)
    expect(withdrawn(renewed(busy, 8))).toEqual({ ...shut, size: 8 })
  })
})

describe('renewed', () => {
  it('begins anew, with the size that the driver gives', () => {
    const fresh = { ...newQueue(queueIndex(2), 'receive', 16), wasInReset: true }
    expect(renewed(withdrawn(busy), 16)).toEqual({ ...fresh, renewal: { resized: false } })
    expect(renewed(withdrawn(busy), 8)).toEqual({ ...fresh, size: 8, renewal: { resized: true } })
  })
})

describe('clauseOfRing', () => {
  const of = (queue: Parameters<typeof clauseOfRing>[0]) => clauseOfRing(queue, 'house.chain.lost')
  const anew = (size: number, used: boolean) => ({ ...busy, served: used, renewal: { resized: size !== 16 } })

  it('is the one that was given, where the queue was never reset alone', () => {
    expect([of(undefined), of(busy)]).toEqual(['house.chain.lost', 'house.chain.lost'])
  })

  it('says that a queue in reset is not served', () => {
    expect(of(withdrawn(busy))).toBe('core.vqreset.device.1')
  })

  it('says of a queue enabled anew that positions are left, or the size', () => {
    expect([of(anew(16, false)), of(anew(8, false))]).toEqual(['core.vqreset.device.2', 'core.vqreset.device.2'])
    expect([of(anew(16, true)), of(anew(8, true))]).toEqual(['house.chain.lost', 'core.vqreset.device.3'])
  })
})
