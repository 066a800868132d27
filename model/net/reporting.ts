import type { ClauseId } from '../clause/clause.ts'
import type { Bytes } from '../kernel/bytes.ts'
import { type HashInput, hashesOf } from './hash.ts'
import type { Hashing } from './setting.ts'
import { type Hash, type HashRule, hashOf } from './steering.ts'

/** No hash: `hash_report` NONE; `hash_value` is then unspecified. @clause net.hash-report.def.3 */
export const noHash: Hash = { report: 0, value: 0 }

/**
 * What a header may report of a frame's hash: the calculated one; NONE too where the calculation is an attempt; several where
 * the text leaves the input open. `undefined` where anything goes.
 */
export function reports(hashing: Hashing, frame: Bytes, rule: HashRule = hashesOf): readonly Hash[] | undefined {
  if (hashing.kind === 'anyhow') return undefined
  if (hashing.kind === 'none') return [noHash]
  const hashes = rule(frame, hashing.types).map((input) => hashOf(hashing.key, input) ?? noHash)
  return hashing.binding || hashes.some((hash) => hash.report === 0) ? hashes : [...hashes, noHash]
}

/** Whether a report is one of those allowed; the value counts only beside a type. */
export function isReported(shown: Hash, allowed: readonly Hash[] | undefined): boolean {
  if (allowed === undefined) return true
  return allowed.some((hash) => hash.report === shown.report && (hash.report === 0 || hash.value === shown.value))
}

/**
 * The clause that a wrong report breaks: its type is not enabled, was calculated from other fields, or its value is wrong.
 */
export function clauseOfReport(hashing: Hashing, frame: Bytes, shown: Hash): ClauseId {
  if (hashing.kind !== 'enabled') return 'net.hash-report.def.5'
  const [expected] = hashesOf(frame, hashing.types)
  const source = hashing.binding ? 'net.rss.def.1' : 'net.hash-report.def.1'
  if (shown.report !== 0 && (hashing.types & (1 << (shown.report - 1))) === 0) return source
  if (expected === undefined || expected.report === 0) return 'net.hash-report.def.3'
  if (shown.report === 0) return 'net.hash-report.def.2'
  if (shown.report !== expected.report) return precedence(expected)
  if (shown.value === 0) return 'net.hash-report.def.2'
  return hashing.binding ? 'net.hash.def.8' : source
}

const precedenceByReport: Readonly<Record<number, ClauseId>> = {
  1: 'net.hash.def.3',
  2: 'net.hash.def.1',
  3: 'net.hash.def.2',
  4: 'net.hash.def.5',
  5: 'net.hash.def.5',
  6: 'net.hash.def.5',
  7: 'net.hash.def.6',
  8: 'net.hash.def.6',
  9: 'net.hash.def.6',
}

function precedence(expected: HashInput): ClauseId {
  return precedenceByReport[expected.report] ?? 'net.hash-report.def.4'
}
