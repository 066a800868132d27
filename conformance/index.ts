/**
 * Judges targets: `check(target, options)` gives what the command `check --json` prints.
 *
 * @module
 */
import type { NetRules } from '../model/net/rules.ts'
import type { NetState } from '../model/net/state.ts'
import { properties } from '../properties/index.ts'
import type { Target } from '../properties/target.ts'
import { netModel } from './net-model.ts'
import type { CheckReport } from './report/report.ts'
import { type CheckOptions as AllOptions, check as checkBy } from './run/check.ts'

export { DeviceLost } from './driver/device-lost.ts'
export { liftToTarget } from './driver/lift.ts'
export type { GuestMemory, MemoryDevice, MemoryTarget, QueuePlacement } from './driver/memory-device.ts'
export type { Deviation, Shows, Widens } from './expectations/deviation.ts'
export type {
  CheckReport,
  ClauseReport,
  PropertyReport,
  PropertyVerdict,
  ReportedRefusal,
  SeenDeviation,
  Summary,
  SurveyRow,
} from './report/report.ts'
export { exitStatus } from './report/summary.ts'
export type { Progress } from './run/check.ts'
export { readTrace, TraceError } from './trace/read.ts'
export type { Trace, TraceHead } from './trace/trace.ts'
export { transcript } from './trace/transcript.ts'
export { writeTrace } from './trace/write.ts'

/** Options of {@link check}: every property, 100 runs each, seed 1 and no deviations, unless they say otherwise. */
export type CheckOptions = Partial<Omit<AllOptions<NetState, NetRules>, 'model'>>

/** Judges a target by the properties; the same result as the JSON report of the command line. The target is not disposed of. */
export async function check(target: Target, options: CheckOptions = {}): Promise<CheckReport> {
  return await checkBy(target, { properties, seed: 1, runs: 100, ...options, model: netModel })
}
