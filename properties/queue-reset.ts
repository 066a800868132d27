import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import { pairIndex, type QueueIndex, queueIndex, receiveQueueOf, transmitQueueOf } from '../model/kernel/brand.ts'
import type { NetConfig } from '../model/net/config.ts'
import { pairsSet, rssConfig } from './plans/command.ts'
import { frameIn } from './plans/frame.ts'
import type { ScriptStep } from './plans/numbered.ts'
import { accepting, opening, rest, script, steps, stocked, traffic } from './plans/script.ts'
import { arrive, command, type FrameMaker, type Intent, transmit } from './plans/traffic.ts'
import type { Plan, Property } from './property.ts'

const CTRL_MQ: readonly FeatureName[] = ['VIRTIO_F_RING_RESET', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ']
const CTRL_MQ_RSS: readonly FeatureName[] = [...CTRL_MQ, 'VIRTIO_NET_F_RSS']

const resets = (queue: QueueIndex): Intent => ({ kind: 'driver.resetsQueue', queue })
const reenables = (queue: QueueIndex, size: number): Intent => ({ kind: 'driver.reenables', queue, size })
const bufferOf = (queue: QueueIndex): readonly Intent[] =>
  queue % 2 === 0 ? [{ kind: 'offer', pair: pairIndex(queue >> 1), lengths: [2048] }] : []
const times = <One>(count: number, all: readonly One[]): readonly One[] =>
  Array.from({ length: count }, () => all).flat()

/** Queues of the first pair, and now and then of another. */
const someQueue = ({ maxPairs }: NetConfig): fc.Arbitrary<QueueIndex> =>
  fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(maxPairs - 1) }),
      fc.boolean(),
    )
    .map(([pair, receives]) => (receives ? receiveQueueOf : transmitQueueOf)(pairIndex(pair)))

const bothWays = (frame: fc.Arbitrary<FrameMaker>): fc.Arbitrary<Intent> =>
  fc.oneof({ weight: 3, arbitrary: arrive(frame) }, { weight: 2, arbitrary: transmit(frame) })

/** A queue in reset is left alone. */
const silence: Property = {
  id: 'queue-reset/silence',
  says: 'A queue in reset is not served and does not notify: what was outstanding on it is the driver’s again.',
  clauses: ['core.vqreset.device.1'],
  needs: ['net', 'queue-reset'],
  plan: (config) =>
    fc
      .tuple(frameIn(config.mac), someQueue({ ...config, maxPairs: 1 }))
      .chain(([frame, queue]) =>
        fc
          .tuple(
            traffic(bothWays(frame), { min: 1, max: 4 }),
            traffic(bothWays(frame), { min: 2, max: 6 }),
            fc.boolean(),
          )
          .map(([before, during, settled]) =>
            script(
              opening(accepting(config, ['VIRTIO_F_RING_RESET'])),
              stocked(1, 12),
              steps(before),
              [resets(queue), ...(settled ? [rest] : [])],
              steps(during),
            ),
          ),
      ),
}

/** Traffic, a reset of some queue, and traffic again on the queue enabled anew: over and over. */
function renewals(config: NetConfig, size: (round: number) => number): fc.Arbitrary<Plan> {
  return fc.tuple(frameIn(config.mac), fc.constantFrom(2, 3)).chain(([frame, rounds]) => {
    const phase = traffic(
      fc.oneof({ weight: 4, arbitrary: bothWays(frame) }, { weight: 1, arbitrary: pairsOne(config) }),
      {
        min: 3,
        max: 7,
      },
    )
    const queues = fc.subarray([queueIndex(0), queueIndex(1), queueIndex(config.maxPairs * 2)], { minLength: 1 })
    const round = fc.record({ queues, before: phase, settled: fc.boolean() })
    return fc.array(round, { minLength: rounds, maxLength: rounds }).chain((all) =>
      phase.map((last) =>
        script(
          opening(accepting(config, CTRL_MQ), size(0)),
          stocked(1, Math.min(6, size(0))),
          all.flatMap(({ queues: some, before, settled }, nth): readonly ScriptStep[] => [
            ...steps(before),
            ...some.map(resets),
            ...(settled ? [rest] : []),
            ...some.map((queue) => reenables(queue, size(nth + 1))),
            ...some.flatMap((queue) => (queue === 0 ? times(Math.min(6, size(nth + 1)), bufferOf(queue)) : [])),
            rest,
          ]),
          steps(last),
        ),
      ),
    )
  })
}

/** A command that needs no second pair. */
const pairsOne = (config: NetConfig): fc.Arbitrary<Intent> => command(pairsSet({ ...config, maxPairs: 1 }))

