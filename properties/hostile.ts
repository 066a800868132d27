import fc from 'fast-check'
import { type FeatureName, feature } from '../model/feature/table.ts'
import { type FeatureSet, includes } from '../model/kernel/bits.ts'
import { type QueueIndex, queueIndex } from '../model/kernel/brand.ts'
import type { NetConfig } from '../model/net/config.ts'
import { type Corruption, canBreak, corruptions } from '../model/ring/corruption.ts'
import { frameIn } from './plans/frame.ts'
import type { ScriptStep } from './plans/numbered.ts'
import { accepting, opening, rest, script, steps, stocked, traffic } from './plans/script.ts'
import { arrive, type FrameMaker, type Intent, offer, pairBelow, transmit } from './plans/traffic.ts'
import type { PlanStep, Property } from './property.ts'

const FEATURES: readonly FeatureName[] = ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ']
const readStatus: PlanStep = { kind: 'driver.reads', field: 'device_status' }

/** Now and then, once in `every`. */
const seldom = (every: number, ...names: readonly FeatureName[]): fc.Arbitrary<readonly FeatureName[]> =>
  fc.nat(every - 1).map((n) => (n === 0 ? names : []))

/** Rings of either format, tables, and what changes how chains are used. */
const rings: fc.Arbitrary<readonly FeatureName[]> = fc
  .tuple(
    fc.oneof(
      { weight: 1, arbitrary: fc.constant<readonly FeatureName[]>(['VIRTIO_F_RING_PACKED']) },
      {
        weight: 1,
        arbitrary: fc.tuple(seldom(4, 'VIRTIO_F_EVENT_IDX'), seldom(6, 'VIRTIO_F_IN_ORDER')).map((all) => all.flat()),
      },
    ),
    fc.constantFrom<readonly FeatureName[]>([], ['VIRTIO_F_INDIRECT_DESC'], ['VIRTIO_F_INDIRECT_DESC']),
    seldom(5, 'VIRTIO_NET_F_MRG_RXBUF'),
  )
  .map((all) => all.flat())

/** What is negotiated of these, of rings and of what they are for. */
const negotiating = (config: NetConfig, names: readonly FeatureName[] = FEATURES): fc.Arbitrary<FeatureSet> =>
  rings.map((more) => accepting(config, [...names, ...more]))

const isPacked = (features: FeatureSet): boolean => includes(features, feature('VIRTIO_F_RING_PACKED'))

/** Ways in which devices fail more often than in others: they are drawn three times as often. */
const telling: readonly Corruption[] = [
  ...(['long', 'short', 'empty', 'wrong-way', 'truncated', 'changed', 'unwrapped', 'table-far'] as const),
]

/** A queue is broken in any way that its ring knows. */
const breaks = (queues: fc.Arbitrary<QueueIndex>, features: FeatureSet): fc.Arbitrary<Intent> =>
  fc.record({
    kind: fc.constant('corrupt' as const),
    queue: queues,
    how: fc.constantFrom(
      ...[...corruptions, ...telling, ...telling].filter((how) => canBreak(how, isPacked(features))),
    ),
  })

/** Queues of the first pair, the control queue, and now and then another. */
const someQueue = ({ maxPairs }: NetConfig): fc.Arbitrary<QueueIndex> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(0, 1, 2 * maxPairs).map(queueIndex) },
    { weight: 1, arbitrary: fc.nat(2 * maxPairs).map(queueIndex) },
  )

const both = (frame: fc.Arbitrary<FrameMaker>): fc.Arbitrary<Intent> =>
  fc.oneof(
    { weight: 3, arbitrary: arrive(frame) },
    { weight: 3, arbitrary: transmit(frame) },
    { weight: 1, arbitrary: offer(pairBelow(1)) },
  )

/** Work for the first pair and the control queue, settled. */
const work = (frame: fc.Arbitrary<FrameMaker>): fc.Arbitrary<readonly ScriptStep[]> =>
  fc.array(both(frame), { minLength: 1, maxLength: 4 }).map((all) => [...all, rest, pairsSet, rest])

