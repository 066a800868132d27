import { expect, test } from 'vitest'
import { referenceTarget } from '../../conformance/targets/reference.ts'
import { queueIndex } from '../../model/kernel/brand.ts'
import type { NetObservation } from '../../model/net/action.ts'
import { added } from './added.ts'

const interrupts: NetObservation = { kind: 'device.interrupts', queue: queueIndex(0) }

test('adds to what is seen of a stimulus, and nothing to one that is skipped', async () => {
  const told: unknown[] = []
  const session = added(await referenceTarget().open(), () => (stimulus, seen) => {
    told.push([stimulus.kind, seen.length])
    return [interrupts]
  })
  expect((await session.perform({ kind: 'driver.resets' })).at(-1)).toEqual(interrupts)
  expect(await session.perform({ kind: 'driver.starts', size: 8 })).toBe('skipped')
  expect(told).toEqual([['driver.resets', 1]])
  expect(await session.settle()).toEqual([{ kind: 'device.rests' }])
})
