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
  | { readonly kind: 'explained'; readonly finding: Finding; readonly by: readonly Deviation<T>[] }

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
   * What a log is: explained by known deviations only where it cannot be explained without, and then by as few as possible.
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
    return { kind: 'explained', finding, by: this.explanation(log) }
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

  private explanation(log: readonly EntryOf<T>[]): readonly Deviation<T>[] {
    const { deviations, version } = this
    const likely = version === undefined ? [] : deviations.filter((one) => isWithin(version, one.versions))
    const found = this.fewest(log, likely) ?? this.fewest(log, deviations)
    if (found === undefined) throw new Error('fault: all known deviations explain a log, and no choice of them does')
    return found
  }

  /** As few of these as explain a log. Each only adds to what is allowed: one without which the others do not is among them. */
  private fewest(log: readonly EntryOf<T>[], among: readonly Deviation<T>[]): readonly Deviation<T>[] | undefined {
    const explain = (some: readonly Deviation<T>[]) => this.accepts(log, some).kind === 'accepted'
    if (!explain(among)) return undefined
    const needed = among.filter((one) => !explain(among.filter((other) => other !== one)))
    const others = among.filter((one) => !needed.includes(one))
    for (const more of [[], ...fewestFirst(others)]) {
      const some = among.filter((one) => needed.includes(one) || more.includes(one))
      if (explain(some)) return some
    }
    return undefined
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
  if (ruling.kind === 'accepted') return ruling.warnings.map(({ refusal }) => refusal.clauses[0])
  return ruling.kind === 'refused' || ruling.kind === 'advised' ? [ruling.finding.refusal.clauses[0]] : []
}

/** Plans may break clauses of the driver on purpose: what that gives is no word against the target. */
const isOfTarget = ({ refusal }: Finding): boolean => refusal.by !== 'driver' && refusal.by !== 'wire'

/** Every choice of at least one item, small choices first; choices of a size in the order of the items. */
export function* fewestFirst<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let size = 1; size <= items.length; size++) yield* choices(items, size)
}

function* choices<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  if (size === 0) yield []
  for (const [index, item] of size === 0 ? [] : items.entries())
    for (const others of choices(items.slice(index + 1), size - 1)) yield [item, ...others]
}