const pairsSet: Intent = { kind: 'command', command: { name: 'VQ_PAIRS_SET', pairs: 1 }, allows: 1 }
const start = (features: FeatureSet): readonly ScriptStep[] => [...opening(features), ...stocked(1, 4)]

/** Whatever the driver does to one queue, or two, the others are served. */
const healthy: Property = {
  id: 'hostile/healthy',
  says: 'A device whose driver breaks a queue may use the chain, stop that queue or ask for a reset; it goes on answering, and serves the other queues unless it asks.',
  clauses: [
    'house.queue.healthy',
    'house.device.answers',
    'house.transmit.foreign',
    'house.chain.foreign',
    'packed.desc.device.3',
  ],
  needs: ['net', 'ctrl', 'mq'],
  plan: (config) =>
    fc
      .tuple(frameIn(config.mac), negotiating(config))
      .chain(([frame, features]) =>
        fc
          .tuple(
            work(frame),
            fc.array(breaks(someQueue(config), features), { minLength: 1, maxLength: 2 }),
            fc.boolean(),
            work(frame),
          )
          .map(([before, broken, settled, after]) =>
            script(start(features), before, broken, settled ? [rest] : [], after, [readStatus, rest]),
          ),
      ),
}

/** What is not the device's stays as it was, however it is described. */
const memory: Property = {
  id: 'hostile/memory',
  says: 'Whatever a chain says, the device writes to nothing but used rings and what a device-writable descriptor covers.',
  clauses: [
    'house.memory.foreign',
    'house.buffer.returned',
    'split.desc.device.1',
    'split.desc.device.4',
    'packed.desc.device.1',
  ],
  needs: ['net', 'ctrl', 'mq', 'memory-watch'],
  plan: (config) =>
    fc
      .tuple(frameIn(config.mac), negotiating(config))
      .chain(([frame, features]) =>
        fc
          .tuple(
            fc.array(both(frame), { minLength: 0, maxLength: 3 }),
            breaks(fc.constantFrom(0, 2 * config.maxPairs).map(queueIndex), features),
            fc.array(arrive(frame), { minLength: 2, maxLength: 6 }),
          )
          .map(([before, broken, after]) =>
            script(opening(features), stocked(1, 2), before, [rest, broken], after, [rest]),
          ),
      ),
}

/** What it cannot carry out the device says, or gives back. */
const complaint: Property = {
  id: 'hostile/complaint',
  says: 'A device should ask for a reset where it stops serving a queue: a chain that it neither uses nor complains of is lost to its driver.',
  clauses: ['core.status.device.2'],
  needs: ['net', 'ctrl', 'mq', 'device-status'],
  plan: (config) =>
    fc.tuple(frameIn(config.mac), negotiating(config)).chain(([frame, features]) =>
      fc
        .tuple(
          fc.array(breaks(fc.constantFrom(1, 2 * config.maxPairs).map(queueIndex), features), {
            minLength: 1,
            maxLength: 2,
          }),
          fc.array(transmit(frame), { maxLength: 3 }),
        )
        .map(([broken, before]) => script(start(features), before, [rest], broken, [rest, readStatus, rest])),
    ),
}

/** A reset mends everything. */
const recovery: Property = {
  id: 'hostile/recovery',
  says: 'After a reset of the device, what its driver broke before is forgotten: every queue is served.',
  clauses: ['house.frame.lost', 'house.transmit.lost'],
  needs: ['net'],
  plan: (config) =>
    fc
      .tuple(frameIn(config.mac), negotiating(config, []))
      .chain(([frame, features]) =>
        fc
          .tuple(
            breaks(fc.constantFrom(0, 1).map(queueIndex), features),
            fc.boolean(),
            traffic(both(frame), { min: 1, max: 3 }),
          )
          .map(([broken, settled, after]) =>
            script(start(features), [broken], settled ? [rest] : [], start(features), steps(after), [readStatus, rest]),
          ),
      ),
}

/** Properties of a device whose driver is hostile. */
export const hostile: readonly Property[] = [healthy, memory, complaint, recovery]
