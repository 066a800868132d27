import { isAdvice } from '../../model/clause/clause.ts'
import { accept, type Finding, survey } from '../../model/kernel/accept.ts'
import type { NetConfig } from '../../model/net/config.ts'
import type { Entry } from '../../properties/target.ts'
import { type Deviation, deviant, type NetModel } from '../expectations/deviation.ts'

/** What one log was found to be. */
export type Ruling<State, Rules> =
  | { readonly kind: 'accepted'; readonly warnings: readonly Finding[] }
  | { readonly kind: 'advised'; readonly finding: Finding }
  | { readonly kind: 'refused'; readonly finding: Finding }
  | { readonly kind: 'inconclusive'; readonly because: string }
  | { readonly kind: 'explained'; readonly finding: Finding; readonly by: readonly Deviation<State, Rules>[] }

/** Rules on the logs of one target. */
export class Judge<State, Rules> {
  private readonly strict
  private readonly deviants = new Map<string, ReturnType<typeof deviant<State, Rules>>>()

  constructor(
    private readonly model: NetModel<State, Rules>,
    private readonly config: NetConfig,
    private readonly deviations: readonly Deviation<State, Rules>[],
  ) {
    this.strict = model.build(model.rules)
  }

  /**
   * What a log is: explained by known deviations only where it cannot be explained without, and then by as few as possible.
   * `advised`: nothing but a SHOULD stands against it.
   */
  rule(log: readonly Entry[]): Ruling<State, Rules> {
    const verdict = accept(this.strict, this.strict.initial(this.config), log)
    if (verdict.kind !== 'refused') return verdict
    const { refusal, at } = verdict
    const by = this.explanation(log)
    if (by !== undefined) return { kind: 'explained', finding: { refusal, at }, by }
    return { kind: isAdvice(refusal.clauses[0]) ? 'advised' : 'refused', finding: { refusal, at } }
  }

  /** Every refusal of a log, known deviations or not. */
  survey(log: readonly Entry[]): readonly Finding[] {
    return survey(this.strict, this.strict.initial(this.config), log)
  }

  private explanation(log: readonly Entry[]): readonly Deviation<State, Rules>[] | undefined {
    // Each deviation only adds to what is allowed: what all of them together do not explain, none does.
    if (this.deviations.length === 0 || !this.isExplained(log, this.deviations)) return undefined
    for (const some of fewestFirst(this.deviations)) if (this.isExplained(log, some)) return some
    return undefined
  }

  private isExplained(log: readonly Entry[], some: readonly Deviation<State, Rules>[]): boolean {
    const machine = this.deviant(some)
    return accept(machine, machine.initial(this.config), log).kind === 'accepted'
  }

  private deviant(some: readonly Deviation<State, Rules>[]): ReturnType<typeof deviant<State, Rules>> {
    const name = some.map((one) => one.name).join(' ')
    const known = this.deviants.get(name) ?? deviant(this.model, this.config, some)
    this.deviants.set(name, known)
    return known
  }
}

/** Every choice of at least one item, small choices first; choices of a size in the order of the items. */
export function* fewestFirst<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let size = 1; size <= items.length; size++) yield* choices(items, size)
}

function* choices<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  if (size === 0) yield []
  for (const [index, item] of size === 0 ? [] : items.entries())
    for (const others of choices(items.slice(index + 1), size - 1)) yield [item, ...others]
}
