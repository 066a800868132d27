import type { Bytes } from '../kernel/bytes.ts'
import { hashesOf } from './hash.ts'
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
