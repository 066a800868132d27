import type { ClauseId } from '../../model/clause/clause.ts'
import type { Machine, Party, Refusal, Step } from '../../model/kernel/machine.ts'
import type { NetAction } from '../../model/net/action.ts'
import type { NetConfig } from '../../model/net/config.ts'
import type { Entry } from '../../properties/target.ts'
import type { Mark } from '../run/freedom.ts'

/** A model that is built from named leaf rules. */
export interface NetModel<State, Rules> {
  /** The rules as the specification states them. */
  readonly rules: Rules
  build(rules: Rules): Machine<NetConfig, State, NetAction>
  /** The freedoms that a device used in a log that is allowed; `state` is the one at its end, where it is known. */
  readonly marks?: (log: readonly Entry[], config: NetConfig, state?: State) => readonly Mark[]
}

interface Known {
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
  /** Whether a run was such that the deviation should have shown. */
  readonly due: (log: readonly Entry[], config: NetConfig) => boolean
}

/** One reaction that the target shows: a predicate predicts the deviating bytes, and any other value still fails. */
export interface Shows<State> extends Known {
  readonly kind: 'shows'
  /** Clauses that fall with the first whenever it shows. */
  readonly also?: readonly ClauseId[]
  readonly predicts: (state: State, action: NetAction) => boolean
}

/** One named leaf rule gains alternatives for this target, and every consequence follows. */
export interface Widens<Rules> extends Known {
  readonly kind: 'widens'
  readonly rule: keyof Rules & string
  readonly widen: (rules: Rules, config: NetConfig) => Rules
}

/** A known deviation of a real target: data of the target, never of the model. */
export type Deviation<State, Rules> = Shows<State> | Widens<Rules>

/** The machine of a device that deviates so. */
export function deviant<State, Rules>(
  model: NetModel<State, Rules>,
  config: NetConfig,
  deviations: readonly Deviation<State, Rules>[],
): Machine<NetConfig, State, NetAction> {
  const rules = deviations.reduce((all, one) => (one.kind === 'widens' ? one.widen(all, config) : all), model.rules)
  return deviations.reduce(
    (machine, one) => (one.kind === 'shows' ? showing(machine, one) : machine),
    model.build(rules),
  )
}

function showing<State>(
  machine: Machine<NetConfig, State, NetAction>,
  deviation: Shows<State>,
): Machine<NetConfig, State, NetAction> {
  return {
    name: machine.name,
    initial: (config) => machine.initial(config),
    effect: (state, action) => machine.effect(state, action),
    enabled: (state) => machine.enabled(state),
    hidden: (state) => machine.hidden(state),
    owed: (state) => machine.owed(state),
    lane: (action, among) => machine.lane(action, among),
    step(state, action): Step<State> {
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

const isShown = <State>({ by, clause }: Shows<State>, refusal: Refusal): boolean =>
  refusal.by === by && refusal.clauses.includes(clause)
