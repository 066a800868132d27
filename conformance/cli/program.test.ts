import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ReactionBug } from '../../properties/bugs/reaction-bug.ts'
import { type Target, TargetLost } from '../../properties/target.ts'
import type { Deviation } from '../expectations/deviation.ts'
import { type ToyRules, type ToyState, toyModel } from '../run/toy/machine.fixture.ts'
import { toyProperty } from '../run/toy/property.fixture.ts'
import { type ToyOptions, toyTarget, use } from '../run/toy/target.fixture.ts'
import type { KnownTarget } from './known-target.ts'
import { run } from './program.ts'
import type { Project } from './project.ts'

type Toy = Project<ToyState, ToyRules>

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'program-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const short: Deviation<ToyState, ToyRules> = {
  name: 'short',
  clause: 'split.used.device.2',
  by: 'device',
  reason: 'seen',
  versions: { to: '1' },
  property: 'toy/offers',
  trace: 'none.jsonl',
  due: () => false,
  kind: 'widens',
  rule: 'lengths',
  widen: () => ({ lengths: (offered) => [offered, 9] }),
}

function known(name: string, options: ToyOptions, more: Partial<KnownTarget<ToyState, ToyRules>> = {}) {
  return {
    name,
    says: `the ${name}`,
    options: { path: 'where it is' },
    needs: ['a desk'],
    ours: false,
    deviations: [],
    probe: () => Promise.resolve({ available: true as const, version: '1' }),
    make: (): Promise<readonly [Target]> => Promise.resolve([toyTarget({ name, ...options })]),
    ...more,
  } satisfies KnownTarget<ToyState, ToyRules>
}

const lose: ReactionBug = {
  id: 'lose',
  says: 'It loses chains.',
  source: 'ours',
  property: 'toy/offers',
  clause: 'house.chain.lost',
  wrap: (session) => ({
    ...session,
    settle: async () => (await session.settle()).filter((entry) => entry.kind !== 'device.uses'),
  }),
}

const project: Toy = {
  model: toyModel,
  properties: [toyProperty, { ...toyProperty, id: 'toy/again', clauses: ['split.used.device.2'] }],
  targets: [
    known('engine', {}, { ours: true }),
    known('shorty', { version: '1.5', reacts: ({ chain }) => [use(chain, 9)] }, { deviations: [short] }),
    known('noisy', { reacts: ({ chain }) => [use(chain), { kind: 'device.interrupts', queue: use(1).queue }] }),
    known(
      'absent',
      {},
      {
        probe: () => Promise.resolve({ available: false as const, why: 'there is no desk: bring one' }),
        make: () => Promise.reject(new TargetLost('there is no desk: bring one')),
      },
    ),
  ],
  reactionBugs: [lose],
  bugBase: () => toyTarget({}),
  engineBugs: [],
}

async function type(words: string, of: Toy = project) {
  const out: string[] = []
  const err: string[] = []
  const status = await run(
    words.split(' ').filter((word) => word !== ''),
    of,
    {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      stdout: {},
      stderr: Object.assign(new (await import('node:stream')).PassThrough(), { isTTY: false }),
      environment: {},
      signal: new AbortController().signal,
    },
  )
  return { status, out: out.join('\n'), err: err.join('\n') }
}
const json = async (words: string) => {
  const { status, out } = await type(words)
  return { status, report: JSON.parse(out) }
}

