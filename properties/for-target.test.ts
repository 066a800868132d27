import { describe, expect, test, vi } from 'vitest'
import { pciReferenceTarget } from '../conformance/targets/pci-reference.ts'
import { referenceTarget } from '../conformance/targets/reference.ts'
import { tunReferenceTarget } from '../conformance/targets/tun-reference.ts'
import { altered } from './bugs/altered.ts'
import { reactionBugs } from './bugs/index.ts'
import { forTarget, properties, Refused } from './index.ts'
import { netProperties } from './net-properties.ts'
import type { Target } from './target.ts'

const reference = referenceTarget('eager')

/** The reference with a seeded bug, counting its sessions. */
function faulty(id: string, open = { now: 0, ever: 0 }): Target {
  const bug = reactionBugs.find((one) => one.id === id)
  if (bug === undefined) throw new Error(`fault: no bug is called ${id}`)
  return {
    ...reference,
    async open(options) {
      const { config } = await reference.capabilities()
      const session = bug.wrap(await reference.open(options), config)
      open.now++
      open.ever++
      return {
        ...session,
        async close() {
          open.now--
        },
      }
    },
  }
}
const only = (id: string) => netProperties.filter((property) => property.id === id)

describe('forTarget', () => {
  test('every property is a test, named by what it says', () => {
    const tests = forTarget(reference)
    expect(tests.map(({ property }) => property)).toEqual(properties)
    expect(tests.map(({ name }) => name)).toEqual(properties.map(({ id, says }) => `${id}: ${says}`))
  })

  test('a target that conforms passes', async () => {
    const skip = vi.fn()
    const whole = { ...reference, parts: { pci: pciReferenceTarget('eager'), tun: tunReferenceTarget('eager') } }
    for (const { run } of forTarget(whole, { runs: 2 })) await expect(run({ skip })).resolves.toBeUndefined()
    expect(skip.mock.calls).toEqual([['admin-queues: the target does not have it']])
  })

  test('a breach names clause, seed and run, and tells a short history; every session is closed', async () => {
    const open = { now: 0, ever: 0 }
    const [one] = forTarget(faulty('reset-keeps-failed', open), { properties: only('negotiation/status'), seed: 3 })
    const error: unknown = await one?.run().catch((thrown: unknown) => thrown)
    if (!(error instanceof Refused)) throw new Error('the bug is not refused', { cause: error })
    expect(error.refusal).toMatchObject({ by: 'device', clauses: ['core.reset.device.1'] })
    expect(error.log[error.at]).toMatchObject({ kind: 'device.shows', field: 'device_status', value: '80' })
    const lines = error.message.split('\n')
    expect(lines[0]).toBe(`core.reset.device.1 broken by the device: ${error.refusal.because}`)
    expect(lines[1]).toMatch(/^negotiation\/status, seed 3, run \d+:$/)
    expect(lines.slice(2)).toEqual([
      '  driver.sets {"bit":"FAILED"}',
      '  device.shows {"field":"device_status","value":"80"}',
      '  driver.resets',
      '> device.shows {"field":"device_status","value":"80"}',
      '  device.rests',
    ])
    expect(open.now).toBe(0)
    expect(open.ever).toBeGreaterThan(2)
  })

  test('what the target lacks is told to the runner, and nothing is opened', async () => {
    const open = vi.fn()
    const poor: Target = {
      ...reference,
      capabilities: async () => ({
        ...(await reference.capabilities()),
        has: new Set(),
        missing: { net: 'net: no wire' },
      }),
      open,
    }
    const skip = vi.fn()
    const [one] = forTarget(poor, { properties: only('negotiation/features-ok') })
    await one?.run({ skip })
    await one?.run()
    expect(skip.mock.calls).toEqual([['net: no wire']])
    expect(open).not.toHaveBeenCalled()
  })

  test('a SHOULD that is not followed fails under strict only', async () => {
    const reluctant: Target = {
      ...reference,
      async open(options) {
        const session = await reference.open(options)
        return altered(session, () => (entry) => [entry.kind === 'device.agrees' ? { ...entry, ok: false } : entry])
      },
    }
    const tests = (strict: boolean) =>
      forTarget(reluctant, { properties: only('negotiation/features-ok'), runs: 3, strict })
    await expect(tests(false)[0]?.run()).resolves.toBeUndefined()
    await expect(tests(true)[0]?.run()).rejects.toThrow('core.features.device.2 broken by the device')
  })

  test('so many runs are done, the cost of the property allowing', async () => {
    const count = async (runs: number, maxRuns?: number) => {
      const open = vi.fn(reference.open)
      const cost = maxRuns === undefined ? {} : { cost: { maxRuns, because: 'slow' } }
      const some = only('negotiation/features-ok').map((property) => ({ ...property, ...cost }))
      await forTarget({ ...reference, open }, { properties: some, runs })[0]?.run()
      return open.mock.calls.length
    }
    expect([await count(3), await count(3, 2), await count(2, 3)]).toEqual([3, 2, 2])
  })
})
