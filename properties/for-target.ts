import { isAdvice } from '../model/clause/clause.ts'
import { accept } from '../model/kernel/accept.ts'
import type { Refusal } from '../model/kernel/machine.ts'
import { netDevice } from '../model/net/device.ts'
import type { Plan, Property } from './property.ts'
import { drive } from './run/drive.ts'
import { lackOf } from './run/lack.ts'
import { plansOf, seedOf } from './run/seed.ts'
import { shrink } from './run/shrink.ts'
import type { Capabilities, Entry, Target } from './target.ts'

/** What a test runner hands to a test, as far as it is used here: vitest's and node:test's contexts fit. */
export interface TestContext {
  /** Marks the test as skipped. */
  skip?(because?: string): void
}

/** A property as a test: `test(name, run)` in vitest and in node:test. */
export interface TargetTest {
  /** The property's id and what it says. */
  readonly name: string
  readonly property: Property
  /** Fails with a {@link Refused}; skips where the target lacks what the property needs. */
  run(context?: TestContext): Promise<void>
}

/** How a suite is run. */
export interface ForTargetOptions {
  /** Runs a property; 100 unless given. */
  readonly runs?: number
  /** Decides the plans; 1 unless given. */
  readonly seed?: number
  /** The properties; every one unless given. */
  readonly properties: readonly Property[]
  /** Whether a SHOULD that is not followed fails. */
  readonly strict?: boolean
}

/** A target broke a clause: what a failing test throws. */
export class Refused extends Error {
  override readonly name = 'Refused'

  constructor(
    readonly refusal: Refusal,
    /** The history, made small; the entry at `at` shows the breach. */
    readonly log: readonly Entry[],
    readonly at: number,
    where: string,
  ) {
    const story = log.map((entry, index) => `${index === at ? '> ' : '  '}${inPrint(entry)}`)
    super([`${refusal.clauses[0]} broken by the ${refusal.by}: ${refusal.because}`, where, ...story].join('\n'))
  }
}

/** Every property as a test of one target. Each test opens the target anew and closes it; nobody disposes of it here. */
export function testsFor(target: Target, options: ForTargetOptions): readonly TargetTest[] {
  return options.properties.map((property) => ({
    name: `${property.id}: ${property.says}`,
    property,
    async run(context) {
      const capabilities = await target.capabilities()
      const lack = lackOf(property, capabilities)
      if (lack === undefined) await judged(target, property, capabilities, options)
      else context?.skip?.(lack)
    },
  }))
}

/** A breach, and the history in which it shows. */
interface Breach {
  readonly refusal: Refusal
  readonly log: readonly Entry[]
  readonly at: number
}

const machine = netDevice()

async function judged(
  target: Target,
  property: Property,
  { config }: Capabilities,
  { runs = 100, seed = 1, strict = false }: ForTargetOptions,
): Promise<void> {
  const plans = plansOf(property, config, seed)
  const most = Math.min(runs, property.cost?.maxRuns ?? runs)
  for (let run = 0; run < most; run++) {
    const session = seedOf(seed, property.id, run)
    const meets = (plan: Plan) => breachOf(target, plan, session, config, strict)
    const breach = await meets(plans(run))
    if (breach === undefined) continue
    const alike = async (candidate: Plan) => {
      const other = await meets(candidate)
      return other?.refusal.by === breach.refusal.by && other.refusal.clauses[0] === breach.refusal.clauses[0]
    }
    const small = (await meets(await shrink(plans(run), alike))) ?? breach
    throw new Refused(small.refusal, small.log, small.at, `${property.id}, seed ${seed}, run ${run + 1}:`)
  }
}

/** What a target breaks when a plan is driven, in a session of its own. */
async function breachOf(
  target: Target,
  plan: Plan,
  seed: number,
  config: Capabilities['config'],
  strict: boolean,
): Promise<Breach | undefined> {
  const session = await target.open({ seed })
  try {
    const { log } = await drive(session, plan)
    const verdict = accept(machine, machine.initial(config), log)
    if (verdict.kind === 'inconclusive') throw new Error(`inconclusive: ${verdict.because}`)
    if (verdict.kind === 'refused')
      return strict || !isAdvice(verdict.refusal.clauses[0])
        ? { refusal: verdict.refusal, log, at: verdict.at }
        : undefined
    const [warning] = verdict.warnings.filter(({ refusal }) => refusal.by === 'device')
    return strict && warning !== undefined ? { ...warning, log } : undefined
  } finally {
    await session.close()
  }
}

/** An entry on one line; long bytes are cut. */
function inPrint({ kind, ...fields }: Entry): string {
  const short = (value: unknown): unknown =>
    typeof value === 'string' && value.length > 48 ? `${value.slice(0, 48)}… (${value.length / 2} bytes)` : value
  const words = JSON.stringify(fields, (_, value: unknown) =>
    typeof value === 'bigint' ? `0x${value.toString(16)}` : short(value),
  )
  return words === '{}' ? kind : `${kind} ${words}`
}
