import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { JobProgress } from './job-progress.ts'

test('a line is told once all worker processes have judged its property; other words are not', () => {
  const told: string[] = []
  const progress = new JobProgress({ err: (line) => told.push(line), stderr: new PassThrough() }, 2, 2)
  for (const line of ['ring/wrap: pass, 5 runs', 'a warning: of node', 'rss/queue: pass, 5 runs']) progress.heard(line)
  expect(told).toEqual([])
  progress.heard('ring/wrap: fail, 3 runs')
  expect(told).toEqual(['ring/wrap: judged'])
  progress.stop()
})

test('on a terminal a bar counts, and is taken away', () => {
  const stream = new PassThrough()
  const stderr = Object.assign(stream, { isTTY: true, columns: 200, rows: 20 })
  const told: string[] = []
  const progress = new JobProgress({ err: (line) => told.push(line), stderr }, 2, 1)
  progress.heard('ring/wrap: pass, 5 runs')
  progress.heard('ring/wrap: pass, 5 runs')
  progress.stop()
  expect(told).toEqual([])
  expect(String(stream.read())).toContain('of 1 properties, by 2 processes')
})
