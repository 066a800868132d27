import { arrayOf, type Bytes, hexOf, lengthOf, sliceOf } from '../../model/kernel/bytes.ts'
import type { NetObservation, NetStimulus } from '../../model/net/action.ts'
import { ETHERNET_HEADER_SIZE, ETHERTYPE_IPV4 } from '../../model/wire/ethernet.ts'
import { join } from '../../model/wire/join.ts'
import type { Session } from '../target.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'

/** A session that takes in frames longer than `most` bytes: cut to that on their way in, and whole again where they show. */
function takingIn(session: Session, most: number): Session {
  const long = new Map<Bytes, Bytes>()
  const whole = (entry: NetObservation): NetObservation => {
    if (entry.kind !== 'device.uses') return entry
    const cut = [...long].find(([short]) => entry.bytes.endsWith(short))
    if (cut === undefined) return entry
    const more = sliceOf(cut[1], most)
    return { ...entry, length: entry.length + lengthOf(more), bytes: `${entry.bytes}${more}` as Bytes } // Bytes, joined
  }
  return {
    async perform(stimulus: NetStimulus) {
      const given = stimulus.kind === 'wire.arrives' && lengthOf(stimulus.bytes) > most ? stimulus : undefined
      if (given !== undefined) long.set(sliceOf(given.bytes, 0, most), given.bytes)
      const seen = await session.perform(
        given === undefined ? stimulus : { ...given, bytes: sliceOf(given.bytes, 0, most) },
      )
      return seen === 'skipped' ? seen : seen.map(whole)
    },
    settle: async () => (await session.settle()).map(whole),
    drain: () => session.drain(),
    diagnostics: () => session.diagnostics(),
    close: () => session.close(),
  }
}

const IPV4_HEADER = 20
const UNITS = 64

/** A frame of IPv4 in two fragments; any other as it is. Their header checksums are left as they were. */
function inFragments(frame: Bytes): readonly Bytes[] {
  const all = arrayOf(frame)
  const view = new DataView(all.buffer, all.byteOffset)
  const behind = ETHERNET_HEADER_SIZE + IPV4_HEADER
  if (view.getUint16(12) !== ETHERTYPE_IPV4) return [frame]
  const first = all.slice(0, behind + 8 * UNITS)
  const second = join(all.subarray(0, behind), all.subarray(behind + 8 * UNITS))
  const flags = (packet: Uint8Array, value: number) => {
    const of = new DataView(packet.buffer, packet.byteOffset)
    of.setUint16(ETHERNET_HEADER_SIZE + 2, packet.length - ETHERNET_HEADER_SIZE)
    of.setUint16(ETHERNET_HEADER_SIZE + 6, value)
    return hexOf(packet)
  }
  return [flags(first, 0x2000), flags(second, UNITS)]
}

const limitOf = (mtu = 1500): number => mtu + ETHERNET_HEADER_SIZE

/** Seeded bugs of the largest packet. */
export const mtuBugs: readonly ReactionBug[] = [
  {
    id: 'mtu-not-kept',
    says: 'Frames come in whatever mtu is.',
    source: 'ours',
    property: 'mtu/receive',
    clause: 'net.config.device.5',
    wrap: (session, { mtu }) => takingIn(session, limitOf(mtu)),
  },
  {
    id: 'mtu-with-header',
    says: 'Frames longer than mtu do not leave: the Ethernet header is counted.',
    source: 'ours',
    property: 'mtu/transmit',
    clause: 'net.config.device.6',
    wrap: (session, { mtu = 1500 }) =>
      altered(session, () => (entry) => (entry.kind === 'device.sends' && lengthOf(entry.bytes) > mtu ? [] : [entry])),
  },
  {
    id: 'mtu-fragments',
    says: 'Packets of IPv4 that are about as long as mtu allows leave in fragments.',
    source: 'ours',
    property: 'mtu/transmit',
    clause: 'net.config.device.6',
    wrap: (session, { mtu }) =>
      altered(session, () => (entry) => {
        if (entry.kind !== 'device.sends' || lengthOf(entry.bytes) <= limitOf(mtu) - 8) return [entry]
        return inFragments(entry.bytes).map((bytes) => ({ ...entry, bytes }))
      }),
  },
]
