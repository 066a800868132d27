import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import type { NetConfig } from '../model/net/config.ts'
import {
  brokenPairs,
  brokenRss,
  nonsense,
  pairsSet,
  rssConfig,
  rssWithOrWithoutExtensionTypes,
} from './plans/command.ts'
import { flowOver, flows, ipv4, ipv6 } from './plans/flow.ts'
import { answerAmong, frameAmong, frameIn } from './plans/frame.ts'
import { extendedFlows, oddFlows } from './plans/odd-flow.ts'
import { accepting, opening, rest, script, steps, stocked, traffic } from './plans/script.ts'
import { arrive, command, doubtfulCommand, type Intent, offer, pairBelow, transmit } from './plans/traffic.ts'
import type { Plan, Property } from './property.ts'

const CTRL_MQ_RSS: readonly FeatureName[] = ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_RSS']

/** Frames from the wire, now and then one from the driver and a fresh buffer. */
function receiving(config: NetConfig, among = flows): fc.Arbitrary<fc.Arbitrary<Intent>> {
  return frameIn(config.mac, among).map((frame) =>
    fc.oneof(
      { weight: 6, arbitrary: arrive(frame) },
      { weight: 1, arbitrary: transmit(frame) },
      { weight: 1, arbitrary: offer(pairBelow(config.maxPairs)) },
    ),
  )
}

const settled = (intent: Intent) => [intent, rest]

/** Before any command. */
const byDefault: Property = {
  id: 'steering/default',
  says: 'With MQ negotiated and no command yet, receiveq1 and transmitq1 are at work and no other queue is.',
  clauses: ['net.mq.def.1', 'net.mq.def.2'],
  needs: ['net', 'ctrl', 'mq', 'pairs-2'],
  plan: (config) =>
    receiving(config).chain((intent) =>
      traffic(intent, { min: 3, max: 8 }).map((groups) =>
        script(opening(accepting(config, CTRL_MQ_RSS)), stocked(config.maxPairs, 5), steps(groups)),
      ),
    ),
}

/** Before any command, and again after a reset, everything goes to receiveq1. */
const afterReset: Property = {
  id: 'steering/after-reset',
  says: 'After a reset frames are placed in receiveq1 only, whatever was configured before.',
  clauses: ['net.mq.device.7'],
  needs: ['net', 'ctrl', 'mq', 'pairs-2'],
  plan: (config) =>
    fc
      .tuple(receiving(config), command(fc.oneof(pairsSet(config), ...rssIfOffered(config))))
      .chain(([intent, configured]) =>
        fc
          .tuple(traffic(intent, { min: 1, max: 4 }), traffic(intent, { min: 3, max: 8 }))
          .map(([before, after]): Plan => {
            const begin = [...opening(accepting(config, CTRL_MQ_RSS)), ...stocked(config.maxPairs, 3)]
            return script(begin, settled(configured), steps(before), begin, steps({ ...after, width: 0 }))
          }),
      ),
}

const rssIfOffered = (config: NetConfig) => (config.maxTableLength > 0 ? [rssConfig(config)] : [])

