import fc from 'fast-check'
import { expect, it } from 'vitest'
import { referenceConfig } from '../conformance/targets/reference-config.ts'
import { corruptions } from '../model/ring/corruption.ts'
import { hostile } from './hostile.ts'

it.each(hostile)('$id breaks a queue in every way there is', ({ plan }) => {
  const plans = fc.sample(plan(referenceConfig), { numRuns: 400, seed: 1 })
  const ways = plans.flatMap((steps) => steps.flatMap((step) => (step.kind === 'driver.corrupts' ? [step.how] : [])))
  expect([...new Set(ways)].sort()).toEqual([...corruptions].sort())
})
