/**
 * Judges targets: `check(target, options)` gives what the command `check --json` prints.
 *
 * @module
 */
import type { Property } from '../properties/property.ts'
import type { Candidate } from '../properties/target.ts'
import type { NetTerms } from '../properties/terms.ts'
import type { Deviation } from './expectations/deviation.ts'
import type { CheckReport } from './report/report.ts'
import { type CheckOptions as AllOptions, check as checkBy } from './run/check.ts'
import { courtOf } from './subject/court.ts'
import { courts } from './subject/index.ts'
import { netJudged } from './subject/net.ts'

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
export type { Progress, WrittenTrace } from './run/check.ts'
export { readTrace, TraceError } from './trace/read.ts'
export type { Trace, TraceHead } from './trace/trace.ts'
export { transcript } from './trace/transcript.ts'
export { writeTrace } from './trace/write.ts'

/**
 * Options of {@link check}: every property of every subject, 100 runs each, seed 1 and no deviations, unless they say otherwise.
 */
export interface CheckOptions extends Partial<Omit<AllOptions, 'properties' | 'expected'>> {
  /** Only these, of the network device. */
  readonly properties?: readonly Property[]
  /** What is known of the target as a network device. */
  readonly deviations?: readonly Deviation<NetTerms>[]
}

/** Judges a target by the properties; the same result as the JSON report of the command line. The target is not disposed of. */
export async function check(
  target: Candidate,
  { properties, deviations = [], ...options }: CheckOptions = {},
): Promise<CheckReport> {
  const net = courtOf({
    ...netJudged,
    properties: properties ?? netJudged.properties,
    deviations: { given: deviations },
  })
  const others = properties === undefined ? courts.filter(({ name }) => name !== net.name) : []
  const expected = deviations.map(({ name }) => name)
  return await checkBy([net, ...others], target, { seed: 1, runs: 100, ...options, expected })
}