/** A queue enabled anew begins at position 0. */
const anew: Property = {
  id: 'queue-reset/anew',
  says: 'A queue that was reset and enabled anew works as at first: nothing is left of its positions and of what it held.',
  clauses: ['core.vqreset.device.2'],
  needs: ['net', 'ctrl', 'mq', 'queue-reset'],
  plan: (config) => renewals(config, () => 16),
}

/** The new size counts. */
const resized: Property = {
  id: 'queue-reset/resized',
  says: 'A queue that was reset may be enabled anew with another size, and wraps around by that.',
  clauses: ['core.vqreset.device.3'],
  needs: ['net', 'ctrl', 'mq', 'queue-reset'],
  plan: (config) =>
    fc.constantFrom([16, 4, 8, 2], [32, 8, 4, 16], [8, 4, 4, 2]).chain((sizes) =>
      fc.tuple(frameIn(config.mac), fc.nat(1).map(queueIndex)).chain(([frame, queue]) => {
        const one = queue === 0 ? arrive(frame) : transmit(frame)
        const rounds = fc.array(fc.array(one, { minLength: 6, maxLength: 14 }), { minLength: 2, maxLength: 4 })
        return rounds.map((all) =>
          script(
            opening(accepting(config, ['VIRTIO_F_RING_RESET']), 16),
            all.flatMap((intents, nth): readonly ScriptStep[] => [
              ...(nth === 0 ? [] : [resets(queue), reenables(queue, sizes[nth - 1] ?? 4)]),
              ...intents.flatMap((intent) => [...bufferOf(queue), rest, intent, rest]),
            ]),
          ),
        )
      }),
    ),
}

/** What becomes of frames whose queues are in reset. */
interface Shut {
  readonly frame: fc.Arbitrary<FrameMaker>
  /** Settled before: the configuration. */
  readonly configure: readonly ScriptStep[]
  /** Features to be accepted. */
  readonly names: readonly FeatureName[]
  /** The receive queues that are reset together. */
  readonly queues: readonly QueueIndex[]
}

function whileShut(config: NetConfig, { frame, configure, names, queues }: Shut): fc.Arbitrary<Plan> {
  const frames = fc.array(arrive(frame), { minLength: 1, maxLength: 5 })
  return fc
    .tuple(frames, frames, frames, fc.boolean())
    .map(([before, during, after, settled]) =>
      script(
        opening(accepting(config, names)),
        stocked(config.maxPairs, 12),
        configure,
        [...before, ...(settled ? [rest] : []), ...queues.map(resets), ...(settled ? [rest] : [])],
        [...during, rest, ...queues.map((queue) => reenables(queue, 32))],
        [...queues.flatMap((queue) => times(6, bufferOf(queue))), rest, ...after, rest],
      ),
    )
}

/** Under RSS a frame for a queue in reset is dropped. */
const rssDrops: Property = {
  id: 'queue-reset/rss-drops',
  says: 'Under RSS a frame for a receive queue in reset is dropped: it is neither placed in another queue nor later.',
  clauses: ['net.rss.device.6'],
  needs: ['net', 'ctrl', 'rss', 'pairs-2', 'queue-reset'],
  plan: (config) =>
    fc
      .tuple(
        frameIn(config.mac),
        command(rssConfig(config)),
        fc.subarray(pairsOf(config), { minLength: 1, maxLength: 2 }),
      )
      .chain(([frame, rss, pairs]) =>
        whileShut(config, {
          frame,
          names: CTRL_MQ_RSS,
          configure: [rss, rest],
          queues: pairs.map((pair) => receiveQueueOf(pairIndex(pair))),
        }),
      ),
}

const pairsOf = ({ maxPairs }: NetConfig) => Array.from({ length: maxPairs }, (_, pair) => pair)

/** With automatic steering a frame goes to another queue, or is dropped where there is none. */
const automatic: Property = {
  id: 'queue-reset/automatic',
  says: 'With automatic steering a frame should go to another receive queue where its own is in reset, and is dropped where all are.',
  clauses: ['net.mq.device.10', 'net.mq.device.9'],
  needs: ['net', 'ctrl', 'mq', 'pairs-2', 'queue-reset'],
  plan: (config) =>
    fc.tuple(frameIn(config.mac), pairsSet(config), fc.boolean(), fc.boolean()).chain(([frame, set, configured, all]) =>
      (configured ? command(fc.constant(set)).map((one): readonly ScriptStep[] => [one, rest]) : fc.constant([])).chain(
        (configure) => {
          const active = configured ? set.pairs : 1
          return whileShut(config, {
            frame,
            names: CTRL_MQ,
            configure,
            queues: pairsOf({ ...config, maxPairs: all || active === 1 ? active : active - 1 }).map((pair) =>
              receiveQueueOf(pairIndex(pair)),
            ),
          })
        },
      ),
    ),
}

/** Properties of the reset of single queues. */
export const queueReset: readonly Property[] = [silence, anew, resized, rssDrops, automatic]
