import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import type { NetConfig } from '../model/net/config.ts'
import { flows } from './plans/flow.ts'
import { answerAmong } from './plans/frame.ts'
import { type OffloadKind, offloaded, offloadFeatures } from './plans/offload.ts'
import { accepting, opening, rest, script, steps, traffic } from './plans/script.ts'
import { hand, type Intent, type Offloaded, transmit } from './plans/traffic.ts'
import type { Plan, Property } from './property.ts'

/** Frames that leave work to the device, among such as leave none. */
function handing(config: NetConfig, some: fc.Arbitrary<Offloaded>): fc.Arbitrary<fc.Arbitrary<Intent>> {
  return flows.map((among) =>
    fc.oneof({ weight: 4, arbitrary: hand(some) }, { weight: 1, arbitrary: transmit(answerAmong(among, config.mac)) }),
  )
}

/** A plan that hands such frames over on the first pair, with these features as far as they are offered. */
function plan(config: NetConfig, some: fc.Arbitrary<Offloaded>, names: readonly FeatureName[]): fc.Arbitrary<Plan> {
  return handing(config, some).chain((intent) =>
    traffic(intent, { min: 3, max: 8 }).map((groups) =>
      script(opening(accepting(config, names)), steps(groups), [rest]),
    ),
  )
}

const kinds = (...some: readonly OffloadKind[]) => some

/** One checksum is completed by the device. */
const checksum: Property = {
  id: 'transmit/checksum',
  says: 'With CSUM, a frame whose checksum the driver leaves to the device leaves with that checksum right, however it is cut into descriptors.',
  clauses: ['house.transmit.checksum'],
  needs: ['net', 'csum'],
  plan: (config) => plan(config, offloaded(config, kinds('checksum')), ['VIRTIO_NET_F_CSUM']),
}

/** Segments of TCP and UDP. */
const segments: Property = {
  id: 'transmit/segments',
  says: 'With HOST_TSO4, HOST_TSO6 and HOST_USO, a frame that is to be segmented leaves as packets of at most gso_size bytes of payload, whose headers are right and whose payloads make up its own.',
  clauses: ['house.transmit.segments'],
  needs: ['net', 'csum', 'host-gso'],
  plan: (config) => plan(config, offloaded(config, kinds('tcp', 'udp', 'checksum')), offloadFeatures),
}

/** Fragments of UDP. */
const fragments: Property = {
  id: 'transmit/fragments',
  says: 'With HOST_UFO, a datagram that is to be fragmented leaves as fragments that make it up, its checksum complete.',
  clauses: ['house.transmit.fragments'],
  needs: ['net', 'csum', 'host-ufo'],
  plan: (config) => plan(config, offloaded(config, kinds('fragments')), offloadFeatures),
}

/** Requests as they are, but for some fields. */
const changed = (
  some: fc.Arbitrary<Offloaded>,
  change: (one: Offloaded, size: number) => Partial<Offloaded['request']>,
): fc.Arbitrary<Offloaded> =>
  fc
    .tuple(some, fc.nat(0xffff))
    .map(([one, number]) => ({ ...one, request: { ...one.request, ...change(one, number) } }))

/** Flags that no device knows are ignored. */
const unknownFlags: Property = {
  id: 'transmit/unknown-flags',
  says: 'A bit of flags that has no meaning changes nothing: the checksum is completed, the segments are cut, or the frame leaves as it is.',
  clauses: ['net.tx.device.1'],
  needs: ['net', 'csum'],
  plan: (config) =>
    plan(
      config,
      changed(offloaded(config, kinds('checksum', 'tcp', 'udp')), ({ request }, number) =>
        number % 3 === 0 && request.gsoType === 0
          ? { ...nothing, flags: 0x80 }
          : { flags: (request.flags ?? 0) | 0x80 },
      ),
      offloadFeatures,
    ),
}

/** A request that asks for nothing. */
const nothing = { flags: 0, gsoType: 0, hdrLen: 0, gsoSize: 0, csumStart: 0, csumOffset: 0 }

/** Where no checksum is asked for, nothing says where one would be. */
const unasked: Property = {
  id: 'transmit/unasked-checksum',
  says: 'Without NEEDS_CSUM a frame leaves as it is, whatever csum_start and csum_offset say.',
  clauses: ['net.tx.device.2'],
  needs: ['net', 'csum'],
  plan: (config) =>
    plan(
      config,
      changed(offloaded(config, kinds('checksum')), (_, number) => ({
        ...nothing,
        csumStart: number & 0x3f,
        csumOffset: (number >> 6) & 0x1f,
      })),
      offloadFeatures,
    ),
}

/** `hdr_len` is no more than a hint. */
const headerLength: Property = {
  id: 'transmit/header-length',
  says: 'Without GUEST_HDRLEN segments are right and frames leave, whatever hdr_len says: zero, too little, or more than the frame.',
  clauses: ['net.tx.device.7'],
  needs: ['net', 'csum'],
  plan: (config) =>
    plan(
      config,
      changed(offloaded(config, kinds('tcp', 'udp', 'checksum')), ({ request: { hdrLen = 0 } }, number) => ({
        hdrLen: [1, hdrLen - 8, hdrLen - 1, hdrLen + 1, hdrLen + 20, 0xffff, number][number % 7] ?? 0,
      })),
      offloadFeatures,
    ),
}

/** Places of a checksum about the end of a packet of this many bytes, and far beyond it. */
function beyond(length: number, number: number): Partial<Offloaded['request']> {
  const past = [length - 1, length, length + 1, 0xffff, 0x1_0000 + (length >> 1), 0x1_fffe][number % 6] ?? 0
  const csumStart = Math.min(0xffff, (number >> 3) % 2 === 0 ? past : Math.min(past, 34))
  return { csumStart, csumOffset: Math.min(0xffff, past - csumStart) }
}

/** A checksum that has no place within the packet is none. */
const impossible: Property = {
  id: 'transmit/checksum-beyond',
  says: 'Where csum_start and csum_offset name a place that is not within the frame, the frame leaves as it is or not at all, and others leave as before.',
  clauses: ['house.transmit.ignored'],
  needs: ['net', 'csum'],
  plan: (config) =>
    plan(
      config,
      fc.tuple(offloaded(config, kinds('checksum')), fc.nat(0xffff)).map(([{ frame, request }, number]) => ({
        frame,
        request: { ...request, ...beyond(frame(0).length / 2, number) },
      })),
      offloadFeatures,
    ),
}

/** Properties of the sending side. */
export const transmission: readonly Property[] = [
  checksum,
  segments,
  fragments,
  unknownFlags,
  unasked,
  headerLength,
  impossible,
]
