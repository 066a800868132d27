import fc from 'fast-check'
import { expect, test } from 'vitest'
import { referenceConfig } from '../../conformance/targets/reference-config.ts'
import { bothWays } from './both-ways.ts'
import { script } from './script.ts'

test('frames go both ways, and buffers are offered, on the first pair only', () => {
  const plans = fc.sample(
    bothWays(referenceConfig).chain((intent) => fc.array(intent)),
    { numRuns: 50, seed: 1 },
  )
  const stimuli = plans.flatMap((intents) => script(intents))
  expect(new Set(stimuli.map(({ kind }) => kind))).toEqual(
    new Set(['wire.arrives', 'driver.transmits', 'driver.offers']),
  )
  expect(new Set(stimuli.flatMap((one) => ('queue' in one ? [one.queue] : [])))).toEqual(new Set([0, 1]))
})
