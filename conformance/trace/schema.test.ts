import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { expectationsFolder } from '../expectations/stored-history.ts'
import { packageRoot } from '../report/suite.ts'
import { courts } from '../subject/index.ts'
import { traceSchemaText } from './schema.ts'

const current = traceSchemaText(courts.map(({ lines }) => lines))
const file = join(packageRoot, 'docs', 'guide', 'trace.schema.json')
if (process.env['VIRTIO_CONFORMANCE_UPDATE'] === '1') writeFileSync(file, current)
const stored = readFileSync(file, 'utf8')

const ajv = new Ajv2020({ strict: true, allErrors: true })
const isLine = ajv.compile(JSON.parse(stored))
/** Of the lines of a subject: those of the network device have no name in front of theirs. */
const validator = (name: 'head' | 'action', subject: unknown = 'net') =>
  ajv.compile({
    ...JSON.parse(stored),
    oneOf: [{ $ref: `#/$defs/${subject === 'net' ? name : `${subject}-${name}`}` }],
  })

const traces = readdirSync(expectationsFolder).filter((name) => name.endsWith('.jsonl'))
const linesOf = (name: string): readonly Readonly<Record<string, unknown>>[] =>
  readFileSync(join(expectationsFolder, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
const [head = {}, ...actions] = linesOf(traces[0] ?? '')
const ofKind = (kind: string) => actions.find((action) => action['kind'] === kind) ?? {}

test('the stored schema is the one that traces are read by; VIRTIO_CONFORMANCE_UPDATE=1 writes it anew', () => {
  expect(stored).toBe(current)
})

describe('a validator of others agrees', () => {
  test.each(traces)('%s', (name) => {
    const [first, ...others] = linesOf(name)
    const subject = first?.['subject'] ?? 'net'
    const isHead = validator('head', subject)
    const isAction = validator('action', subject)
    expect(isHead(first)).toBe(true)
    for (const line of others) expect({ line, valid: isAction(line) }).toEqual({ line, valid: true })
  })

  test('there are traces to agree on', () => {
    expect(traces.length).toBeGreaterThanOrEqual(6)
  })
})

describe('docs/guide/traces.md', () => {
  const page = readFileSync(join(packageRoot, 'docs', 'guide', 'traces.md'), 'utf8')
  const { $defs } = JSON.parse(stored)
  /** The kinds with their fields that a section tells. */
  const toldIn = (heading: string) => {
    const section = page.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? ''
    return [...section.matchAll(/^\| `([a-z]+\.[a-zA-Z]+)` \|([^|]*)\|/gm)].map(([, kind, fields = '']) => ({
      kind,
      fields: [...fields.matchAll(/`(\w+)`(\??)/g)].map(([, name, maybe]) => `${name}${maybe}`),
    }))
  }

  test.each([
    ['The actions', 'action'],
    ['The actions of a PCI function', 'pci-action'],
    ['The actions of a tun device', 'tun-action'],
  ])('tells every kind of action with its fields, in order: %s', (heading, name) => {
    const action: readonly {
      readonly properties: Readonly<Record<string, { readonly const?: string }>>
      readonly required: readonly string[]
    }[] = $defs[name].oneOf
    const real = action.map(({ properties: { kind, ...fields }, required }) => ({
      kind: kind?.const,
      fields: Object.keys(fields).map((name) => (required.includes(name) ? name : `${name}?`)),
    }))
    expect(toldIn(heading)).toEqual(real)
  })

  test('tells every field of the head', () => {
    const table = /## The head\n([\s\S]*?)\n## /.exec(page)?.[1] ?? ''
    const names = [...table.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/\w+/g)].map(([name]) => name),
    )
    expect(names.toSorted()).toEqual(Object.keys($defs.head.properties).toSorted())
  })
})

describe('what is no line of a trace is refused', () => {
  const { config } = head
  test.each<readonly [string, unknown]>([
    ['an action of no such kind', { kind: 'device.rest' }],
    ['a field that no action has', { kind: 'device.rests', at: 3 }],
    ['a field missing', { kind: 'driver.offers', queue: 0, chain: 1 }],
    ['a queue beyond 65535', { ...ofKind('driver.offers'), queue: 65536 }],
    ['upper-case bytes', { ...ofKind('wire.arrives'), bytes: 'AB' }],
    ['half a byte', { ...ofKind('wire.arrives'), bytes: 'abc' }],
    ['a feature of no such name', { kind: 'driver.accepts', features: ['F_MAC'] }],
    ['another format', { ...head, format: 'virtio-conformance-trace/2' }],
    ['a head without a seed', { ...head, seed: undefined }],
    ['a trait of no such kind', { ...head, config: { ...(config as object), traits: { full: 'explodes' } } }],
    ['no object', 'device.rests'],
  ])('%s', (_, line) => {
    expect(isLine(JSON.parse(JSON.stringify(line)))).toBe(false)
  })

  test('and what is optional may be missing', () => {
    const { session: _, clause: __, by: ___, because: ____, ...bare } = head
    expect([isLine(head), isLine(bare), isLine({ kind: 'driver.starts', size: 64 })]).toEqual([true, true, true])
    expect(isLine({ kind: 'driver.starts', size: 64, position: 65535 })).toBe(true)
  })
})
