import { describe, expect, it } from 'vitest'
import { anyTraits, type Traits } from './config.ts'
import { allLogs } from './oracle/all-logs.fixture.ts'
import { compared, counts, total } from './oracle/comparison.fixture.ts'
import { dice } from './oracle/dice.fixture.ts'
import type { Entry } from './oracle/explanation.fixture.ts'
import { isLegal, lawfulLog, type Scope, tables, tampered } from './oracle/random-log.fixture.ts'
import { idle, type Table } from './oracle/steering-device.fixture.ts'

/** Mutation runs state how many runs a property may take, and are many: the scope is then smaller. */
const isShort = Number(process.env['VIRTIO_CONFORMANCE_RUNS']) > 0
const rests: Entry = { kind: 'rests' }

describe('every log of a tiny scope', () => {
  const pair: Scope = { frames: 2, buffers: 2, commands: 1 }
  const single: Scope = { frames: 1, buffers: 1, commands: 1 }
  /** At least so many lawful logs, or the comparison was of nothing; in a short run too. */
  const many = { whole: 500, short: 80 }
  interface Row {
    readonly name: string
    readonly begin: readonly Entry[]
    readonly more: number
    readonly scope: Scope
    readonly least: typeof many
  }
  it.each<Row>([
    { name: 'two frames, two buffers and a command', begin: [], more: 4, scope: pair, least: many },
    { name: 'one of each, and longer', begin: [], more: 5, scope: single, least: many },
    {
      name: 'behind a buffer that was seen',
      begin: [{ kind: 'offers', queue: 1, chain: 0 }, rests],
      more: 4,
      scope: pair,
      least: many,
    },
    {
      name: 'behind a frame that waits',
      begin: [{ kind: 'arrives', frame: 0, hash: 0 }, rests],
      more: 4,
      scope: pair,
      least: many,
    },
    {
      name: 'with a queue reset',
      begin: [],
      more: 4,
      scope: { frames: 2, buffers: 1, commands: 1, resets: 1 },
      least: many,
    },
    {
      name: 'with a queue reset, and longer',
      begin: [],
      more: 5,
      scope: { ...single, commands: 0, resets: 1 },
      least: many,
    },
    {
      name: 'behind a queue reset',
      begin: [{ kind: 'resets', queue: 0 }, rests],
      more: 4,
      scope: { ...single, resets: 1 },
      least: many,
    },
    {
      name: 'with a queue reset behind a command',
      begin: [{ kind: 'offers', queue: 1, chain: 0 }, rests, { kind: 'commands', chain: 0, table: [1, 1] }],
      more: 4,
      scope: { ...single, resets: 1 },
      least: { whole: 150, short: 10 },
    },
  ])('is accepted exactly if some run explains it: $name', ({ name, begin, more, scope, least }) => {
    const comparison = compared([0, 1], { ...anyTraits, pads: false }, allLogs(begin, isShort ? more - 1 : more, scope))
    console.info(`${name}: ${counts(comparison)}`)
    expect(comparison.disagreements).toEqual([])
    expect(comparison.lawful).toBeGreaterThan(isShort ? least.short : least.whole)
    // A reset is lawful nearly everywhere: in short logs with one, most are lawful.
    if (!isShort || scope.resets === undefined) expect(comparison.unlawful).toBeGreaterThan(comparison.lawful)
  })
})

/** Logs at random for one table: a third as the oracle's device showed them, the others tampered with. */
function* randomLogs(
  seed: number,
  count: number,
  table: Table,
  traits: Traits,
  scope: Scope = { frames: 3, buffers: 3, commands: 2 },
): Generator<readonly Entry[]> {
  const roll = dice(seed)
  for (let run = 0; run < count; run++) {
    const log = lawfulLog(roll, idle(table), traits, scope)
    yield run % 4 === 0 ? log : tampered(roll, log)
  }
}

describe('logs at random', () => {
  const perTable = isShort ? 50 : 500
  it.each<Pick<Traits, 'full' | 'blocks'>>([
    { full: 'either', blocks: true },
    { full: 'either', blocks: false },
    { full: 'waits', blocks: true },
    { full: 'waits', blocks: false },
    { full: 'drops', blocks: false },
  ])('are accepted exactly if some run explains them: $full, blocks: $blocks', ({ full, blocks }) => {
    const traits: Traits = { full, blocks, pads: false }
    const all = tables.map((table, seed) => compared(table, traits, randomLogs(seed, perTable, table, traits)))
    const comparison = total(all)
    console.info(`${full}, blocks ${blocks}: ${counts(comparison)}`)
    expect(comparison.disagreements).toEqual([])
    expect(comparison.lawful + comparison.unlawful).toBe(4 * perTable)
    expect(comparison.unlawful).toBeGreaterThan(0.8 * perTable)
  })

  it.each<Pick<Traits, 'full' | 'blocks'>>([
    { full: 'either', blocks: true },
    { full: 'waits', blocks: false },
    { full: 'drops', blocks: false },
  ])('and with queues that are reset and enabled anew: $full, blocks: $blocks', ({ full, blocks }) => {
    const traits: Traits = { full, blocks, pads: false }
    const scope: Scope = { frames: 3, buffers: 3, commands: 2, resets: 2 }
    const logs = (table: Table, seed: number) =>
      [...randomLogs(100 + seed, perTable, table, traits, scope)].filter(isLegal)
    const comparison = total(tables.map((table, seed) => compared(table, traits, logs(table, seed))))
    console.info(`with resets, ${full}, blocks ${blocks}: ${counts(comparison)}`)
    expect(comparison.disagreements).toEqual([])
    expect(comparison.lawful).toBeGreaterThan(0.4 * perTable)
    expect(comparison.unlawful).toBeGreaterThan(0.4 * perTable)
  })

  it('are lawful as long as nobody tampered with them', () => {
    const traits: Traits = { full: 'either', blocks: true, pads: false }
    const roll = dice(11)
    const logs = Array.from({ length: 300 }, () =>
      lawfulLog(roll, idle([0, 1]), traits, { frames: 3, buffers: 3, commands: 2 }),
    )
    expect(compared([0, 1], traits, logs)).toEqual({ lawful: 300, unlawful: 0, disagreements: [] })
  })
})
