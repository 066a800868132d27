import { describe, expect, it } from 'vitest'
import { queueIndex } from '../kernel/brand.ts'
import { renewed } from '../ring/renewal.ts'
import type { DeviceScribbles } from './action.ts'
import { live } from './live.fixture.ts'
import { faultsOfFailing, faultsOfScribbling, faultsOfStraying } from './misbehaviour.ts'

describe('faultsOfStraying', () => {
  it('names the queue and the id of the used entry', () => {
    expect(faultsOfStraying(live(), { kind: 'device.strays', queue: queueIndex(2), head: 77, length: 0 })).toEqual([
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
    expect(faultsOfScribbling({ kind: 'device.scribbles', on })).toEqual([{ by: 'device', clauses: [clause], because }])
  })

  it('says where, as far as that is known', () => {
    const where = { kind: 'device.scribbles', on: 'returned-buffer', queue: queueIndex(0) } as const
    expect(faultsOfScribbling(where)[0]?.because).toBe('the device wrote to the returned buffer of queue 0')
    expect(faultsOfScribbling({ ...where, chain: 0 })[0]?.because).toBe(
      'the device wrote to the returned buffer of queue 0, chain 0',
    )
  })
})

describe('faultsOfFailing', () => {
  it.each([
    ['hangs', '', 'house.device.answers', 'the device hangs'],
    ['dies', 'signal 11', 'house.device.answers', 'the device dies: signal 11'],
    ['needs-reset', 'status 0x4f', 'house.device.healthy', 'the device needs-reset: status 0x4f'],
  ] as const)('that %s with the words "%s" breaks %s', (how, words, clause, because) => {
    expect(faultsOfFailing(live(), { kind: 'device.fails', how, words })).toEqual([
      { by: 'device', clauses: [clause], because },
    ])
  })
})

it('what a queue shows that was enabled anew breaks the clauses of its reset', () => {
  const device = live()
  const anew = { ...device, queues: device.queues.map((queue) => queue && renewed(queue, 4)) }
  const strays = { kind: 'device.strays', queue: queueIndex(1), head: 9, length: 0 } as const
  expect(faultsOfStraying(anew, strays)[0]?.clauses).toEqual(['core.vqreset.device.2'])
  const fails = (how: 'needs-reset' | 'hangs') => faultsOfFailing(anew, { kind: 'device.fails', how, words: '' })
  expect(fails('needs-reset')[0]?.clauses).toEqual(['core.vqreset.device.2'])
  expect(fails('hangs')[0]?.clauses).toEqual(['house.device.answers'])
})
