import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toyJson, toyType } from './toy-project.fixture.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-command-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('check', () => {
  test('a target without fault: 0, and the report says what was done', async () => {
    const { status, out, err } = await toyType(`check --seed 4 --runs 5 --traces ${folder}`)
    expect(status).toBe(0)
    expect(err).toBe('')
    expect(out).toContain('engine toy 1.2.3 · seed 4 · 5 runs a property')
    expect(out).toMatch(/pass {7}toy\/offers +5 runs/)
    expect(out).toContain('2 passed, 0 failed in')
  })

  test('the JSON report, field by field, and nothing else on standard output', async () => {
    const { status, report } = await toyJson(`check --json --seed 4 --runs 5 --property toy/offers --traces ${folder}`)
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
    const { status, out } = await toyType(`check ${words} --property toy/offers`)
    const file = join(folder, 'shorty-toy-offers-4.jsonl')
    expect(status).toBe(1)
    expect(out).toContain('split.used.device.2 is broken by the device: length 9, not 10')
    expect(out).toMatch(/2 {2}device uses q0 c\d, len 9\n +\^ split.used.device.2: length 9, not 10/)
    expect(out).toContain(`replay  virtio-conformance replay ${file} --target shorty`)
    expect(out).toContain(
      'again: virtio-conformance check --target shorty --seed 4 --runs 100 --property toy/offers --expectations none',
    )
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(5)

    const { report } = await toyJson(`check ${words} --json --option path=x --bail`)
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

    expect((await toyType(`replay ${file}`)).status).toBe(0) // it is a known deviation
    const again = await toyJson(`replay ${file} --expectations none --json`)
    expect(again.status).toBe(1)
    expect(again.report).toMatchObject({
      seed: 4,
      runs: 1,
      summary: { fail: 1 },
      properties: [{ id: 'toy/offers', runs: 1 }],
    })
    expect((await toyType(`replay ${file} --target engine`)).status).toBe(0)
    expect((await toyType(`explain ${file}`)).out).toContain(
      '^ split.used.device.2 broken by the device: length 9, not 10',
    )
  })

  test('a known deviation is expected, counted and surveyed', async () => {
    const { status, report } = await toyJson(
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
    expect((await toyJson(words)).report).toMatchObject({ expectations: file, summary: { expected: 1 } })
    write()
    expect((await toyJson(words)).status).toBe(1)
    write('shirt')
    expect(await toyType(words)).toEqual({
      status: 2,
      out: '',
      err: `error: ${file}: line 1: expected[0]: expected one of short, found "shirt"; did you mean short?`,
    })
    expect(await toyType(`check --expectations ${file}`)).toMatchObject({
      status: 2,
      err: `error: --expectations ${file}: engine is ours and is never excused; expected none`,
    })
  })

  test('a warning passes unless --strict is given', async () => {
    const words = `check --target noisy --runs 2 --seed 1 --traces ${folder}`
    expect(await toyJson(`${words} --json`)).toMatchObject({ status: 0, report: { summary: { warn: 2 } } })
    expect((await toyType(`${words} --strict`)).status).toBe(1)
  })

  test('a target that cannot be started: 3, with its words', async () => {
    expect(await toyType('check --target absent')).toEqual({
      status: 3,
      out: '',
      err: 'error: there is no desk: bring one',
    })
  })

  test('reports in files', async () => {
    const at = (name: string) => join(folder, name)
    const formats = `--report json=${at('r.json')} --report junit=${at('r.xml')} --report tap=${at('r.tap')} --report text=${at('r.txt')}`
    const { out } = await toyType(`check --target shorty --expectations none --seed 1 --traces ${folder} ${formats}`)
    expect(out).toContain('0 passed, 2 failed')
    expect(JSON.parse(readFileSync(at('r.json'), 'utf8')).summary.fail).toBe(2)
    expect(readFileSync(at('r.xml'), 'utf8')).toContain('tests="2" failures="2"')
    expect(readFileSync(at('r.tap'), 'utf8')).toMatch(/^TAP version 14\n1\.\.2\nnot ok 1 - toy\/offers\n/)
    expect(readFileSync(at('r.txt'), 'utf8')).toContain('device uses q0')
  })
})
