import type { Bytes } from '../kernel/bytes.ts'
import { type CalculatedReport, VIRTIO_NET_HASH_REPORT_NONE } from '../wire/hash-report.ts'
import { readingsOf } from './frame-reading.ts'
import { bitOfReport, type HashType, ipv4HashTypes, ipv6ExHashTypes, ipv6HashTypes } from './hash-type.ts'
import type { Reading, TransportReading } from './reading.ts'

/** What a hash is calculated over, and how it is reported; or that none is calculated. */
export type HashInput =
  | { readonly report: CalculatedReport; readonly input: Bytes }
  | { readonly report: typeof VIRTIO_NET_HASH_REPORT_NONE }

const noHash: HashInput = { report: VIRTIO_NET_HASH_REPORT_NONE }

/**
 * What a device may calculate a frame's hash over, under these enabled hash types: one element where the text decides, several
 * where it leaves the matter open (`readingsOf` says where), the likeliest first.
 *
 * @param hashTypes - `hash_types`, a bitmask; bits that are no hash type count for nothing
 * @clause net.hash.def.1 net.hash.def.2 net.hash.def.3 net.hash.def.4 net.hash.def.5 net.hash.def.6 net.hash.def.7
 */
export function hashesOf(frame: Bytes, hashTypes: number): readonly HashInput[] {
  return hashesOfReadings(readingsOf(frame), hashTypes)
}

/** What a device may calculate a frame's hash over that reads it in one of these ways. */
export function hashesOfReadings(readings: readonly Reading[], hashTypes: number): readonly HashInput[] {
  const hashes = readings.map((reading) => hashOfReading(reading, hashTypes))
  return hashes.filter((hash, index) => hashes.findIndex((other) => isSame(hash, other)) === index)
}

function isSame(a: HashInput, b: HashInput): boolean {
  if (a.report === 0 || b.report === 0) return a.report === b.report
  return a.report === b.report && a.input === b.input
}

/** The first enabled type that applies; the types with extension headers before those without. */
function hashOfReading(reading: Reading, enabled: number): HashInput {
  if (reading === 'no-ip') return noHash
  const { family, addresses, extended, transport } = reading
  if (family === 4) return firstOf(ipv4HashTypes, enabled, addresses, transport) ?? noHash
  const ex = extended === undefined ? undefined : firstOf(ipv6ExHashTypes, enabled, extended, transport)
  return ex ?? firstOf(ipv6HashTypes, enabled, addresses, transport) ?? noHash
}

/** The first of `types` that is enabled and whose transport header the packet has. */
function firstOf(
  types: readonly HashType[],
  enabled: number,
  addresses: Bytes,
  transport: TransportReading | undefined,
): HashInput | undefined {
  for (const type of types) {
    if ((enabled & bitOfReport(type.report)) === 0) continue
    if (type.transport === undefined) return { report: type.report, input: addresses }
    if (type.transport !== transport?.kind) continue
    return { report: type.report, input: (addresses + transport.ports) as Bytes } // Bytes, joined
  }
  return undefined
}
