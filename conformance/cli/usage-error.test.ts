import { expect, test } from 'vitest'
import { run } from './program.ts'
import { surroundings, toyProject } from './toy-project.fixture.ts'
import { UsageError } from './usage-error.ts'

test('a usage error ends the program with one line and status 2; any other error is ours and goes through', async () => {
  const failing = (error: Error) => ({
    ...toyProject,
    targets: toyProject.targets.map((target) => ({ ...target, make: () => Promise.reject(error) })),
  })
  const { around, out, err } = surroundings()
  expect(await run(['check'], failing(new UsageError('x: expected y')), around)).toBe(2)
  expect([out.filter((line) => line !== ''), err]).toEqual([[], ['error: x: expected y']])
  await expect(run(['check'], failing(new Error('fault: odd')), around)).rejects.toThrow('fault: odd')
  expect(new UsageError('x').name).toBe('UsageError')
})
