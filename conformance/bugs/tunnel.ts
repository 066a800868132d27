import type { ClauseId } from '../../model/clause/clause.ts'
import type { EngineBug } from './engine-bug.ts'

/** A patch of what the engine does with packets in UDP tunnels. */
const ours = (
  id: string,
  says: string,
  [property, clause]: readonly [string, ClauseId],
  [file, old, instead]: readonly [string, string, string],
): EngineBug => ({ id, says, source: 'ours', property, clause, file, old, new: instead })

const segments = (id: string, says: string, old: string, instead: string): EngineBug =>
  ours(id, says, ['tunnel/segments', 'house.transmit.segments'], ['engine/encapsulation.ts', old, instead])

/** Bugs of the engine's UDP tunnels. */
export const tunnelBugs: readonly EngineBug[] = [
  ours(
    'engine-tunnel-header-short',
    'The header has 20 bytes before a frame although tunnels were negotiated.',
    ['tunnel/header-length', 'net.hdr.def.1'],
    ['engine/negotiation.ts', 'return headerLengths.tunnelled', 'return headerLengths.hashed'],
  ),
  ours(
    'engine-tunnel-tags-wherever',
    'Offsets of a tunnel are believed without a tunnel bit: a frame that has them is dropped.',
    ['tunnel/unused-offsets', 'net.tx.device.9'],
    [
      'engine/offload.ts',
      'if ((type & gsoTunnel.both) === 0) return',
      'if ((type & gsoTunnel.both) === 0 && view.getUint16(header + headerOffset.inner_nh_offset) !== 0) return false\n    if ((type & gsoTunnel.both) === 0) return',
    ],
  ),
  ours(
    'engine-both-tunnel-bits',
    'Of two tunnel bits the one of IPv6 is believed.',
    ['tunnel/refused', 'net.tx.device.8'],
    [
      'engine/segment.ts',
      'tunnel === gsoTunnel.both || (tunnel !== 0 && kind === gso.UDP)',
      'tunnel !== 0 && kind === gso.UDP',
    ],
  ),
  ours(
    'engine-tunnel-data-valid',
    'A packet in a tunnel is segmented although DATA_VALID is set.',
    ['tunnel/refused', 'net.tx.device.10'],
    ['engine/offload.ts', ' || (flags & flag.DATA_VALID) !== 0', ''],
  ),
  ours(
    'engine-tunnel-checksum-alone',
    'UDP_TUNNEL_CSUM is not looked at without a tunnel bit.',
    ['tunnel/refused', 'net.tx.device.11'],
    ['engine/offload.ts', 'return !sums || (able & tunnelOffload.checksum) === 0', 'return true'],
  ),
  segments(
    'engine-outer-length-whole',
    'The length in the outer UDP header of every segment is that of the packet before it was cut.',
    'view.setUint16(udp + 4, part)',
    'view.setUint16(udp + 4, packet.length - tunnel)',
  ),
  segments(
    'engine-outer-checksum-stale',
    'The outer checksum of a segment is of the pseudo header alone.',
    'if (!sums) return',
    'if (sums || !sums) return',
  ),
  segments(
    'engine-outer-checksum-always',
    'The outer checksum is completed whether that was asked for or not.',
    'if (!sums) return',
    '',
  ),
  ours(
    'engine-tunnel-unasked',
    'What is in a UDP tunnel is handed over uncut to any driver, with its tunnel bit.',
    ['tunnel/receive', 'net.rx.device.14'],
    ['engine/receive-offload.ts', '(type & TUNNEL) === 0 ? 0 : bit.TUNNEL', '(type & TUNNEL) === 0 ? 0 : 0'],
  ),
  ours(
    'engine-tunnel-checksum-unasked',
    'Packets whose outer checksum is to be completed are handed over to any driver, with the flag.',
    ['tunnel/receive', 'net.rx.device.15'],
    [
      'engine/receive-offload.ts',
      '(flags & TUNNEL_CSUM) === 0 ? 0 : bit.TUNNEL_CSUM',
      '(flags & TUNNEL_CSUM) === 0 ? 0 : 0',
    ],
  ),
  ours(
    'engine-tunnel-offsets-lost',
    'inner_nh_offset is 0.',
    ['tunnel/receive', 'net.rx.device.26'],
    ['engine/receive-offload.ts', 'offloadInner[0] = backlogInner[place] as number', 'offloadInner[0] = 0'],
  ),
  ours(
    'engine-tunnel-checksum-unsaid',
    'UDP_TUNNEL_CSUM is never set, and the outer checksum left as it came.',
    ['tunnel/receive', 'net.rx.device.40'],
    ['engine/receive-offload.ts', 'offloadFlags[0] = backlogFlags[place] as number', 'offloadFlags[0] = NEEDS_CSUM'],
  ),
]
