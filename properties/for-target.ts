import { isAdvice } from '../model/clause/clause.ts'
import { accept } from '../model/kernel/accept.ts'
import type { Action, Refusal } from '../model/kernel/machine.ts'
import type { PropertyFacts } from './property.ts'
import { drive } from './run/drive.ts'
import { lackOf } from './run/lack.ts'
import { plansOf, seedOf } from './run/seed.ts'
import { shrink } from './run/shrink.ts'
import { lackOfPart, type Subject, targetOf } from './subject.ts'
import type { Candidate } from './target.ts'
import type { EntryOf, PlanOf, PropertyOf, TargetOf, Terms } from './terms.ts'

/** What a test runner hands to a test, as far as it is used here: vitest's and node:test's contexts fit. */
export interface TestContext {
  /** Marks the test as skipped. */
  skip?(because?: string): void
}

/** A property as a test: `test(name, run)` in vitest and in node:test. */
export interface TargetTest {
  /** The property's id and what it says. */
  readonly name: string
  readonly property: PropertyFacts
  /** Fails with a {@link Refused}; skips where the target lacks what the property needs. */
  run(context?: TestContext): Promise<void>
}

/** How a suite is run. */
export interface ForTargetOptions {
  /** Runs a property; 100 unless given. */
  readonly runs?: number
  /** Decides the plans; 1 unless given. */
  readonly seed?: number
  /** Whether a SHOULD that is not followed fails. */
  readonly strict?: boolean
}

/** A target broke a clause: what a failing test throws. */
export class Refused extends Error {
  override readonly name = 'Refused'

  constructor(
    readonly refusal: Refusal,
    /** The history, made small; the entry at `at` shows the breach. */
    readonly log: readonly Action[],
    readonly at: number,
    where: string,
  ) {
    const story = log.map((entry, index) => `${index === at ? '> ' : '  '}${inPrint(entry)}`)
    super([`${refusal.clauses[0]} broken by the ${refusal.by}: ${refusal.because}`, where, ...story].join('\n'))
  }
}

/** Every property of a subject as a test of one candidate. Each test opens it anew and closes it; nobody disposes of it here. */
export function testsFor<T extends Terms>(
  subject: Subject<T>,
  candidate: Candidate,
  {
    properties = subject.properties,
    ...options
  }: ForTargetOptions & { readonly properties?: readonly PropertyOf<T>[] },
): readonly TargetTest[] {
  return properties.map((property) => ({
    name: `${property.id}: ${property.says}`,
    property,
    async run(context) {
      const target = targetOf(subject, candidate)
      if (target === undefined) return context?.skip?.(lackOfPart(subject, candidate))
      const { config, ...capabilities } = await target.capabilities()
      const lack = lackOf(property, { config, ...capabilities })
      if (lack === undefined) await new Trial(subject, target, config, options).judge(property)
      else context?.skip?.(lack)
    },
  }))
}

/** A breach, and the history in which it shows. */
interface Breach<T extends Terms> {
  readonly refusal: Refusal
  readonly log: readonly EntryOf<T>[]
  readonly at: number
}

class Trial<T extends Terms> {
  constructor(
    private readonly subject: Subject<T>,
    private readonly target: TargetOf<T>,
    private readonly config: T['config'],
    private readonly options: ForTargetOptions,
  ) {}

  async judge(property: PropertyOf<T>): Promise<void> {
    const { runs = 100, seed = 1 } = this.options
    const plans = plansOf(property, this.config, seed)
    const most = Math.min(runs, property.cost?.maxRuns ?? runs)
    for (let run = 0; run < most; run++) {
      const session = seedOf(seed, property.id, run)
      const breach = await this.breachOf(plans(run), session)
      if (breach === undefined) continue
      const alike = async (candidate: PlanOf<T>) => {
        const other = await this.breachOf(candidate, session)
        return other?.refusal.by === breach.refusal.by && other.refusal.clauses[0] === breach.refusal.clauses[0]
      }
      const small = (await this.breachOf(await shrink(plans(run), alike), session)) ?? breach
      throw new Refused(small.refusal, small.log, small.at, `${property.id}, seed ${seed}, run ${run + 1}:`)
    }
  }

  /** What the target breaks when a plan is driven, in a session of its own. */
  private async breachOf(plan: PlanOf<T>, seed: number): Promise<Breach<T> | undefined> {
    const { strict = false } = this.options
    const { machine } = this.subject
    const session = await this.target.open({ seed })
    try {
      const { log } = await drive(session, plan)
      const verdict = accept(machine, machine.initial(this.config), log)
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
}

/** An entry on one line; long bytes are cut. */
function inPrint({ kind, ...fields }: Action): string {
  const short = (value: unknown): unknown =>
    typeof value === 'string' && value.length > 48 ? `${value.slice(0, 48)}… (${value.length / 2} bytes)` : value
  const words = JSON.stringify(fields, (_, value: unknown) =>
    typeof value === 'bigint' ? `0x${value.toString(16)}` : short(value),
  )
  return words === '{}' ? kind : `${kind} ${words}`
}
