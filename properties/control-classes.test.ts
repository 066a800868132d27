import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { referenceConfig } from '../conformance/targets/reference-config.ts'
import { coalescingBugs } from './bugs/coalescing.ts'
import { offloadBugs } from './bugs/offloads.ts'
import { rssContextBugs } from './bugs/rss-context.ts'
import { statisticsBugs } from './bugs/statistics.ts'
import { coalescing } from './coalescing.ts'
import { offloads } from './offloads.ts'
import { rssContexts } from './rss-context.ts'
import { statistics } from './statistics.ts'

const all = [...coalescing, ...offloads, ...rssContexts, ...statistics]

describe.each(all.map((property) => [property.id, property] as const))('%s', (_, property) => {
  it('asks something of every device, in a plan that rests', () => {
    for (const plan of fc.sample(property.plan(referenceConfig), { numRuns: 20, seed: 1 })) {
      expect(plan.some(({ kind }) => kind === 'driver.commands')).toBe(true)
      expect(plan.at(-1)?.kind).toBe('device.rests')
    }
  })
})

it('each has bugs of its own', () => {
  const bugs = [...coalescingBugs, ...offloadBugs, ...rssContextBugs, ...statisticsBugs]
  expect(new Set(bugs.map(({ property }) => property))).toEqual(new Set(all.map(({ id }) => id)))
})
