import type { ClauseId } from '../../model/clause/clause.ts'
import { arrayOf, type Bytes, bytes, sliceOf } from '../../model/kernel/bytes.ts'
import type {
  DeviceUses,
  DriverTransmits,
  NetObservation,
  NetStimulus,
  WireArrives,
  WireOffload,
} from '../../model/net/action.ts'
import { TUNNEL_BITS } from '../../model/net/receive-offload/gso.ts'
import { transportIn, written } from '../../model/net/receive-offload/transport.ts'
import { decodeNetHeader, type NetHeader } from '../../model/wire/net-header.ts'
import { VIRTIO_NET_HDR_F_DATA_VALID, VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM } from '../../model/wire/net-header-layout.ts'
import type { Session } from '../target.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'
import { rewriting } from './rewriting.ts'
import type { Watch } from './watch.ts'

/** A session in which frames leave as they are that no device may accept. */
function sendingAsIs(session: Session, isMine: (request: NonNullable<DriverTransmits['request']>) => boolean): Session {
  return {
    async perform(stimulus: NetStimulus) {
      const seen = await session.perform(stimulus)
      if (seen === 'skipped' || stimulus.kind !== 'driver.transmits' || !isMine(stimulus.request ?? {})) return seen
      return [...seen, { kind: 'device.sends', bytes: stimulus.bytes }]
    },
    settle: () => session.settle(),
    drain: () => session.drain(),
    diagnostics: () => session.diagnostics(),
    close: () => session.close(),
  }
}

/** A session that is told other things of a frame in a tunnel that is to be cut than its peer says, by what was negotiated. */
function misread(session: Session, change: (said: WireOffload, features: bigint) => WireOffload): Session {
  let features = 0n
  return {
    async perform(stimulus: NetStimulus) {
      if (stimulus.kind === 'driver.accepts') features = stimulus.features
      if (stimulus.kind !== 'wire.arrives' || stimulus.offload === undefined) return session.perform(stimulus)
      return session.perform({ ...stimulus, offload: change(stimulus.offload, features) })
    },
    settle: () => session.settle(),
    drain: () => session.drain(),
    diagnostics: () => session.diagnostics(),
    close: () => session.close(),
  }
}

/** A session that hands over frames whose outer checksum is to be completed as if it was not, to a driver that does not do that. */
function leavingOuterSum(session: Session): Session {
  const real = new Map<Bytes, Bytes>()
  let isTaken = false
  const whole = (entry: NetObservation): NetObservation => {
    const [without, frame] =
      entry.kind === 'device.uses' ? ([...real].find(([one]) => entry.bytes.endsWith(one)) ?? []) : []
    if (entry.kind !== 'device.uses' || without === undefined) return entry
    return { ...entry, bytes: `${entry.bytes.slice(0, -without.length)}${frame}` as Bytes } // Bytes, joined
  }
  return {
    async perform(stimulus: NetStimulus) {
      if (stimulus.kind === 'driver.accepts') isTaken = knowsSums(stimulus)
      const mine = !isTaken && stimulus.kind === 'wire.arrives' && stimulus.offload?.flags === SUMS
      const seen = await session.perform(mine ? without(stimulus) : stimulus)
      return seen === 'skipped' ? seen : seen.map(whole)
    },
    settle: async () => (await session.settle()).map(whole),
    drain: () => session.drain(),
    diagnostics: () => session.diagnostics(),
    close: () => session.close(),
  }

  function without(arrival: WireArrives): WireArrives {
    const field = transportIn(arrival.bytes)?.field ?? 0
    const bytes = written(arrival.bytes, field, NO_SUM)
    real.set(bytes, arrival.bytes)
    return { ...arrival, bytes, ...(arrival.offload && { offload: { ...arrival.offload, flags: 1 } }) }
  }
}

const accepting = (
  id: string,
  says: string,
  clause: ClauseId,
  isMine: Parameters<typeof sendingAsIs>[1],
): ReactionBug => ({
  id,
  says,
  source: 'ours',
  property: 'tunnel/refused',
  clause,
  wrap: (session) => sendingAsIs(session, isMine),
})

/** What becomes of a received header, of a packet in a tunnel alone. */
const inTunnel = (
  id: string,
  says: string,
  clause: ClauseId,
  change: (header: NetHeader) => Partial<NetHeader>,
): ReactionBug =>
  rewriting({ id, says, source: 'ours', property: 'tunnel/receive', clause }, (header) =>
    (header.gsoType & TUNNEL_BITS) === 0 ? header : { ...header, ...change(header) },
  )

/** Another outer checksum in packets of a tunnel, by whether it was left to the driver. */
const outerSum = (
  id: string,
  says: string,
  clause: ClauseId,
  change: (header: NetHeader, watch: Watch) => string | undefined,
): ReactionBug => ({
  id,
  says,
  source: 'ours',
  property: 'tunnel/receive',
  clause,
  wrap: (session) =>
    altered(session, () => (entry, watch) => [watch.isPlacement(entry) ? changed(entry, watch, change) : entry]),
})

function changed(
  use: DeviceUses,
  watch: Watch,
  change: (header: NetHeader, watch: Watch) => string | undefined,
): NetObservation {
  const size = watch.headerSize
  const header = decodeNetHeader(arrayOf(use.bytes), size)
  const frame = watch.frameIn(use)
  const outer = transportIn(frame)
  if (!header.ok || outer === undefined || (header.value.gsoType & TUNNEL_BITS) === 0) return use
  const sum = change(header.value, watch)
  if (sum === undefined) return use
  return { ...use, bytes: `${sliceOf(use.bytes, 0, size)}${written(frame, outer.field, bytes(sum))}` as Bytes } // Bytes, joined
}

