import { describe, expect, it } from 'vitest'
import { queueIndex } from '../kernel/brand.ts'
import { renewed } from '../ring/renewal.ts'
import type { DeviceScribbles } from './action.ts'
import { live } from './live.fixture.ts'
import { faultsOfScribbling, faultsOfStraying } from './misbehaviour.ts'

const calm = live()
const provoked = { ...calm, distress: 'provoked' as const }

describe('faultsOfStraying', () => {
  it('names the queue and the id of the used entry', () => {
    expect(faultsOfStraying(calm, { kind: 'device.strays', queue: queueIndex(2), head: 77, length: 0 })).toEqual([
      {
        by: 'device',
        clauses: ['house.chain.foreign'],
        because: 'a used entry of queue 2 names 77, which is not outstanding',
      },
    ])
  })
})

describe('faultsOfScribbling', () => {
  it.each<[DeviceScribbles['on'], string, string]>([
    ['descriptor-table', 'split.desc.device.4', 'the device wrote to the descriptor table'],
    ['device-readable', 'split.desc.device.1', 'the device wrote to the device-readable part'],
    ['returned-buffer', 'house.buffer.returned', 'the device wrote to the returned buffer'],
    ['available-ring', 'house.memory.foreign', 'the device wrote to the available ring'],
    ['foreign-memory', 'house.memory.foreign', 'the device wrote to the foreign memory'],
  ])('on %s breaks %s', (on, clause, because) => {
    expect(faultsOfScribbling(calm, { kind: 'device.scribbles', on })).toEqual([
      { by: 'device', clauses: [clause], because },
    ])
  })

  it('is foreseen of buffers that a broken ring names again, and of nothing else', () => {
    expect(faultsOfScribbling(provoked, { kind: 'device.scribbles', on: 'returned-buffer' })).toEqual([])
    expect(faultsOfScribbling(provoked, { kind: 'device.scribbles', on: 'foreign-memory' })).toHaveLength(1)
    expect(faultsOfStraying(provoked, { kind: 'device.strays', queue: queueIndex(2), head: 77, length: 0 })).toEqual([])
  })

  it('says where, as far as that is known', () => {
    const where = { kind: 'device.scribbles', on: 'returned-buffer', queue: queueIndex(0) } as const
    expect(faultsOfScribbling(calm, where)[0]?.because).toBe('the device wrote to the returned buffer of queue 0')
    expect(faultsOfScribbling(calm, { ...where, chain: 0 })[0]?.because).toBe(
      'the device wrote to the returned buffer of queue 0, chain 0',
    )
  })
})

it('what a queue shows that was enabled anew breaks the clauses of its reset', () => {
  const anew = { ...calm, queues: calm.queues.map((queue) => queue && renewed(queue, 4)) }
  const strays = { kind: 'device.strays', queue: queueIndex(1), head: 9, length: 0 } as const
  expect(faultsOfStraying(anew, strays)[0]?.clauses).toEqual(['core.vqreset.device.2'])
})
