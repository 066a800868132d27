import { type HashInput, hashesOfReadings } from '../../model/net/hash.ts'
import type { Reading } from '../../model/net/reading.ts'

/** Hash types of IPv6 in QEMU's order, with the plain type whose fields stand in where there is no extension header. */
const qemuOrder = [
  { report: 8, type: 0x080, plain: 0x010 },
  { report: 5, type: 0x010, plain: 0x010 },
  { report: 9, type: 0x100, plain: 0x020 },
  { report: 6, type: 0x020, plain: 0x020 },
  { report: 7, type: 0x040, plain: 0x008 },
  { report: 4, type: 0x008, plain: 0x008 },
] as const

/** The hash of a reading by one set of types; none where it has no such. */
function hashBy(reading: Reading, types: number) {
  const [hash] = hashesOfReadings([reading], types)
  return hash === undefined || hash.report === 0 ? undefined : hash
}

/** The first of QEMU's types that is enabled and fits: an EX type fits with and without extension headers. */
export function hashLikeQemu(reading: Reading, types: number): readonly HashInput[] {
  for (const { report, type, plain } of qemuOrder) {
    if ((types & type) === 0) continue
    const own = hashBy(reading, type)
    if (own !== undefined) return [own]
    const stand = hashBy(reading, plain)
    if (stand !== undefined) return [{ ...stand, report }]
  }
  return []
}

/** Hash types of IPv6 in the order of QEMU's eBPF program, each with its twin for extension headers. */
const twins = [
  { plain: 0x010, extended: 0x080 },
  { plain: 0x020, extended: 0x100 },
  { plain: 0x008, extended: 0x040 },
] as const
const IPV4_TYPES = 0x007

/** The first plain type that is enabled and fits; its twin, where enabled too, only exchanges the addresses. */
export function hashLikeEbpf(reading: Reading, types: number): HashInput {
  for (const { plain, extended } of twins) {
    const fitting = hashBy(reading, types & plain)
    if (fitting !== undefined) return hashBy(reading, types & extended) ?? fitting
  }
  return hashBy(reading, types & IPV4_TYPES) ?? { report: 0 }
}
