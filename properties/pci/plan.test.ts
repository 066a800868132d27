import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pciReferenceConfig as config } from '../../conformance/targets/pci-reference-config.ts'
import { queueIndex } from '../../model/kernel/brand.ts'
import { pciFunction } from '../../model/transport/pci/function.ts'
import { commonFields } from '../../model/wire/pci-common-config.ts'
import { change } from './change.ts'
import { discovery } from './discovery.ts'
import { interrupts } from './interrupts.ts'
import { enabling, mapping, negotiating, provoking, queuesOf, resettable, sizesOf, working } from './plan.ts'
import { registers } from './registers.ts'
import { resets } from './reset.ts'
import type { PciPlan } from './terms.ts'
import { windows } from './window.ts'

const machine = pciFunction()

/** The clauses that a driver breaks who does what a plan says, on a device that answers at once. */
function breaches(plan: PciPlan): readonly string[] {
  let state = machine.initial(config)
  const found: string[] = []
  for (const act of plan) {
    const step = machine.step(state, act)
    if (!step.ok && step.refusal.by === 'driver') found.push(`${act.kind}: ${step.refusal.because}`)
    state = machine.effect(state, act)
    for (let next = machine.enabled(state); next[0] !== undefined && next[0].kind !== 'device.rests'; ) {
      state = machine.effect(state, next[0])
      next = machine.enabled(state)
    }
  }
  return found
}

const everyProperty = [...discovery, ...registers, ...resets, ...interrupts, ...change, ...windows]

describe('plans', () => {
  it.each(everyProperty.filter(({ needs }) => !needs.includes('admin-queues')))(
    '$id break no rule of a driver’s, whatever the session would let pass',
    ({ plan }) => {
      for (const one of fc.sample(plan(config), { numRuns: 50, seed: 1 })) expect(breaches(one)).toEqual([])
    },
  )

  it.each(everyProperty)('$id reset the device first, MSI-X apart, and rest at last', ({ plan }) => {
    for (const one of fc.sample(plan(config), { numRuns: 20, seed: 1 })) {
      expect(one.find(({ kind }) => kind !== 'driver.switchesMsix')?.kind).toBe('driver.resets')
      expect(one.at(-1)?.kind).toBe('device.rests')
    }
  })
})

it.each(everyProperty)('$id writes what fits the register', ({ plan }) => {
  const writes = fc
    .sample(plan(config), { numRuns: 50, seed: 1 })
    .flatMap((one) => one.flatMap((act) => (act.kind === 'driver.writes' ? [act] : [])))
  const wide = writes.filter(({ register, value }) => !(value >= 0 && value < 256 ** commonFields[register].width))
  expect(wide).toEqual([])
})

describe('the pieces of plans', () => {
  it('negotiate by windows and read FEATURES_OK back', () => {
    const plan = negotiating(config)
    expect(plan[0]).toEqual({ kind: 'driver.resets' })
    expect(plan.at(-1)).toMatchObject({ kind: 'driver.reads', register: 'device_status' })
  })

  it('enable queues with a vector where there are some', () => {
    expect(enabling(queueIndex(1)).map(({ kind }) => kind)).toEqual(['driver.enables'])
    expect(enabling(queueIndex(1), 2)).toContainEqual(mapping('queue_msix_vector', 2)[0])
    expect(working({ ...config, vectors: 0 }, true).map(({ kind }) => kind)).not.toContain('driver.switchesMsix')
    expect(provoking(queueIndex(1)).map(({ kind }) => kind)).toEqual(['driver.offers', 'driver.kicks'])
  })

  it('know what a queue can be', () => {
    expect(sizesOf({ ...config, queueSizes: [8] }, 0, 9)).toEqual([1, 2, 4, 8])
    expect(sizesOf(config, 99, 9)).toEqual([])
    expect(queuesOf({ ...config, queueSizes: [8, 0, 2] })).toEqual([0, 2])
    expect([resettable(config), resettable({ ...config, offered: 0n as never })]).toEqual([true, false])
  })
})