/** Automatic steering keeps to the pairs that were asked for. */
const activePairs: Property = {
  id: 'steering/active-pairs',
  says: 'Once VQ_PAIRS_SET n is acknowledged, frames are placed in receive queues 1 to n only.',
  clauses: ['net.mq.device.8', 'net.mq.device.4', 'net.mq.def.4'],
  needs: ['net', 'ctrl', 'mq', 'pairs-2'],
  plan: (config) =>
    receiving(config).chain((intent) =>
      traffic(fc.oneof({ weight: 5, arbitrary: intent }, { weight: 1, arbitrary: command(pairsSet(config)) }), {
        min: 6,
        max: 14,
      }).map((groups) => {
        const features = accepting(config, ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'])
        return script(opening(features), stocked(config.maxPairs, 5), steps(groups))
      }),
    ),
}

/** Conversations over IP without extension headers. */
const conversations = fc.array(
  fc.oneof(flowOver('ipv4', ipv4, fc.constant([])), flowOver('ipv6', ipv6, fc.constant([]))),
  {
    minLength: 1,
    maxLength: 3,
  },
)

/** What comes in of a conversation follows what goes out. */
const sameFlow: Property = {
  id: 'steering/flow',
  says: 'With VQ_PAIRS_SET in force a frame is placed in the receive queue of the pair on which its flow was last sent.',
  clauses: ['net.mq.device.5'],
  needs: ['net', 'ctrl', 'mq', 'pairs-2'],
  plan: (config) =>
    conversations.chain((among) => {
      const intent = fc.oneof(
        { weight: 4, arbitrary: arrive(frameAmong(among, config.mac)) },
        { weight: 3, arbitrary: transmit(answerAmong(among, config.mac)) },
        { weight: 1, arbitrary: offer(pairBelow(config.maxPairs)) },
      )
      const several = fc.integer({ min: 2, max: config.maxPairs })
      const pairs = command(several.map((pairs) => ({ name: 'VQ_PAIRS_SET', pairs })))
      return fc.tuple(pairs, traffic(intent, { min: 6, max: 14 })).map(([once, groups]) => {
        const features = accepting(config, ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'])
        return script(opening(features), stocked(config.maxPairs, 5), settled(once), steps(groups))
      })
    }),
}

/** One RSS configuration, then traffic. */
function configured(config: NetConfig, rss = rssConfig(config), among = flows): fc.Arbitrary<Plan> {
  return fc
    .tuple(receiving(config, among), command(rss))
    .chain(([intent, once]) =>
      traffic(intent, { min: 5, max: 12 }).map((groups) =>
        script(
          opening(accepting(config, CTRL_MQ_RSS)),
          stocked(config.maxPairs, 5),
          settled(once),
          steps({ ...groups, width: 0 }),
        ),
      ),
    )
}

/** The receive queue is what hash, mask and table say. */
const rssQueue: Property = {
  id: 'rss/queue',
  says: 'Under RSS a frame whose hash is calculated is placed in the queue that the indirection table holds at hash AND mask.',
  clauses: ['net.rss.device.5', 'net.rss.device.1', 'net.rss.device.2'],
  needs: ['net', 'ctrl', 'rss', 'pairs-2'],
  plan: (config) => configured(config),
}

/** Frames without a hash go to the unclassified queue. */
const unclassified: Property = {
  id: 'rss/unclassified',
  says: 'Under RSS a frame for which no hash is calculated is placed in the unclassified queue.',
  clauses: ['net.rss.device.4'],
  needs: ['net', 'ctrl', 'rss', 'pairs-2'],
  plan: (config) =>
    configured(
      config,
      fc.tuple(rssConfig(config), fc.constantFrom(0, 0x004, 0x020, 0x100, 0x002)).map(([rss, types]) => ({
        ...rss,
        hashTypes: types & config.hashTypes,
      })),
    ),
}

/** Extension headers are skipped, and their addresses count, where frames are steered too. */
const extensionHeaders: Property = {
  id: 'rss/extension-headers',
  says: 'Under RSS a packet behind IPv6 extension headers, a fragment or a tagged frame is placed in a queue that the hash over its fields gives, or the unclassified queue where it has none.',
  clauses: ['net.rss.device.5', 'net.rss.device.4'],
  needs: ['net', 'ctrl', 'rss', 'pairs-2'],
  plan: (config) =>
    configured(
      config,
      rssWithOrWithoutExtensionTypes(config),
      fc.oneof({ weight: 2, arbitrary: extendedFlows }, { weight: 1, arbitrary: oddFlows }),
    ),
}

/** A configuration replaces the one before it, whole, and before it is acknowledged. */
const reconfiguration: Property = {
  id: 'rss/reconfiguration',
  says: 'A configuration is in force for every frame once its command is acknowledged, and before that a frame follows the old one or the new one, never a mixture.',
  clauses: ['house.control.effect', 'house.frame.lost', 'net.mq.def.3', 'net.mq.device.8'],
  needs: ['net', 'ctrl', 'rss', 'pairs-2'],
  plan: (config) =>
    receiving(config).chain((intent) => {
      const commands = command(fc.oneof({ weight: 3, arbitrary: rssConfig(config) }, ...pairsIfOffered(config)))
      const refused = doubtfulCommand(fc.oneof(brokenRss(config), brokenPairs(config)))
      const all = fc.oneof(
        { weight: 12, arbitrary: intent },
        { weight: 4, arbitrary: commands },
        { weight: 1, arbitrary: refused },
      )
      return traffic(all, { min: 6, max: 14 }).map((groups) =>
        script(opening(accepting(config, CTRL_MQ_RSS)), stocked(config.maxPairs, 5), steps(groups)),
      )
    }),
}

const pairsIfOffered = (config: NetConfig) => [{ weight: 1, arbitrary: pairsSet(config) }]

/** A command that is turned down changes nothing. */
const refusedCommand: Property = {
  id: 'control/refused',
  says: 'After a command acknowledged with VIRTIO_NET_ERR frames are steered as before it.',
  clauses: ['house.control.refused'],
  needs: ['net', 'ctrl', 'rss', 'pairs-2'],
  plan: (config) =>
    receiving(config).chain((intent) => {
      const doubtful = fc.oneof(
        { weight: 4, arbitrary: brokenRss(config) },
        { weight: 1, arbitrary: brokenPairs(config) },
        { weight: 1, arbitrary: nonsense },
      )
      return fc
        .tuple(
          command(rssConfig(config)),
          doubtfulCommand(doubtful),
          traffic(intent, { min: 2, max: 6 }),
          traffic(intent, { min: 4, max: 10 }),
        )
        .map(([valid, bad, before, after]) =>
          script(
            opening(accepting(config, CTRL_MQ_RSS)),
            stocked(config.maxPairs, 5),
            settled(valid),
            steps({ ...before, width: 0 }),
            settled(bad),
            steps({ ...after, width: 0 }),
          ),
        )
    }),
}

/** Properties of receive steering and of the commands that configure it. */
export const steering: readonly Property[] = [
  byDefault,
  afterReset,
  activePairs,
  sameFlow,
  rssQueue,
  unclassified,
  extensionHeaders,
  reconfiguration,
  refusedCommand,
]