describe('check', () => {
  test('a target without fault: 0, and the report says what was done', async () => {
    const { status, out, err } = await type(`check --seed 4 --runs 5 --traces ${folder}`)
    expect(status).toBe(0)
    expect(err).toBe('')
    expect(out).toContain('engine toy 1.2.3 · seed 4 · 5 runs a property')
    expect(out).toMatch(/pass {7}toy\/offers +5 runs/)
    expect(out).toContain('2 passed, 0 failed in')
  })

  test('the JSON report, field by field, and nothing else on standard output', async () => {
    const { status, report } = await json(`check --json --seed 4 --runs 5 --property toy/offers --traces ${folder}`)
    expect(status).toBe(0)
    expect(report).toEqual({
      suite: { name: 'virtio-conformance', version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
      specification: 'virtio-v1.4-cs01',
      target: { name: 'engine', version: 'toy 1.2.3', capabilities: ['net'] },
      seed: 4,
      runs: 5,
      durationMs: expect.any(Number),
      expectations: null,
      summary: { pass: 1, fail: 0, warn: 0, skip: 0, inconclusive: 0, expected: 0, unexpectedPass: 0 },
      properties: [
        {
          id: 'toy/offers',
          says: 'Chains come back.',
          clauses: ['house.chain.lost', 'house.chain.foreign'],
          verdict: 'pass',
          runs: 5,
          durationMs: expect.any(Number),
          reached: { 'frames placed': expect.any(Number), stimuli: expect.any(Number) },
          deviations: [],
        },
      ],
      clauses: {
        'house.chain.foreign': { level: 'MUST', verdict: 'pass', properties: ['toy/offers'] },
        'house.chain.lost': { level: 'MUST', verdict: 'pass', properties: ['toy/offers'] },
      },
      marks: {},
      survey: [],
    })
  })

  test('a failure: 1, a story with clause and seed, a trace, and the command that replays it', async () => {
    const words = `--target shorty --expectations none --seed 4 --traces ${folder}`
    const { status, out } = await type(`check ${words} --property toy/offers`)
    const file = join(folder, 'shorty-toy-offers-4.jsonl')
    expect(status).toBe(1)
    expect(out).toContain('split.used.device.2 is broken by the device: length 9, not 10')
    expect(out).toMatch(/2 {2}device uses q0 c\d, len 9\n +\^ split.used.device.2: length 9, not 10/)
    expect(out).toContain(`replay  virtio-conformance replay ${file} --target shorty`)
    expect(out).toContain(
      'again: virtio-conformance check --target shorty --seed 4 --runs 100 --property toy/offers --expectations none',
    )
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(5)

    const { report } = await json(`check ${words} --json --option path=x --bail`)
    expect(report.properties).toHaveLength(1)
    expect(report.properties[0]).toMatchObject({
      verdict: 'fail',
      runs: 1,
      refusal: { clause: 'split.used.device.2', by: 'device', because: 'length 9, not 10' },
      trace: file,
      replay: `virtio-conformance replay ${file} --target shorty --option path=x`,
    })
    expect(report.clauses['house.chain.lost'].verdict).toBe('inconclusive')
    expect(report.clauses['split.used.device.2']).toEqual({
      level: 'MUST',
      verdict: 'fail',
      properties: ['toy/offers'],
    })
    expect(report.survey).toMatchObject([{ clause: 'split.used.device.2', by: 'device', property: 'toy/offers' }])

    expect((await type(`replay ${file}`)).status).toBe(0) // it is a known deviation
    const again = await json(`replay ${file} --expectations none --json`)
    expect(again.status).toBe(1)
    expect(again.report).toMatchObject({
      seed: 4,
      runs: 1,
      summary: { fail: 1 },
      properties: [{ id: 'toy/offers', runs: 1 }],
    })
    expect((await type(`replay ${file} --target engine`)).status).toBe(0)
    expect((await type(`explain ${file}`)).out).toContain(
      '^ split.used.device.2 broken by the device: length 9, not 10',
    )
  })

  test('a known deviation is expected, counted and surveyed', async () => {
    const { status, report } = await json(
      `check --target shorty --json --runs 5 --seed 1 --property toy/offers --traces ${folder}`,
    )
    expect(status).toBe(0)
    expect(report).toMatchObject({
      expectations: 'conformance/expectations/shorty',
      summary: { expected: 1, fail: 0 },
      properties: [
        { verdict: 'expected', runs: 5, deviations: [{ name: 'short', clause: 'split.used.device.2', times: 5 }] },
      ],
      survey: [{ clause: 'split.used.device.2' }],
    })
  })

  test('a file of expectations names known deviations; ours are never excused', async () => {
    const file = join(folder, 'expected.json')
    const write = (...expected: readonly string[]) =>
      writeFileSync(file, JSON.stringify({ format: 'virtio-conformance-expectations/1', target: 'shorty', expected }))
    const words = `check --target shorty --expectations ${file} --property toy/offers --runs 1 --seed 1 --json --traces ${folder}`
    write('short')
    expect((await json(words)).report).toMatchObject({ expectations: file, summary: { expected: 1 } })
    write()
    expect((await json(words)).status).toBe(1)
    write('shirt')
    expect(await type(words)).toEqual({
      status: 2,
      out: '',
      err: `error: ${file}: line 1: expected[0]: expected one of short, found "shirt"; did you mean short?`,
    })
    expect(await type(`check --expectations ${file}`)).toMatchObject({
      status: 2,
      err: `error: --expectations ${file}: engine is ours and is never excused; expected none`,
    })
  })

  test('a warning passes unless --strict is given', async () => {
    const words = `check --target noisy --runs 2 --seed 1 --traces ${folder}`
    expect(await json(`${words} --json`)).toMatchObject({ status: 0, report: { summary: { warn: 2 } } })
    expect((await type(`${words} --strict`)).status).toBe(1)
  })

  test('a target that cannot be started: 3, with its words', async () => {
    expect(await type('check --target absent')).toEqual({
      status: 3,
      out: '',
      err: 'error: there is no desk: bring one',
    })
  })

  test('reports in files', async () => {
    const at = (name: string) => join(folder, name)
    const formats = `--report json=${at('r.json')} --report junit=${at('r.xml')} --report tap=${at('r.tap')} --report text=${at('r.txt')}`
    const { out } = await type(`check --target shorty --expectations none --seed 1 --traces ${folder} ${formats}`)
    expect(out).toContain('0 passed, 2 failed')
    expect(JSON.parse(readFileSync(at('r.json'), 'utf8')).summary.fail).toBe(2)
    expect(readFileSync(at('r.xml'), 'utf8')).toContain('tests="2" failures="2"')
    expect(readFileSync(at('r.tap'), 'utf8')).toMatch(/^TAP version 14\n1\.\.2\nnot ok 1 - toy\/offers\n/)
    expect(readFileSync(at('r.txt'), 'utf8')).toContain('device uses q0')
  })
})

describe('what is wrong with a command line is said in one line: 2', () => {
  test.each([
    [
      'check --target engin',
      'error: no target is called engin; did you mean engine? (there are engine, shorty, noisy, absent)',
    ],
    ['check --property toy/offer', 'error: no property is called toy/offer; did you mean toy/offers?'],
    [
      'check --clause split.used.device.22',
      'error: no clause is called split.used.device.22; did you mean split.used.device.2?',
    ],
    ['check --option pth=1', 'error: --option pth=1: engine has no option pth; did you mean path? (it has path)'],
    ['check --option path', 'error: --option path: expected KEY=VALUE'],
    ['check --runs 0', "error: option '--runs <n>' argument '0' is invalid. Expected a whole number of at least 1."],
    [
      'check --seed x',
      "error: option '--seed <n>' argument 'x' is invalid. Expected a whole number from -2147483648 to 2147483647.",
    ],
    ['check --shard 3/2', "error: option '--shard <i/n>' argument '3/2' is invalid. Expected I/N with I from 1 to N."],
    ['check --rums 3', "error: unknown option '--rums' (Did you mean --runs?)"],
    [
      'check --report html',
      "error: option '--report <format[=file]>' argument 'html' is invalid. Expected one of text, json, junit, tap, or FORMAT=FILE.",
    ],
    [
      'check --report tap --json',
      'error: standard output holds one report, not tap and json: give FORMAT=FILE for the others',
    ],
    ['chek', "error: unknown command 'chek' (Did you mean check?)"],
    [
      'list propertys',
      'error: there is no list of propertys; did you mean properties? (there are properties, clauses, targets, bugs)',
    ],
    ['bugs --bug loose', 'error: no bug is called loose; did you mean lose?'],
    [
      'explain toy/offer',
      'error: toy/offer is no clause, no property and no file of a trace; did you mean toy/offers?',
    ],
  ])('%s', async (words, err) => {
    expect(await type(words)).toEqual({ status: 2, out: '', err })
  })

  test('a trace that is cut off', async () => {
    const file = join(folder, 'cut.jsonl')
    writeFileSync(file, '{"format"')
    expect(await type(`replay ${file}`)).toEqual({
      status: 2,
      out: '',
      err: `error: ${file}: line 1: the file is cut off: expected a line feed at its end`,
    })
    expect((await type(`replay ${join(folder, 'none')}`)).err).toMatch(/^error: cannot read .*ENOENT/)
  })
})

describe('bugs', () => {
  test('a bug that dies, and a property that kills none: 1', async () => {
    const { status, report } = await json('bugs --json')
    expect(status).toBe(1)
    expect(report).toEqual({
      bugs: [
        {
          id: 'lose',
          says: 'It loses chains.',
          source: 'ours',
          clause: 'house.chain.lost',
          killedBy: [{ property: 'toy/offers', runs: 1, clause: 'house.chain.lost' }],
          alive: false,
        },
      ],
      properties: [
        { id: 'toy/offers', kills: 1 },
        { id: 'toy/again', kills: 0 },
      ],
    })
    expect((await type('bugs --bug lose')).status).toBe(0)
    expect((await type('bugs --target engine')).status).toBe(0)
  })

  test('a bug refused by another clause only is alive', async () => {
    const foreign: Toy = { ...project, reactionBugs: [{ ...lose, clause: 'house.chain.foreign' }] }
    const { status, out } = await type('bugs --runs 3 --bug lose', foreign)
    expect(status).toBe(1)
    expect(out).toContain('ALIVE  lose')
    expect(out).toContain('refused otherwise by house.chain.lost')
  })
})

test('lists, targets and explanations', async () => {
  expect((await type('list')).out).toMatch(/^toy\/offers +Chains come back\.\ntoy\/again/)
  expect((await json('list targets --json')).report.targets[0]).toEqual({
    name: 'engine',
    says: 'the engine',
    options: { path: 'where it is' },
    needs: ['a desk'],
  })
  const clauses: readonly { readonly id: string; readonly properties: readonly string[] }[] = (
    await json('list clauses --json')
  ).report.clauses
  expect(clauses.find(({ id }) => id === 'house.chain.lost')?.properties).toEqual(['toy/offers'])
  expect((await json('list bugs --json')).report.bugs).toHaveLength(1)
  expect((await json('targets --json')).report.targets[3]).toEqual({
    name: 'absent',
    available: false,
    why: 'there is no desk: bring one',
    needs: ['a desk'],
  })
  expect((await type('targets')).out).toContain('why: there is no desk: bring one')
  expect((await type('explain toy/offers')).out).toContain('kills the seeded bug lose: It loses chains.')
  expect((await type('explain split.used.device.2')).out).toContain('named by toy/again')
  expect((await type('--help')).status).toBe(0)
})
