import { arrayOf, type Bytes, hexOf, lengthOf } from '../../model/kernel/bytes.ts'
import type { DriverTransmits, NetObservation, NetStimulus } from '../../model/net/action.ts'
import { internetChecksum } from '../../model/wire/checksum.ts'
import type { Session } from '../target.ts'
import type { ReactionBug } from './reaction-bug.ts'

/** A session in which frames that leave are altered with the last transmit at hand that says so much of them. */
function alteringSends(session: Session, alter: (sent: Bytes, handed: DriverTransmits) => readonly Bytes[]): Session {
  const handed: DriverTransmits[] = []
  const change = (entry: NetObservation): readonly NetObservation[] => {
    if (entry.kind !== 'device.sends') return [entry]
    const of = handed.find(({ bytes }) => bytes.slice(-16) === entry.bytes.slice(-16))
    return of === undefined ? [entry] : alter(entry.bytes, of).map((bytes) => ({ ...entry, bytes }))
  }
  return {
    async perform(stimulus: NetStimulus) {
      if (stimulus.kind === 'driver.transmits') handed.push(stimulus)
      const entries = await session.perform(stimulus)
      return entries === 'skipped' ? entries : entries.flatMap(change)
    },
    settle: async () => (await session.settle()).flatMap(change),
    drain: () => session.drain(),
    diagnostics: () => session.diagnostics(),
    close: () => session.close(),
  }
}

/** The frame with a checksum where nobody asked for one. */
function summedUp(sent: Bytes, { csumStart = 0, csumOffset = 0 }: NonNullable<DriverTransmits['request']>): Bytes {
  const frame = arrayOf(sent)
  if (csumStart + csumOffset === 0 || csumStart + csumOffset + 2 > lengthOf(sent)) return sent
  new DataView(frame.buffer).setUint16(csumStart + csumOffset, internetChecksum(frame.subarray(csumStart)))
  return hexOf(frame)
}

/** Seeded bugs of the sending side. */
export const transmitBugs: readonly ReactionBug[] = [
  {
    id: 'checksum-unasked',
    says: 'A checksum is put where csum_start and csum_offset say, whether NEEDS_CSUM is set or not.',
    source: 'ours',
    property: 'transmit/unasked-checksum',
    clause: 'net.tx.device.2',
    wrap: (session) =>
      alteringSends(session, (sent, { request = {} }) => [
        ((request.flags ?? 0) & 1) === 0 ? summedUp(sent, request) : sent,
      ]),
  },
]
