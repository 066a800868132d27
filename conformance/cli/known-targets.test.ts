import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { specification, suite } from '../report/suite.ts'
import { policies } from '../targets/policy.ts'
import { remedy } from '../targets/qemu/availability.ts'
import { targetNamed } from './known-target.ts'
import { knownTargets, reference } from './known-targets.ts'
import { thisProject } from './this-project.ts'
import { type } from './toy-project.fixture.ts'
import { UsageError } from './usage-error.ts'

test('what is ours is never excused, what is not has its deviations', () => {
  expect(knownTargets.map(({ name, ours }) => [name, ours])).toEqual([
    ['engine', true],
    ['reference', true],
    ['qemu-virtio-net', false],
    ['linux-tun', false],
  ])
  for (const { name, ours } of knownTargets)
    expect(thisProject.courts.some((court) => court.deviationsOf(name).length > 0)).toBe(!ours)
})

test('the engine: one target, of this version, seeded', async () => {
  const engine = targetNamed(knownTargets, 'engine')
  expect(await engine.probe({})).toEqual({ available: true, version: suite.version })
  const targets = await engine.make({})
  expect(targets).toHaveLength(1)
  expect(targets[0]).toMatchObject({ name: 'engine', version: suite.version, seeded: true })
})

test('the reference: a target a policy, each seeded', async () => {
  const known = targetNamed(knownTargets, 'reference')
  expect(await known.probe({})).toEqual({ available: true, version: specification })
  const targets = await known.make({})
  expect(targets.map(({ name }) => name)).toEqual(Object.keys(policies).map((policy) => `reference (${policy})`))
  for (const { seeded } of targets) expect(seeded).toBe(true)
  expect(reference('lazy')).toMatchObject({ name: 'reference (lazy)', seeded: true })
})

describe('a QEMU', () => {
  const qemu = targetNamed(knownTargets, 'qemu-virtio-net')

  test('with an option that cannot be is not asked for', async () => {
    const words = '--option: option queue-size=100: must be 256, 512 or 1024'
    await expect(qemu.make({ 'queue-size': '100' })).rejects.toThrow(new UsageError(words))
    expect(() => qemu.probe({ 'queue-size': '100' })).toThrow(new UsageError(words))
  })

  test('that is named and is not there: 3, and what would help', async () => {
    expect(await type('check --target qemu-virtio-net --option qemu=no-such-qemu', thisProject)).toEqual({
      status: 3,
      out: '',
      err: `error: no-such-qemu cannot be run (not found): ${remedy}`,
    })
  })

  describe('where none is installed', () => {
    const path = process.env['PATH']
    beforeEach(() => {
      process.env['PATH'] = '/nowhere'
    })
    afterEach(() => {
      process.env['PATH'] = path
    })

    test('check exits 3 with the very words of targets', async () => {
      const listed = await type('targets --json', thisProject)
      expect(listed.status).toBe(0)
      const row = JSON.parse(listed.out).targets[2]
      expect(row).toEqual({
        name: 'qemu-virtio-net',
        available: false,
        why: `qemu-system-x86_64 cannot be run (not found): ${remedy}`,
        needs: qemu.needs,
      })
      const words = { status: 3, out: '', err: `error: ${row.why}` }
      expect(await type('check --target qemu-virtio-net', thisProject)).toEqual(words)
      expect(await type('bugs --target qemu-virtio-net', thisProject)).toEqual(words)
    })
  })
})
