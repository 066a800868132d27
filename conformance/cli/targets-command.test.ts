import { expect, test } from 'vitest'
import { toyJson, toyType } from './toy-project.fixture.ts'

test('which targets there are, what each needs, and whether it can run here', async () => {
  const { status, out } = await toyType('targets')
  expect(status).toBe(0)
  const [first, ...others] = out.split('\n')
  expect(first).toBe('engine               can run here: 1')
  expect(others.slice(0, 3)).toEqual(['  the engine', '  needs a desk', '  --option path=…  where it is'])
  expect(others.slice(-5)).toEqual([
    'absent               cannot run here',
    '  the absent',
    '  why: there is no desk: bring one',
    '  needs a desk',
    '  --option path=…  where it is',
  ])
})

test('as JSON', async () => {
  const { status, report } = await toyJson('targets --json')
  expect(status).toBe(0)
  expect(report.targets).toHaveLength(4)
  expect(report.targets[0]).toEqual({ name: 'engine', available: true, version: '1', needs: ['a desk'] })
  expect(report.targets[3]).toEqual({
    name: 'absent',
    available: false,
    why: 'there is no desk: bring one',
    needs: ['a desk'],
  })
})

test('a target that cannot run here says the same when it is asked to', async () => {
  const { report } = await toyJson('targets --json')
  expect(await toyType('check --target absent')).toEqual({ status: 3, out: '', err: `error: ${report.targets[3].why}` })
})
