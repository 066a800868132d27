import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { TargetLost } from '../../properties/target.ts'
import { type Finished, inProcess, jobsFor, reportsOf, shardsOf } from './jobs.ts'
import { toyJson, toyType } from './toy-project.fixture.ts'
import { UsageError } from './usage-error.ts'

const signal = new AbortController().signal

describe('a shard is cut so that every run is done once', () => {
  const runsOf = ({ index, of }: { readonly index: number; readonly of: number }) =>
    Array.from({ length: 24 }, (_, run) => run).filter((run) => run % of === index - 1)

  test.each([
    [{ index: 1, of: 1 }, 3],
    [{ index: 2, of: 3 }, 4],
    [{ index: 1, of: 2 }, 1],
  ])('%o by %i jobs', (shard, jobs) => {
    const shards = shardsOf(shard, jobs)
    expect(shards).toHaveLength(jobs)
    expect(shards.flatMap(runsOf).toSorted((a, b) => a - b)).toEqual(runsOf(shard))
  })
})

test.each([
  [{ ours: true }, 400, 2, 2],
  [{ ours: true }, 399, 2, 1],
  [{ ours: false }, 1000, 2, 1],
  [{ ours: true }, 1000, 1, 1],
])('%o at %i runs on %i cores: %i jobs', (known, runs, cores, jobs) => {
  expect(jobsFor(known, runs, cores)).toBe(jobs)
})

describe('a worker that ends without a report ends the check in the same way', () => {
  const reports = (finished: Finished) =>
    reportsOf(
      [{ index: 1, of: 1 }],
      () => [],
      () => Promise.resolve(finished),
      signal,
    )

  test('a wrong command line, a lost target, anything else', async () => {
    await expect(reports({ status: 2, out: '', err: 'error: odd\n' })).rejects.toThrow(new UsageError('odd'))
    await expect(reports({ status: 3, out: '', err: 'error: gone\n' })).rejects.toThrow(new TargetLost('gone'))
    await expect(reports({ status: 7, out: '', err: 'boom' })).rejects.toThrow(
      'a worker process ended with status 7: boom',
    )
    await expect(reports({ status: null, out: '', err: '' })).rejects.toThrow('status null')
    expect(await reports({ status: 1, out: '{"runs":3}', err: '' })).toEqual([{ runs: 3 }])
  })

  test('an interrupt is heard', async () => {
    const again = () => Promise.resolve({ status: 130, out: '', err: '' })
    await expect(reportsOf([{ index: 1, of: 1 }], () => [], again, AbortSignal.abort())).rejects.toThrow('interrupted')
  })
})

test('a process of its own: what it writes and how it ends', async () => {
  const [program, argv] = [process.argv[1] ?? '', process.execArgv]
  process.argv[1] = '--eval'
  process.execArgv = []
  try {
    const script = "console.log('out', process.argv[1]); console.error('err'); process.exitCode = 3"
    const heard: string[] = []
    expect(await inProcess([script, 'word'], signal, (line) => heard.push(line))).toEqual({
      status: 3,
      out: 'out word\n',
      err: 'err\n',
    })
    expect(heard).toEqual(['err'])
  } finally {
    process.argv[1] = program
    process.execArgv = argv
  }
})

describe('check --jobs', () => {
  test('gives the report that one process gives', async () => {
    const facts = 'check --target noisy --runs 7 --seed 3 --json'
    const [one, three] = [await toyJson(facts), await toyJson(`${facts} --jobs 3`)]
    const timeless = (report: { properties: readonly object[] }) => ({
      ...report,
      durationMs: 0,
      properties: report.properties.map((property) => ({ ...property, durationMs: 0 })),
    })
    expect(three.status).toBe(one.status)
    expect(timeless(three.report)).toEqual(timeless(one.report))
  })

  test('in print, with the story of a failure from its trace; a wrong word is told once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jobs-test-'))
    const { status, out } = await toyType(
      `check --target shorty --expectations none --runs 4 --seed 3 --jobs 2 --bail --timeout 9 --traces ${folder}`,
    )
    const kept = readdirSync(folder).toSorted()
    rmSync(folder, { recursive: true })
    expect(kept).toEqual(['shard-1-of-2', 'shard-2-of-2'])
    expect(status).toBe(1)
    expect(out).toMatch(/FAIL +toy\/offers/)
    expect(out).toContain('^ split.used.device.2: length 9, not 10')
    expect(await toyType('check --target absent --jobs 2')).toMatchObject({
      status: 3,
      err: 'error: there is no desk: bring one',
    })
  })
})
