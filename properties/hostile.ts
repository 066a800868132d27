import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import { type QueueIndex, queueIndex } from '../model/kernel/brand.ts'
import type { NetConfig } from '../model/net/config.ts'
import { type Corruption, corruptions } from '../model/net/corruption.ts'
import { frameIn } from './plans/frame.ts'
import type { ScriptStep } from './plans/numbered.ts'
import { accepting, opening, rest, script, steps, stocked, traffic } from './plans/script.ts'
import { arrive, type FrameMaker, type Intent, offer, pairBelow, transmit } from './plans/traffic.ts'
import type { PlanStep, Property } from './property.ts'

const FEATURES: readonly FeatureName[] = ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ']
const readStatus: PlanStep = { kind: 'driver.reads', field: 'device_status' }

const how = (among: readonly Corruption[]): fc.Arbitrary<Corruption> => fc.constantFrom(...among)
const breaks = (queues: fc.Arbitrary<QueueIndex>, among: readonly Corruption[] = corruptions): fc.Arbitrary<Intent> =>
  fc.record({ kind: fc.constant('corrupt' as const), queue: queues, how: how(among) })

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
const start = (config: NetConfig): readonly ScriptStep[] => [...opening(accepting(config, FEATURES)), ...stocked(1, 4)]

/** Whatever the driver does to one queue, or two, the others are served. */
const healthy: Property = {
  id: 'hostile/healthy',
  says: 'A device whose driver breaks a queue may use the chain, stop that queue or ask for a reset; it goes on answering, and serves the other queues unless it asks.',
  clauses: ['house.queue.healthy', 'house.device.answers'],
  needs: ['net', 'ctrl', 'mq'],
  plan: (config) =>
    frameIn(config.mac).chain((frame) =>
      fc
        .tuple(
          work(frame),
          fc.array(breaks(someQueue(config)), { minLength: 1, maxLength: 2 }),
          fc.boolean(),
          work(frame),
        )
        .map(([before, broken, settled, after]) =>
          script(start(config), before, broken, settled ? [rest] : [], after, [readStatus, rest]),
        ),
    ),
}

/** What is not the device's stays as it was, however it is described. */
const memory: Property = {
  id: 'hostile/memory',
  says: 'Whatever a chain says, the device writes to nothing but used rings and what a device-writable descriptor covers.',
  clauses: ['house.memory.foreign', 'house.buffer.returned', 'split.desc.device.1', 'split.desc.device.4'],
  needs: ['net', 'ctrl', 'mq', 'memory-watch'],
  plan: (config) =>
    frameIn(config.mac).chain((frame) =>
      fc
        .tuple(
          fc.array(both(frame), { minLength: 0, maxLength: 3 }),
          breaks(fc.constantFrom(0, 2 * config.maxPairs).map(queueIndex)),
          fc.array(arrive(frame), { minLength: 2, maxLength: 6 }),
        )
        .map(([before, broken, after]) =>
          script(opening(accepting(config, FEATURES)), stocked(1, 2), before, [rest, broken], after, [rest]),
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
    frameIn(config.mac).chain((frame) =>
      fc
        .tuple(
          breaks(fc.constantFrom(1, 2 * config.maxPairs).map(queueIndex)),
          fc.array(transmit(frame), { maxLength: 3 }),
        )
        .map(([broken, before]) => script(start(config), before, [rest, broken, rest, readStatus, rest])),
    ),
}

/** A reset mends everything. */
const recovery: Property = {
  id: 'hostile/recovery',
  says: 'After a reset of the device, what its driver broke before is forgotten: every queue is served.',
  clauses: ['house.frame.lost', 'house.transmit.lost'],
  needs: ['net'],
  plan: (config) => {
    const begin = [...opening(accepting(config, [])), ...stocked(1, 4)]
    return frameIn(config.mac).chain((frame) =>
      fc
        .tuple(breaks(fc.constantFrom(0, 1).map(queueIndex)), fc.boolean(), traffic(both(frame), { min: 1, max: 3 }))
        .map(([broken, settled, after]) =>
          script(begin, [broken], settled ? [rest] : [], begin, steps(after), [readStatus, rest]),
        ),
    )
  },
}

/** Properties of a device whose driver is hostile. */
export const hostile: readonly Property[] = [healthy, memory, complaint, recovery]
