import type { Action } from '../../model/kernel/machine.ts'
import type { Drive } from '../../properties/run/drive.ts'
import type { Entry } from '../../properties/target.ts'

/** How far the runs of a property went: a shallow property looks like a good one. */
export type Reached = Readonly<Record<string, number>>

/** Counts what the histories of a subject reach: frames, commands, resets. */
export interface Gauge<Logged> {
  /** Told of each history. */
  add(log: readonly Logged[]): void
  /** The counters, those at zero among them. */
  counters(): Reached
}

/** Adds up what drives reached: what the gauge of their subject counts, and stimuli. */
export class Reach<Logged extends Action = Entry> {
  private stimuli = { done: 0, skipped: 0 }

  constructor(private readonly gauge?: Gauge<Logged>) {}

  add(drive: Drive<Logged>): void {
    this.stimuli.done += drive.done
    this.stimuli.skipped += drive.skipped
    this.gauge?.add(drive.log)
  }

  /** The counters that are not zero, the share of stimuli skipped among them (0 to 1, three decimals). */
  counters(): Reached {
    const { done, skipped } = this.stimuli
    const all = {
      ...this.gauge?.counters(),
      stimuli: done,
      'stimuli skipped': skipped,
      'share of stimuli skipped': shareOf(done, skipped),
    }
    return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0))
  }
}

/** Of all stimuli that were planned, how many were skipped: 0 to 1, rounded to three decimals. */
export function shareOf(done: number, skipped: number): number {
  return done + skipped === 0 ? 0 : Math.round((skipped / (done + skipped)) * 1000) / 1000
}
