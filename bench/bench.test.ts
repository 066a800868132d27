import { afterAll, describe, expect, it } from 'vitest'
import { allocation } from './allocation.ts'
import { comparisons } from './compare/index.ts'
import { measure } from './measure.ts'
import { outcomeOf } from './outcome.ts'
import { scaling } from './scaling.ts'
import { Twin } from './twin.ts'

const started = Twin.start()
const twin = typeof started === 'string' ? undefined : started

afterAll(async () => {
  await twin?.close()
})

describe.each(Object.entries(comparisons))('%s', (id, make) => {
  it('gives one answer, whoever computes it, and is measured', async () => {
    const comparison = await make({ twin, times: 1 })
    expect(comparison.id).toBe(id)
    const answers: string[] = []
    for (const variant of comparison.variants) answers.push(await variant.answer())
    expect(new Set(answers).size).toBe(1)
    const { times, goals, engineOver } = outcomeOf(await measure(comparison, 1, 1))
    expect(Object.values(times).every((time) => time > 0)).toBe(true)
    expect(Object.keys(engineOver)).toEqual(Object.keys(times).filter((name) => name !== 'engine'))
    expect(goals.length).toBe(comparison.goals.filter(({ over }) => over in times).length)
  })
})

it('C twins take part where there is a compiler, and it is said where there is none', () => {
  expect(typeof started === 'string' ? started : started.version).toMatch(/gcc/)
})

it('tells how the cost of a frame grows', () => {
  const { idlePairs, framesARun } = scaling(1)
  expect(Object.keys(idlePairs)).toEqual(['1', '16', '256'])
  expect(framesARun['16']).toBe(1)
})

it('asks the heap', async () => {
  const { frames, bytesPerFrame } = await allocation(2000)
  expect([frames, Number.isFinite(bytesPerFrame)]).toEqual([2000, true])
})
