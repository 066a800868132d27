import { expect, it } from 'vitest'
import { tunReferenceTarget } from '../../../conformance/targets/tun-reference.ts'
import { numberedPacket } from '../../../model/tun/numbered-packet.ts'
import { bareTap, closing, detaching, opening, setting, teaching } from '../plan.ts'
import { alteredTun, misreturned, ours } from './altered.ts'
import { disguised } from './disguised.ts'
import { meddling } from './meddling.ts'
import { numberedIn } from './numbered.ts'
import { flowsOf, TunWatch } from './watch.ts'

it('knows which queues there are and who taught what', () => {
  const watch = new TunWatch()
  for (const file of [0, 1, 2]) watch.did(setting(file, bareTap))
  watch.did(detaching(0))
  expect(watch.slots).toEqual([2, 1])
  watch.did(closing(1))
  expect(watch.slots).toEqual([2])
  const lesson = { kind: 'user.teaches', file: 2, first: 4, count: 2 } as const
  watch.did(lesson)
  expect([...watch.lessons]).toEqual([
    [4, 2],
    [5, 2],
  ])
  expect(flowsOf(lesson)).toEqual([4, 5])
})

it('tells numbered packets', () => {
  expect(numberedIn(numberedPacket(0x12345, 9))).toEqual({ flow: 0x12345, mark: 9, direction: 'forth' })
  expect(numberedIn(numberedPacket(7, 1, 'back'))).toEqual({ flow: 7, mark: 1, direction: 'back' })
})

it('does something else than it is told, or shows something else', async () => {
  const open = () => tunReferenceTarget().open()
  const deaf = meddling(await open(), () => async () => [])
  expect(await deaf.perform(opening(0))).toEqual([])
  const silent = alteredTun(await open(), () => () => [])
  expect(await silent.perform(opening(0))).toEqual([])
  const facts = ours('x', 'tun/setiff', 'linux-tun.file.opens', 'It fails.')
  const failing = misreturned(facts, () => 'EIO')
  const session = failing.wrap(await open(), { files: 1, queueLength: 1, features: 0, offloads: 0 })
  expect(await session.perform(opening(0))).toEqual([{ kind: 'device.returns', error: 'EIO', value: 0 }])
  const same = disguised(await open(), (frame) => frame)
  expect(await same.perform(teaching(0, 1))).toBe('skipped')
})
