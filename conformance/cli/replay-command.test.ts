import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { specification, suite } from '../report/suite.ts'
import { toyConfig } from '../run/toy/machine.fixture.ts'
import { offer, rest, toyTarget, use } from '../run/toy/target.fixture.ts'
import type { TraceHead } from '../trace/trace.ts'
import { writeTrace } from '../trace/write.ts'
import { known, toyProject, toyType, type } from './toy-project.fixture.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'replay-command-test-'))
  file = join(folder, 'trace.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true }))

function keep(target: string, more: Partial<TraceHead> = {}): void {
  const version = '1.5'
  const head = {
    suite,
    specification,
    target: { name: target, version },
    config: toyConfig,
    seed: 4,
    property: 'toy/offers',
  }
  writeFileSync(file, writeTrace({ head: { ...head, ...more }, log: [offer(1), use(1), rest] }))
}

async function replayed(words: string, project = toyProject) {
  const { status, out } = await type(`replay ${file} --json ${words}`, project)
  return { status, report: JSON.parse(out) }
}

describe('a replay', () => {
  test('tells the story once more, with the file and the command', async () => {
    keep('shorty')
    const { status, out } = await toyType(`replay ${file} --expectations none`)
    expect(status).toBe(1)
    const again = `virtio-conformance replay ${file} --target shorty`
    expect(out).toContain('split.used.device.2 is broken by the device: length 9, not 10')
    expect(out).toContain(`trace   ${file}`)
    expect(out).toContain(`replay  ${again}`)
    expect(out).toContain(`again: ${again}`)
  })

  test('is of the target that the trace was found on, unless another is named', async () => {
    keep('shorty')
    expect((await replayed('')).report).toMatchObject({ target: { name: 'shorty' }, summary: { expected: 1 } })
    expect((await replayed('--target engine')).report).toMatchObject({
      target: { name: 'engine' },
      summary: { pass: 1 },
    })
  })

  test('is of the way to behave that the head names, where a target has several', async () => {
    keep('toy (short)')
    const ways = ['toy (right)', 'toy (short)'].map((name) =>
      toyTarget({ name, reacts: ({ chain }) => [use(chain, name === 'toy (short)' ? 9 : 10)] }),
    )
    const [first, ...others] = ways
    if (first === undefined) throw new Error('fault: no target')
    const toys = { ...toyProject, targets: [known('toy', {}, { make: () => Promise.resolve([first, ...others]) })] }
    expect(await replayed('', toys)).toMatchObject({ status: 1, report: { target: { name: 'toy (short)' } } })
    keep('toy (gone)')
    expect(await replayed('', toys)).toMatchObject({ status: 0, report: { target: { name: 'toy (right)' } } })
  })

  test('of a property that is not there any more is judged by the clause of its head', async () => {
    keep('shorty', { property: 'toy/gone', clause: 'split.used.device.2' })
    const { report } = await replayed('--expectations none')
    expect(report.properties).toMatchObject([
      { id: 'toy/gone', says: 'A stored trace.', clauses: ['split.used.device.2'] },
    ])
  })

  test('of a warning passes unless --strict is given', async () => {
    keep('noisy')
    expect(await replayed('')).toMatchObject({ status: 0, report: { summary: { warn: 1 } } })
    expect((await replayed('--strict')).status).toBe(1)
  })

  test('gives the target up in the end', async () => {
    keep('toy')
    const events: string[] = []
    await replayed('', { ...toyProject, targets: [known('toy', { events })] })
    expect(events).toEqual(['open', 'drain', 'close', 'dispose'])
  })
})

describe('what is wrong: 2 or 3', () => {
  test('a target that is not known: of the head, or of the flag', async () => {
    keep('shorti')
    const words = 'did you mean shorty? (there are engine, shorty, noisy, absent)'
    expect(await toyType(`replay ${file}`)).toEqual({
      status: 2,
      out: '',
      err: `error: no target is called shorti; ${words}`,
    })
    expect(await toyType(`replay ${file} --target short`)).toMatchObject({ status: 2 })
  })

  test('an option that the target does not have', async () => {
    keep('shorty')
    expect(await toyType(`replay ${file} --option pat=1`)).toEqual({
      status: 2,
      out: '',
      err: 'error: --option pat=1: shorty has no option pat; did you mean path? (it has path)',
    })
  })

  test('a target that cannot be started', async () => {
    keep('absent')
    expect(await toyType(`replay ${file}`)).toEqual({ status: 3, out: '', err: 'error: there is no desk: bring one' })
  })

  test('no trace', async () => {
    expect(await toyType('replay')).toEqual({ status: 2, out: '', err: "error: missing required argument 'trace'" })
  })
})
