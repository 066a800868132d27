/** The model's verdicts beside those of the exhaustive search. */
import type { Traits } from '../config.ts'
import { type Entry, isExplained } from './explanation.fixture.ts'
import { liveDevice, modelVerdict, printLog } from './net-log.fixture.ts'
import { idle, type Table } from './steering-device.fixture.ts'

/** How many logs were compared, and those on which the two disagree. */
export interface Comparison {
  readonly lawful: number
  readonly unlawful: number
  /** A line for each disagreement. */
  readonly disagreements: readonly string[]
}

/** Compares the two on logs of a device that begins with this table. */
export function compared(table: Table, traits: Traits, logs: Iterable<readonly Entry[]>): Comparison {
  // The oracle's device has no notifications, and a queue enabled anew begins with them on.
  const start = liveDevice(table, { ...traits, unheard: true })
  const count = { lawful: 0, unlawful: 0 }
  const disagreements: string[] = []
  for (const log of logs) {
    const explained = isExplained(idle(table), log, traits)
    const verdict = modelVerdict(start, log)
    count[explained ? 'lawful' : 'unlawful']++
    if (explained === (verdict.kind === 'accepted') && verdict.kind !== 'inconclusive') continue
    disagreements.push(`${printLog(table, log)}: ${explained ? 'explained' : 'not explained'} and ${verdict.kind}`)
  }
  return { ...count, disagreements }
}

/** The counts of several comparisons together. */
export const total = (all: readonly Comparison[]): Comparison => ({
  lawful: all.reduce((sum, one) => sum + one.lawful, 0),
  unlawful: all.reduce((sum, one) => sum + one.unlawful, 0),
  disagreements: all.flatMap((one) => one.disagreements),
})

/** The counts in words. */
export const counts = ({ lawful, unlawful }: Comparison): string => `${lawful} lawful and ${unlawful} unlawful logs`
