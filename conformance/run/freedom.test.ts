import { expect, test } from 'vitest'
import { clauseOf } from '../../model/clause/clause.ts'
import { counted, type FreedomId, freedoms, markLines, together } from './freedom.ts'

const ids = Object.keys(freedoms) as readonly FreedomId[] // the keys of `freedoms`

test('a freedom is no MUST of virtio: those leave no choice', () => {
  expect(ids.filter((id) => !id.startsWith('house.') && /^MUST/.test(clauseOf(id).level))).toEqual([])
})

test('marks are counted by side, on top of those before', () => {
  const once = counted([
    { clause: 'core.vq.def.1', taken: true },
    { clause: 'core.vq.def.1', taken: false },
    { clause: 'core.vq.def.1', taken: true },
    { clause: 'net.mq.device.6', taken: false },
  ])
  expect(once).toEqual({
    'core.vq.def.1': { taken: 2, declined: 1 },
    'net.mq.device.6': { taken: 0, declined: 1 },
  })
  expect(counted([{ clause: 'net.mq.device.6', taken: true }], once)).toEqual({
    'core.vq.def.1': { taken: 2, declined: 1 },
    'net.mq.device.6': { taken: 1, declined: 1 },
  })
  expect(together([once, {}, once])['core.vq.def.1']).toEqual({ taken: 4, declined: 2 })
})

test('in print: each side that was seen, in words', () => {
  expect(markLines({})).toEqual([])
  expect(
    markLines({ 'core.vq.def.1': { taken: 0, declined: 7 }, 'house.frame.foreign': { taken: 2, declined: 1 } }),
  ).toEqual([
    'where the text leaves a choice, this target',
    '  core.vq.def.1            uses the oldest chain of several (7)',
    '  house.frame.foreign      pads a short frame (2); places a short frame as it is (1)',
    '',
  ])
})
