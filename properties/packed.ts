import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import { type RingPosition, ringPosition } from '../model/kernel/brand.ts'
import type { NetConfig } from '../model/net/config.ts'
import { bothWays } from './plans/both-ways.ts'
import { frameIn } from './plans/frame.ts'
import { framedTraffic, packedSize, someOf } from './plans/framing.ts'
import { accepting, opening, script, steps, stocked, traffic } from './plans/script.ts'
import { smallOffer, smallStock } from './plans/small-buffer.ts'
import { arrive, awaits, type Intent, notify, pairBelow } from './plans/traffic.ts'
import type { Plan, Property } from './property.ts'

const first = pairBelow(1)
const PACKED: FeatureName = 'VIRTIO_F_RING_PACKED'
const INDIRECT: FeatureName = 'VIRTIO_F_INDIRECT_DESC'
const EVENT_IDX: FeatureName = 'VIRTIO_F_EVENT_IDX'
const IN_ORDER: FeatureName = 'VIRTIO_F_IN_ORDER'

/** Traffic both ways on packed rings, each chain cut in its own way, with features and intents beside. */
function onPackedRings(
  config: NetConfig,
  {
    features = fc.constant([]),
    others = [],
    sizes = packedSize,
    position,
  }: {
    readonly features?: fc.Arbitrary<readonly FeatureName[]>
    readonly others?: readonly fc.Arbitrary<Intent>[]
    readonly sizes?: fc.Arbitrary<number>
    readonly position?: RingPosition
  } = {},
): fc.Arbitrary<Plan> {
  return fc.tuple(framedTraffic(config), features, sizes).chain(([intent, names, size]) => {
    const more = others.map((arbitrary) => ({ weight: 1, arbitrary }))
    return traffic(fc.oneof({ weight: 3, arbitrary: intent }, ...more), { min: 6, max: 14 }).map((groups) => {
      const accepted = accepting(config, [PACKED, ...names])
      return script(opening(accepted, size, position), stocked(1, Math.min(6, size >> 1)), steps(groups))
    })
  })
}

/** Nothing is lost or doubled, however large the ring is and wherever lists lie in it. */
const conservation: Property = {
  id: 'packed/conservation',
  says: 'On packed rings of any size every list is used once, by one used descriptor, and the next one is due behind the whole of it, past the end of the ring with the other wrap counter.',
  clauses: [
    'packed.ring.def.1',
    'packed.ring.device.1',
    'packed.ring.device.2',
    'packed.wrap.def.1',
    'packed.wrap.def.2',
    'packed.wrap.def.3',
    'packed.desc.def.1',
    'packed.desc.def.2',
    'house.chain.foreign',
  ],
  needs: ['net', 'packed'],
  plan: (config) => onPackedRings(config, { features: someOf([INDIRECT]) }),
}

/** The ring may begin anywhere. */
const wrap: Property = {
  id: 'packed/wrap',
  says: 'A packed ring that begins at any descriptor, with either wrap counter, goes on from there.',
  clauses: ['packed.wrap.def.1', 'packed.wrap.def.2', 'packed.ring.def.1'],
  needs: ['net', 'packed', 'ring-position'],
  plan: (config) =>
    fc
      .tuple(packedSize, fc.nat(0xffff))
      .chain(([size, from]) =>
        onPackedRings(config, { sizes: fc.constant(size), position: ringPosition(from % (2 * size)) }),
      ),
}

/** The device writes only used descriptors that are due. */
const memory: Property = {
  id: 'packed/memory',
  says: 'On packed rings the device writes to no buffer that it is to read, to no descriptor that was not made available, and to none that it has marked used.',
  clauses: ['packed.desc.device.1', 'packed.desc.device.3', 'packed.desc.device.4', 'packed.ring.device.2'],
  needs: ['net', 'packed', 'memory-watch'],
  plan: (config) => onPackedRings(config, { features: someOf([INDIRECT]), sizes: fc.constantFrom(7, 16) }),
}

/** Whether anything was written. */
const writeFlag: Property = {
  id: 'packed/write-flag',
  says: 'In a used descriptor WRITE is set exactly where something was written into the buffer.',
  clauses: ['packed.used.def.1'],
  needs: ['net', 'packed'],
  plan: (config) =>
    bothWays(config).chain((intent) =>
      traffic(intent, { min: 4, max: 10 }).map((groups) =>
        script(opening(accepting(config, [PACKED]), 32), stocked(1, 4), steps(groups)),
      ),
    ),
}

/** What a frame is spread over is seen whole. */
const mergeable: Property = {
  id: 'packed/mergeable',
  says: 'With MRG_RXBUF the first of the buffers that hold a frame is marked used last, so that all of them are seen at once.',
  clauses: ['packed.multi.def.1'],
  needs: ['net', 'packed', 'mergeable'],
  plan: (config) =>
    fc
      .tuple(
        frameIn(config.mac),
        smallStock(1, 12, { min: 6, max: 20 }),
        fc.constantFrom(31, 48, 64),
        someOf([IN_ORDER]),
      )
      .chain(([frame, buffers, size, names]) => {
        const intent = fc.oneof(
          { weight: 3, arbitrary: arrive(frame) },
          { weight: 3, arbitrary: smallOffer(first, 12) },
        )
        const features = accepting(config, [PACKED, 'VIRTIO_NET_F_MRG_RXBUF', ...names])
        return traffic(intent, { min: 4, max: 10 }).map((groups) =>
          script(opening(features, size), buffers, steps(groups)),
        )
      }),
}

/** One used descriptor for a batch. */
const inOrder: Property = {
  id: 'packed/in-order',
  says: 'With IN_ORDER a used descriptor may stand for a batch, the last of which it names; the next one is due behind the batch.',
  clauses: ['packed.inorder.def.1'],
  needs: ['net', 'packed', 'in-order'],
  plan: (config) =>
    onPackedRings(config, { features: someOf([INDIRECT, EVENT_IDX]).map((names) => [IN_ORDER, ...names]) }),
}

/** Of what is asked for the driver hears. */
const events: Property = {
  id: 'packed/events',
  says: 'On packed rings a device notifies of every used buffer, of none, or with EVENT_IDX of the descriptor that is asked for, as the driver event suppression structure says.',
  clauses: ['packed.event.def.1'],
  needs: ['net', 'packed', 'interrupts'],
  plan: (config) =>
    fc.constantFrom<readonly FeatureName[]>([], [EVENT_IDX], [EVENT_IDX], [EVENT_IDX, IN_ORDER]).chain((names) =>
      onPackedRings(config, {
        features: fc.constant(names),
        // Without EVENT_IDX no descriptor may be asked for.
        others: names.length === 0 ? [notify(first)] : [awaits(first), notify(first)],
        sizes: fc.constantFrom(6, 8, 11, 16),
      }),
    ),
}

/** Properties of packed rings. */
export const packed: readonly Property[] = [conservation, wrap, memory, writeFlag, mergeable, inOrder, events]
