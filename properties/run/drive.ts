import { isStimulus } from '../../model/kernel/machine.ts'
import { DeviceLost } from '../device-lost.ts'
import type { Plan, PlanStep } from '../property.ts'
import type { Entry, Session } from '../target.ts'

/** What became of a plan. */
export interface Drive {
  /** Everything done and seen, in the harness's order; ends with `device.rests`. */
  readonly log: readonly Entry[]
  /** Stimuli done. */
  readonly done: number
  /** Stimuli that the driver could not do in the state it was in. They are not in the log. */
  readonly skipped: number
  /** The device failed: the session is of no use any more. */
  readonly failed: boolean
}

/**
 * Drives a plan: does its stimuli, waits where it rests, and always waits at its end.
 *
 * A device that dies or hangs is a verdict and not an error: the log then ends with `device.fails` and a rest. Any other
 * `TargetLost` is thrown on.
 */
export async function drive(session: Session, plan: Plan): Promise<Drive> {
  const log: Entry[] = []
  const counts = { done: 0, skipped: 0 }
  try {
    for (const step of plan) {
      if (step.kind === 'device.rests') log.push(...(await session.settle()))
      else {
        const seen = await session.perform(step)
        if (seen === 'skipped') counts.skipped++
        else {
          counts.done++
          log.push(step, ...seen)
        }
      }
      if (hasFailed(log)) return { log: rested(log), ...counts, failed: true }
    }
    if (log.at(-1)?.kind !== 'device.rests') log.push(...(await session.settle()))
  } catch (error) {
    if (!(error instanceof DeviceLost)) throw error
    log.push({ kind: 'device.fails', how: error.how, words: error.words === '' ? error.message : error.words })
  }
  return { log: rested(log), ...counts, failed: hasFailed(log) }
}

/** The plan that a history carried out: its stimuli, and its rests. */
export function planOf(log: readonly Entry[]): Plan {
  return log.filter(isPlanStep)
}

const isPlanStep = (entry: Entry): entry is PlanStep => isStimulus(entry) || entry.kind === 'device.rests'
const hasFailed = (log: readonly Entry[]): boolean => log.some((entry) => entry.kind === 'device.fails')

function rested(log: readonly Entry[]): readonly Entry[] {
  return log.at(-1)?.kind === 'device.rests' ? log : [...log, { kind: 'device.rests' }]
}
