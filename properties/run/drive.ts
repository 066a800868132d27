import { type Action, isStimulus } from '../../model/kernel/machine.ts'
import type { DeviceRests } from '../../model/kernel/rest.ts'
import { DeviceLost } from '../device-lost.ts'
import type { Plan, PlanStep } from '../property.ts'
import type { Entry, Session } from '../target.ts'

/** What became of a plan. */
export interface Drive<Logged extends Action = Entry> {
  /** Everything done and seen, in the harness's order; ends with `device.rests`. */
  readonly log: readonly Logged[]
  /** Stimuli done. */
  readonly done: number
  /** Stimuli that the driver could not do in the state it was in. They are not in the log. */
  readonly skipped: number
  /** The device is lost: the session is of no use any more. */
  readonly failed: boolean
}

/**
 * Drives a plan: does its stimuli, waits where it rests, and always waits at its end.
 *
 * A device that dies or hangs is a verdict and not an error: the log then ends with `device.fails` and a rest. One that asks for a
 * reset is still there: the plan goes on, since it owes its driver things, and a reset must mend it. Any other `TargetLost` is
 * thrown on.
 *
 * @clause core.status.device.3
 */
export async function drive<Stimulus extends Action, Observation extends Action>(
  session: Session<Stimulus, Observation>,
  plan: Plan<Stimulus>,
): Promise<Drive<Entry<Stimulus, Observation>>> {
  const log: Entry<Stimulus, Observation>[] = []
  const counts = { done: 0, skipped: 0 }
  try {
    for (const step of plan) {
      if (isRest(step)) log.push(...(await session.settle()))
      else {
        const seen = await session.perform(step)
        if (seen === 'skipped') counts.skipped++
        else {
          counts.done++
          log.push(step, ...seen)
        }
      }
      if (isLost(log)) return { log: rested(log), ...counts, failed: true }
    }
    if (log.at(-1)?.kind !== 'device.rests') log.push(...(await session.settle()))
  } catch (error) {
    if (!(error instanceof DeviceLost)) throw error
    log.push({ kind: 'device.fails', how: error.how, words: error.words === '' ? error.message : error.words })
  }
  return { log: rested(log), ...counts, failed: isLost(log) }
}

/** The plan that a history carried out: its stimuli, and its rests. */
export function planOf<Stimulus extends Action, Observation extends Action>(
  log: readonly Entry<Stimulus, Observation>[],
): Plan<Stimulus> {
  return log.filter((entry): entry is PlanStep<Stimulus> => isStimulus(entry) || isRest(entry))
}

/** A history or a plan that ends with a rest. */
export function rested<Step extends Action>(log: readonly Step[]): readonly (Step | DeviceRests)[] {
  return log.at(-1)?.kind === 'device.rests' ? log : [...log, { kind: 'device.rests' }]
}

const isRest = <Step extends Action>(step: Step | DeviceRests): step is DeviceRests => step.kind === 'device.rests'
const isLost = (log: readonly Action[]): boolean =>
  log.some((entry) => entry.kind === 'device.fails' && !('how' in entry && entry.how === 'needs-reset'))
