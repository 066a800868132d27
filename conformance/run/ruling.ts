import { type ClauseId, isAdvice } from '../../model/clause/clause.ts'
import { accept, type Finding, survey, type Verdict } from '../../model/kernel/accept.ts'
import type { EntryOf, Terms } from '../../properties/terms.ts'
import { type Deviation, deviant } from '../expectations/deviation.ts'
import { isWithin } from '../expectations/version.ts'
import type { Mark } from './freedom.ts'
import type { Model } from './model.ts'

/** What one log was found to be. */
export type Ruling<T extends Terms> =
  | { readonly kind: 'accepted'; readonly warnings: readonly Finding[]; readonly marks?: readonly Mark[] }
  | { readonly kind: 'advised'; readonly finding: Finding; readonly marks?: readonly Mark[] }
  | { readonly kind: 'refused'; readonly finding: Finding }
  | { readonly kind: 'inconclusive'; readonly because: string }
  | {
      readonly kind: 'explained'
      readonly finding: Finding
      readonly by: readonly Deviation<T>[]
      readonly warnings: readonly Finding[]
    }

/** Rules on the logs of one target. */
export class Judge<T extends Terms> {
  private readonly strict
  private readonly deviants = new Map<string, ReturnType<typeof deviant<T>>>()

  constructor(
    private readonly model: Model<T>,
    private readonly config: T['config'],
    private readonly deviations: readonly Deviation<T>[],
    /** The target's: a deviation that is not known of it explains a log only where nothing else does. */
    private readonly version?: string,
  ) {
    this.strict = model.build(model.rules)
  }

  /**
   * What a log is: explained by known deviations only where it cannot be explained without, and then by none to spare.
   * `advised`: nothing but a SHOULD stands against it.
   */
  rule(log: readonly EntryOf<T>[]): Ruling<T> {
    const verdict = accept(this.strict, this.strict.initial(this.config), log)
    if (verdict.kind === 'accepted')
      return { kind: 'accepted', warnings: verdict.warnings.filter(isOfTarget), ...this.marks(log, verdict.state) }
    if (verdict.kind === 'inconclusive') return verdict
    const { refusal, at } = verdict
    const finding = { refusal, at }
    const rest = this.unexplained(log, finding)
    if (rest !== undefined)
      return isAdvice(rest.refusal.clauses[0])
        ? { kind: 'advised', finding: rest, ...this.marks(log) }
        : { kind: 'refused', finding: rest }
    return { kind: 'explained', finding, ...this.explanation(log, finding) }
  }

  private marks(log: readonly EntryOf<T>[], state?: T['state']): { readonly marks?: readonly Mark[] } {
    const marks = this.model.marks?.(log, this.config, state)
    return marks === undefined ? {} : { marks }
  }

  /** Every refusal of a log, known deviations or not. */
  survey(log: readonly EntryOf<T>[]): readonly Finding[] {
    return survey(this.strict, this.strict.initial(this.config), log)
  }

  /**
   * What no known deviation explains: the refusal of the machine that has them all. Each only adds to what is allowed, so what
   * all of them together do not explain, none does; and a known defect does not hide another.
   */
  private unexplained(log: readonly EntryOf<T>[], strict: Finding): Finding | undefined {
    if (this.deviations.length === 0) return strict
    const verdict = this.accepts(log, this.deviations)
    if (verdict.kind === 'accepted') return undefined
    return verdict.kind === 'refused' ? { refusal: verdict.refusal, at: verdict.at } : strict
  }

  private explanation(
    log: readonly EntryOf<T>[],
    finding: Finding,
  ): { readonly by: readonly Deviation<T>[]; readonly warnings: readonly Finding[] } {
    const { deviations, version } = this
    const likely = version === undefined ? [] : deviations.filter((one) => isWithin(version, one.versions))
    for (const among of [likely, deviations]) {
      if (this.accepts(log, among).kind !== 'accepted') continue
      const by = this.needed(log, this.guided(log, finding, among) ?? among)
      const verdict = this.accepts(log, by)
      return { by, warnings: verdict.kind === 'accepted' ? verdict.warnings.filter(isOfTarget) : [] }
    }
    throw new Error('fault: all known deviations explain a log, and no choice of them does')
  }

  /**
   * Deviations that explain a log, found from one refusal to the next: at each, one that is recorded of its clause and gets
   * further. Far fewer are tried than there are; where a refusal's clause is not the deviation's, none is found so.
   */
  private guided(
    log: readonly EntryOf<T>[],
    finding: Finding,
    among: readonly Deviation<T>[],
  ): readonly Deviation<T>[] | undefined {
    const some: Deviation<T>[] = []
    let { refusal, at } = finding
    for (;;) {
      const [clause] = refusal.clauses
      const step = firstOf(among, (one) => {
        if (one.clause !== clause || some.includes(one)) return undefined
        const verdict = this.accepts(log, [...some, one])
        return verdict.kind === 'accepted' || (verdict.kind === 'refused' && verdict.at > at)
          ? { one, verdict }
          : undefined
      })
      if (step === undefined) return undefined
      some.push(step.one)
      if (step.verdict.kind !== 'refused') return some
      ;({ refusal, at } = step.verdict)
    }
  }

  /** Of deviations that explain a log, those without which the others do not. Each only adds to what is allowed. */
  private needed(log: readonly EntryOf<T>[], some: readonly Deviation<T>[]): readonly Deviation<T>[] {
    return some.reduce<readonly Deviation<T>[]>((left, one) => {
      const others = left.filter((other) => other !== one)
      return others.length > 0 && this.accepts(log, others).kind === 'accepted' ? others : left
    }, some)
  }

  private accepts(log: readonly EntryOf<T>[], some: readonly Deviation<T>[]): Verdict<T['state']> {
    const machine = this.deviant(some)
    return accept(machine, machine.initial(this.config), log)
  }

  private deviant(some: readonly Deviation<T>[]): ReturnType<typeof deviant<T>> {
    const name = some.map((one) => one.name).join(' ')
    const known = this.deviants.get(name) ?? deviant(this.model, this.config, some)
    this.deviants.set(name, known)
    return known
  }
}

/** The first clause of the refusal, or of each warning. */
export function firstClauses<T extends Terms>(ruling: Ruling<T>): readonly ClauseId[] {
  if (ruling.kind === 'accepted' || ruling.kind === 'explained')
    return ruling.warnings.map(({ refusal }) => refusal.clauses[0])
  return ruling.kind === 'refused' || ruling.kind === 'advised' ? [ruling.finding.refusal.clauses[0]] : []
}

/** Plans may break clauses of the driver on purpose: what that gives is no word against the target. */
const isOfTarget = ({ refusal }: Finding): boolean => refusal.by !== 'driver' && refusal.by !== 'wire'

/** What a function first makes of an item. */
function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}
