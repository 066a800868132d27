import type { ClauseId } from '../../model/clause/clause.ts'
import type { Party, Refusal, Step } from '../../model/kernel/machine.ts'
import type { ActionOf, EntryOf, MachineOf, Terms } from '../../properties/terms.ts'
import type { Model } from '../run/model.ts'

/** What can be said of a known deviation without knowing of which subject it is. */
export interface DeviationFacts {
  /** What reports and expectations files call it: `qemu-hash-fragment`. */
  readonly name: string
  /** The clause that it breaks. */
  readonly clause: ClauseId
  readonly by: Party
  /** What the target does instead, and where that was confirmed. */
  readonly reason: string
  /** The first and the last version known to deviate, both included; `7.2` includes every 7.2.x. */
  readonly versions: { readonly from?: string; readonly to?: string }
  /** The property that shows it. */
  readonly property: string
  /** File of the shrunk trace, beside the expectations. */
  readonly trace: string
}

interface Known<T extends Terms> extends DeviationFacts {
  /** Whether a run was such that the deviation should have shown. */
  readonly due: (log: readonly EntryOf<T>[], config: T['config']) => boolean
}

/** One reaction that the target shows: a predicate predicts the deviating bytes, and any other value still fails. */
export interface Shows<T extends Terms> extends Known<T> {
  readonly kind: 'shows'
  /** Clauses that fall with the first whenever it shows. */
  readonly also?: readonly ClauseId[]
  readonly predicts: (state: T['state'], action: ActionOf<T>) => boolean
}

/** One named leaf rule gains alternatives for this target, and every consequence follows. */
export interface Widens<T extends Terms> extends Known<T> {
  readonly kind: 'widens'
  readonly rule: keyof T['rules'] & string
  readonly widen: (rules: T['rules'], config: T['config']) => T['rules']
}

/** A known deviation of a real target: data of the target, never of the model. */
export type Deviation<T extends Terms> = Shows<T> | Widens<T>

/** The machine of a device that deviates so. */
export function deviant<T extends Terms>(
  model: Model<T>,
  config: T['config'],
  deviations: readonly Deviation<T>[],
): MachineOf<T> {
  const rules = deviations.reduce<T['rules']>(
    (all, one) => (one.kind === 'widens' ? one.widen(all, config) : all),
    model.rules,
  )
  return deviations.reduce(
    (machine, one) => (one.kind === 'shows' ? showing(machine, one) : machine),
    model.build(rules),
  )
}

function showing<T extends Terms>(machine: MachineOf<T>, deviation: Shows<T>): MachineOf<T> {
  return {
    name: machine.name,
    initial: (config) => machine.initial(config),
    effect: (state, action) => machine.effect(state, action),
    enabled: (state) => machine.enabled(state),
    hidden: (state) => machine.hidden(state),
    owed: (state) => machine.owed(state),
    lane: (action, among) => machine.lane(action, among),
    ends: (action) => machine.ends?.(action) === true,
    step(state, action): Step<T['state']> {
      const step = machine.step(state, action)
      if (step.ok || !isShown(deviation, step.refusal) || !deviation.predicts(state, action)) return step
      // Whatever else the action breaks still stands: a known defect does not hide another.
      const known: readonly ClauseId[] = [deviation.clause, ...(deviation.also ?? [])]
      const [first, ...others] = step.refusal.clauses.filter((clause) => !known.includes(clause))
      if (first === undefined) return { ok: true, state: machine.effect(state, action) }
      return { ok: false, refusal: { ...step.refusal, clauses: [first, ...others] } }
    },
  }
}

const isShown = ({ by, clause }: DeviationFacts, refusal: Refusal): boolean =>
  refusal.by === by && refusal.clauses.includes(clause)
