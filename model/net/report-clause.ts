import type { ClauseId } from '../clause/clause.ts'
import type { Bytes } from '../kernel/bytes.ts'
import { allHashTypes } from '../wire/hash-report.ts'
import { readingsOf } from './frame-reading.ts'
import { hashesOfReadings } from './hash.ts'
import { bitOfReport } from './hash-type.ts'
import type { Reading } from './reading.ts'
import type { Hashing } from './setting.ts'
import { type Hash, hashOf } from './steering.ts'

/** Hashing with types and a key. */
type Enabled = Extract<Hashing, { readonly kind: 'enabled' }>

/**
 * The clause that a wrong report breaks, by what it looks like: a code that is not that of the type calculated, a hash where
 * none is calculated or none where one is, a type that is not enabled or not the first that fits, other fields, another value.
 *
 * @param readings - how the frame is to be read; by its outer header unless given
 */
export function clauseOfReport(
  hashing: Hashing,
  frame: Bytes,
  shown: Hash,
  readings: readonly Reading[] = readingsOf(frame),
): ClauseId {
  if (hashing.kind !== 'enabled') return 'net.hash-report.def.5'
  const expected = hashesOfReadings(readings, hashing.types).map((input) => hashOf(hashing.key, input))
  if (shown.report !== 0 && expected.some((hash) => hash !== undefined && isMiscoded(shown, hash)))
    return 'net.hash-report.def.4'
  const [first] = expected
  if (first === undefined) return readings[0] === 'no-ip' ? 'net.hash-report.def.3' : 'net.hash.def.4'
  return clauseOfHash(hashing, readings, shown, first)
}

/**
 * The value is right and the code is not that of the type; a code that no type has is wrong in any case. Not where the code is
 * that of the same fields with or without extension headers: there the wrong type was chosen.
 */
function isMiscoded(shown: Hash, expected: Hash): boolean {
  if (shown.report > LAST_CODE) return true
  return shown.value === expected.value && shown.report !== expected.report && !areTwins(shown, expected)
}

const LAST_CODE = 9
const FIRST_IPV6 = 4
const TWIN = 3
const areTwins = (a: Hash, b: Hash): boolean =>
  Math.abs(a.report - b.report) === TWIN && Math.min(a.report, b.report) >= FIRST_IPV6

/** The clause of a wrong report for a frame that has a hash. */
function clauseOfHash(hashing: Enabled, readings: readonly Reading[], shown: Hash, expected: Hash): ClauseId {
  const source = hashing.binding ? 'net.rss.def.1' : 'net.hash-report.def.1'
  if (shown.report !== 0 && (hashing.types & bitOfReport(shown.report)) === 0) return source
  const extended = isExtended(readings)
  const fields = extended && expected.report <= LAST_PLAIN ? 'net.hash.def.7' : clauseByReport[expected.report]
  if (fields === undefined) throw new Error(`fault: a hash with the code ${expected.report}`)
  if (shown.report === 0) return fields === 'net.hash.def.7' ? fields : 'net.hash-report.def.2'
  if (shown.report !== expected.report || hasValueOfOthers(hashing, readings, shown)) return fields
  if (shown.value === 0) return 'net.hash-report.def.2'
  // Behind extension headers much can be taken for an address or a port; a wrong key or function shows elsewhere too.
  if (extended) return fields
  return hashing.binding ? 'net.hash.def.8' : source
}

const isExtended = (readings: readonly Reading[]): boolean =>
  readings.some((reading) => reading !== 'no-ip' && reading.extended !== undefined)

const LAST_PLAIN = 6

/** The clause by which a type is the one for a frame, and its fields are those of the hash. */
const clauseByReport: Readonly<Record<number, ClauseId>> = {
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

/** The value is that of another type for a frame that is read so: the fields are wrong, not how they are hashed. */
function hasValueOfOthers({ key }: Enabled, readings: readonly Reading[], shown: Hash): boolean {
  for (let type = 1; type <= allHashTypes; type <<= 1)
    if (hashesOfReadings(readings, type).some((input) => hashOf(key, input)?.value === shown.value)) return true
  return false
}
