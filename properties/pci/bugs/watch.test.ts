import { expect, test } from 'vitest'
import { queueIndex } from '../../../model/kernel/brand.ts'
import { write } from '../plan.ts'
import { PciWatch } from './watch.ts'

const queue = queueIndex(1)

test('a faulty function knows what was written since its last reset, queue by queue', () => {
  const watch = new PciWatch()
  expect(watch.queue).toBe(0)
  for (const act of [write('queue_select', 1), write('queue_size', 8), write('queue_select', 2)]) watch.did(act)
  expect(watch.last('queue_size')).toBeUndefined()
  watch.did(write('queue_select', 1))
  expect([watch.last('queue_size'), watch.latest('queue_size'), watch.times('queue_select')]).toEqual([8, 8, 3])
  watch.did({ kind: 'driver.resets' })
  expect([watch.last('queue_size'), watch.latest('queue_size'), watch.queue, watch.resets]).toEqual([
    undefined,
    8,
    0,
    1,
  ])
})

test('and which queues are enabled, were reset and were given buffers', () => {
  const watch = new PciWatch()
  watch.did({ kind: 'driver.enables', queue })
  watch.did({ kind: 'driver.offers', queue })
  watch.did({ kind: 'admin.links', up: false })
  expect([watch.isEnabled(1), watch.isEnabled(0), watch.used, watch.queue, watch.links]).toEqual([true, false, 1, 1, 1])
  watch.did({ kind: 'driver.resetsQueue', queue })
  expect([watch.isEnabled(1), watch.queueResets.get(1)]).toEqual([false, 1])
})