const sums = ({ flags }: NetHeader): boolean => (flags & VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM) !== 0
/** NEEDS_CSUM and UDP_TUNNEL_CSUM. */
const SUMS = 9
const NO_SUM = bytes('0000')
const knows = (features: bigint): boolean => ((features >> 65n) & 1n) === 1n
const knowsSums = ({ features }: { readonly features: bigint }): boolean => ((features >> 66n) & 1n) === 1n

/** Seeded bugs of packets in UDP tunnels. */
export const tunnelBugs: readonly ReactionBug[] = [
  accepting(
    'both-tunnel-bits-taken',
    'A packet with both tunnel bits leaves.',
    'net.tx.device.8',
    ({ gsoType = 0 }) => (gsoType & TUNNEL_BITS) === TUNNEL_BITS,
  ),
  accepting(
    'tunnel-without-gso-taken',
    'A packet with a tunnel bit and nothing to be cut leaves.',
    'net.tx.device.10',
    ({ gsoType = 0 }) => gsoType !== 0 && (gsoType & ~TUNNEL_BITS) === 0,
  ),
  accepting(
    'tunnel-checksum-without-tunnel',
    'A packet with UDP_TUNNEL_CSUM and without a tunnel bit leaves.',
    'net.tx.device.11',
    ({ gsoType = 0, flags = 0 }) => (gsoType & TUNNEL_BITS) === 0 && (flags & VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM) !== 0,
  ),
  {
    id: 'tunnel-offsets-believed',
    says: 'A frame with offsets of a tunnel and without a tunnel bit is dropped.',
    source: 'ours',
    property: 'tunnel/unused-offsets',
    clause: 'net.tx.device.9',
    wrap: (session) => altered(session, () => (entry) => (entry.kind === 'device.sends' ? [] : [entry])),
  },
  rewriting(
    {
      id: 'tunnel-bit-unasked',
      says: 'A tunnel bit is set without GUEST_UDP_TUNNEL_GSO.',
      source: 'ours',
      property: 'tunnel/receive',
      clause: 'net.rx.device.14',
    },
    (header, _, watch) =>
      knows(watch.features) || header.gsoType === 0 ? header : { ...header, gsoType: header.gsoType | 0x20 },
  ),
  rewriting(
    {
      id: 'tunnel-checksum-unasked',
      says: 'UDP_TUNNEL_CSUM is set without GUEST_UDP_TUNNEL_GSO_CSUM.',
      source: 'ours',
      property: 'tunnel/receive',
      clause: 'net.rx.device.15',
    },
    (header, _, watch) =>
      knowsSums(watch) || header.gsoType === 0
        ? header
        : { ...header, flags: header.flags | VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM },
  ),
  {
    id: 'tunnel-not-seen',
    says: 'What is in a UDP tunnel is handed over to be cut as if it was not, to a driver that does not take tunnels.',
    source: 'ours',
    property: 'tunnel/receive',
    clause: 'net.rx.device.24',
    wrap: (session) =>
      misread(session, (said, features) =>
        knows(features) ? said : { ...said, flags: 1, gsoType: said.gsoType & ~TUNNEL_BITS },
      ),
  },
  {
    id: 'tunnel-checksum-not-seen',
    says: 'Packets whose outer checksum is to be completed, too, are handed over to a driver that does not do that.',
    source: 'ours',
    property: 'tunnel/receive',
    clause: 'net.rx.device.28',
    wrap: (session) => leavingOuterSum(session),
  },
  inTunnel(
    'tunnel-bit-of-outer',
    'The tunnel bit is that of the other version of IP.',
    'net.rx.device.25',
    ({ gsoType }) => ({
      gsoType: gsoType ^ TUNNEL_BITS,
    }),
  ),
  inTunnel(
    'tunnel-offset-of-ethernet',
    'inner_nh_offset is where the inner Ethernet header begins.',
    'net.rx.device.26',
    ({ innerNhOffset = 0 }) => ({
      innerNhOffset: innerNhOffset - 14,
    }),
  ),
  inTunnel('tunnel-data-valid', 'DATA_VALID is set beside a tunnel bit.', 'net.rx.device.37', ({ flags }) => ({
    flags: flags | VIRTIO_NET_HDR_F_DATA_VALID,
  })),
  outerSum(
    'tunnel-outer-sum-begun',
    'Without GUEST_UDP_TUNNEL_GSO_CSUM an outer checksum that was none is one to be completed.',
    'net.rx.device.27',
    (_, watch) => (knowsSums(watch) ? undefined : '1234'),
  ),
  outerSum(
    'tunnel-outer-sum-lost',
    'An outer checksum that is to be completed is zero.',
    'net.rx.device.39',
    (header) => (sums(header) ? '0000' : undefined),
  ),
  outerSum(
    'tunnel-outer-sum-unsaid',
    'An outer checksum is neither none nor right, and UDP_TUNNEL_CSUM is clear.',
    'net.rx.device.40',
    (header, watch) => (knowsSums(watch) && !sums(header) ? '1234' : undefined),
  ),
]
