import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import { pairIndex } from '../model/kernel/brand.ts'
import type { NetConfig } from '../model/net/config.ts'
import { bothWays } from './plans/both-ways.ts'
import { accepting, opening, rest, script, steps, stocked, traffic } from './plans/script.ts'
import type { Intent } from './plans/traffic.ts'
import { type Finish, unfinished } from './plans/unfinished.ts'
import type { Plan, Property } from './property.ts'

const HASH_REPORT: FeatureName = 'VIRTIO_NET_F_HASH_REPORT'
const GUEST_CSUM: FeatureName = 'VIRTIO_NET_F_GUEST_CSUM'

/** Frames, finished or not, into buffers that each take any of them. */
function handedOver(
  config: NetConfig,
  names: fc.Arbitrary<readonly FeatureName[]>,
  ways: readonly Finish[],
  width?: 0,
): fc.Arbitrary<Plan> {
  return fc.tuple(names, traffic(unfinished(config.mac, ways), { min: 5, max: 11 })).map(([accepted, groups]) => {
    const buffers = Array.from({ length: 14 }, (): Intent => ({ kind: 'offer', pair: pairIndex(0), lengths: [4096] }))
    const all = width === undefined ? groups : { ...groups, width }
    return script(opening(accepting(config, accepted)), buffers, [rest], steps(all))
  })
}

/** What is said of a checksum is so. */
const checksum: Property = {
  id: 'receive/checksum',
  says: 'With GUEST_CSUM a checksum that flags call validated is right, and one that they call incomplete comes out right as csum_start and csum_offset say; without it every checksum should be complete.',
  clauses: [
    'net.rx.device.9',
    'net.rx.device.21',
    'net.rx.device.22',
    'net.rx.device.23',
    'net.rx.device.33',
    'net.rx.device.36',
    'house.frame.foreign',
  ],
  needs: ['net', 'guest-csum', 'handover'],
  plan: (config) =>
    handedOver(
      config,
      fc.oneof({ weight: 3, arbitrary: fc.constant([GUEST_CSUM]) }, { weight: 1, arbitrary: fc.constant([]) }),
      ['finished', 'corrupt', 'partial', 'partial'],
    ),
}

const TSO4: FeatureName = 'VIRTIO_NET_F_GUEST_TSO4'
const TSO6: FeatureName = 'VIRTIO_NET_F_GUEST_TSO6'
const UFO: FeatureName = 'VIRTIO_NET_F_GUEST_UFO'
const USO: readonly FeatureName[] = ['VIRTIO_NET_F_GUEST_USO4', 'VIRTIO_NET_F_GUEST_USO6']
const ECN: FeatureName = 'VIRTIO_NET_F_GUEST_ECN'

/** Every receive GSO but one or some, ECN with TCP or without. */
const someGso: fc.Arbitrary<readonly FeatureName[]> = fc
  .tuple(
    fc.constantFrom<readonly (readonly FeatureName[])[]>(
      [[TSO4], [TSO6], [UFO], USO],
      [[TSO6], [UFO], USO],
      [[TSO4], [UFO], USO],
      [[TSO4], [TSO6], USO],
      [[TSO4], [TSO6], [UFO]],
    ),
    fc.boolean(),
  )
  .map(([kinds, ecn]) => [GUEST_CSUM, ...kinds.flat(), ...(ecn ? [ECN] : [])])

/** A frame that is to be cut is what the driver agreed to take uncut. */
const segments: Property = {
  id: 'receive/segments',
  says: 'gso_type is only what was negotiated, with NEEDS_CSUM and the size of the segments, and with the ECN bit where the frame has it.',
  clauses: [
    'net.rx.device.10',
    'net.rx.device.11',
    'net.rx.device.12',
    'net.rx.device.13',
    'net.rx.device.17',
    'net.rx.device.30',
    'net.rx.device.31',
  ],
  needs: ['net', 'guest-csum', 'guest-gso', 'handover'],
  plan: (config) => handedOver(config, someGso, ['uncut', 'uncut', 'partial']),
}

/** Segments that were coalesced are counted. */
const coalesced: Property = {
  id: 'receive/coalesced',
  says: 'With RSC_EXT a frame made of segments says of how many, and of how many duplicate acknowledgements.',
  clauses: ['net.rx.device.32', 'net.rx.def.2'],
  needs: ['net', 'guest-csum', 'guest-gso', 'rsc', 'handover'],
  plan: (config) =>
    handedOver(
      config,
      fc.constant([GUEST_CSUM, TSO4, TSO6, ECN, 'VIRTIO_NET_F_CSUM', 'VIRTIO_NET_F_HOST_TSO4', 'VIRTIO_NET_F_RSC_EXT']),
      ['uncut', 'partial'],
      0,
    ),
}

/** Header and frame stand where the negotiated features say, whichever way they go. */
const headerLength: Property = {
  id: 'receive/header-length',
  says: 'The header has 12 bytes, and 20 with HASH_REPORT, before frames that come in and before frames that leave.',
  clauses: ['net.hdr.def.1'],
  needs: ['net', 'ctrl', 'hash-report'],
  plan: (config) =>
    fc
      .tuple(fc.constantFrom<readonly FeatureName[]>([], ['VIRTIO_NET_F_CTRL_VQ', HASH_REPORT]), bothWays(config))
      .chain(([names, intent]) =>
        traffic(intent, { min: 4, max: 10 }).map((groups) =>
          script(opening(accepting(config, names)), stocked(1, 6), steps(groups)),
        ),
      ),
}

/** Properties of the received header, and of frames that come unfinished. */
export const receiveOffload: readonly Property[] = [checksum, segments, coalesced, headerLength]
