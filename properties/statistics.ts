import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import type { Bytes } from '../model/kernel/bytes.ts'
import type { NetConfig } from '../model/net/config.ts'
import type { StatsRequest } from '../model/wire/control/stats.ts'
import { pairsSet } from './plans/command.ts'
import { frameIn } from './plans/frame.ts'
import type { ScriptStep } from './plans/numbered.ts'
import { accepting, opening, rest, script, steps, stocked, traffic } from './plans/script.ts'
import { arrive, command, type Intent, transmit } from './plans/traffic.ts'
import type { Property } from './property.ts'

const STATISTICS: readonly FeatureName[] = ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_DEVICE_STATS']

/** Bits of types, and the bytes of their replies. */
const RX_BASIC = 0
const TX_BASIC = 16
const CVQ = 32
const BASIC_SIZE = 56
const CVQ_SIZE = 24

const query: Intent = { kind: 'command', command: { name: 'STATS_QUERY' }, result: 8 }
const get = (requests: readonly StatsRequest[], result: number): Intent => ({
  kind: 'command',
  command: { name: 'STATS_GET', requests },
  result,
})

/** The type that every device has of a queue. */
const ofQueue = (queue: number, { maxPairs }: NetConfig): StatsRequest => {
  if (queue === 2 * maxPairs) return { queue, types: [CVQ] }
  return { queue, types: [queue % 2 === 0 ? RX_BASIC : TX_BASIC] }
}
const sizeOf = ({ types }: StatsRequest): number => (types.includes(CVQ) ? CVQ_SIZE : BASIC_SIZE)
const sizeOfAll = (requests: readonly StatsRequest[]): number =>
  requests.reduce((sum, request) => sum + sizeOf(request), 0)

/** Requests for some queues, each at most once. */
function requests(config: NetConfig): fc.Arbitrary<readonly StatsRequest[]> {
  const queues = Array.from({ length: 2 * Math.min(config.maxPairs, 2) }, (_, queue) => queue)
  return fc
    .shuffledSubarray([...queues, 2 * config.maxPairs], { minLength: 1, maxLength: 4 })
    .map((some) => some.map((queue) => ofQueue(queue, config)))
}

const settled = (intents: readonly Intent[]): readonly ScriptStep[] => intents.flatMap((intent) => [intent, rest])
const opened = (config: NetConfig): readonly ScriptStep[] => opening(accepting(config, STATISTICS))

/** Which statistics there are. */
const capabilities: Property = {
  id: 'statistics/capabilities',
  says: 'STATS_QUERY is answered with the types there are, the same each time, and no other type is answered.',
  clauses: ['net.stats.device.1'],
  needs: ['net', 'ctrl', 'device-stats'],
  plan: (config) =>
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom(0, 3, 8), fc.nat(1))
      .map(([times, room, queue]) =>
        script(
          opened(config),
          settled(Array.from({ length: times }, () => query)),
          settled([{ ...query, result: room }, get([ofQueue(queue, config)], BASIC_SIZE), query]),
        ),
      ),
}

/** Replies say what they are of, and how long they are. */
const replies: Property = {
  id: 'statistics/replies',
  says: 'STATS_GET is answered with one reply for every type of every queue asked for, whose header names type, queue and size, as far as there is room and no further.',
  clauses: ['net.stats.device.8', 'net.stats.device.9', 'net.stats.device.10'],
  needs: ['net', 'ctrl', 'device-stats'],
  plan: (config) =>
    fc
      .array(fc.tuple(requests(config), fc.constantFrom(-8, -1, 0, 0, 0, 1, 64)), { minLength: 1, maxLength: 4 })
      .map((all) =>
        script(
          opened(config),
          settled([query]),
          settled(all.map(([some, more]) => get(some, Math.max(8 * some.length, sizeOfAll(some) + more)))),
        ),
      ),
}

/** What a device may not answer. */
function broken(config: NetConfig): fc.Arbitrary<StatsRequest> {
  const beyond = 2 * config.maxPairs + 1
  return fc.constantFrom<StatsRequest>(
    { queue: beyond, types: [RX_BASIC] },
    { queue: 0xffff, types: [TX_BASIC] },
    { queue: 0, types: [RX_BASIC, 40] },
    { queue: 1, types: [63] },
    { queue: 0, types: [TX_BASIC] },
    { queue: 1, types: [RX_BASIC] },
    { queue: 2 * config.maxPairs, types: [RX_BASIC] },
    { queue: 0, types: [CVQ] },
    { queue: 0, types: [1] },
    { queue: 1, types: [17] },
    { queue: 0, types: [2] },
    { queue: 1, types: [18] },
    { queue: 1, types: [TX_BASIC, 19] },
  )
}

/** One bad request, alone or among good ones, or no whole number of requests. */
const refused: Property = {
  id: 'statistics/refused',
  says: 'STATS_GET is answered with VIRTIO_NET_ERR for a queue that is not there, a type that is unknown, not of that queue or locked by a feature, and for one such request among others.',
  clauses: [
    'net.stats.device.2',
    'net.stats.device.3',
    'net.stats.device.4',
    'net.stats.device.5',
    'net.stats.device.6',
    'net.stats.device.7',
  ],
  needs: ['net', 'ctrl', 'device-stats'],
  plan(config) {
    const bad = fc.tuple(broken(config), fc.option(requests(config)), fc.boolean()).map(([one, good, last]) => {
      const all = good === null ? [one] : last ? [...good, one] : [one, ...good]
      return get(all, 1024)
    })
    const cut = fc.constantFrom(8, 15, 17, 24).map(
      (length): Intent => ({
        kind: 'command',
        command: {
          name: 'RAW',
          class: 8,
          command: 1,
          data: '00'
            .repeat(8)
            .concat('01')
            .padEnd(2 * length, '0') as Bytes,
        }, // queue 0, type 0
        result: 64,
      }),
    )
    const some = fc.oneof({ weight: 5, arbitrary: bad }, { weight: 1, arbitrary: cut })
    return fc
      .array(some, { minLength: 2, maxLength: 6 })
      .map((intents) => script(opened(config), settled([query]), settled(intents)))
  },
}

/** Counters say what happened. */
const counters: Property = {
  id: 'statistics/counters',
  says: 'The counters of a queue say how many packets and bytes went through it, and those of the control queue how many commands, the one that asks among them.',
  clauses: ['house.statistics.true', 'net.stats.def.1'],
  needs: ['net', 'ctrl', 'mq', 'device-stats'],
  plan: (config) =>
    frameIn(config.mac).chain((frame) => {
      const ask = requests(config).map((some) => get(some, sizeOfAll(some)))
      const intent = fc.oneof(
        { weight: 4, arbitrary: arrive(frame) },
        { weight: 3, arbitrary: transmit(frame) },
        { weight: 3, arbitrary: ask },
        { weight: 1, arbitrary: command(pairsSet(config)) },
      )
      return fc
        .tuple(traffic(intent, { min: 4, max: 10 }), requests(config))
        .map(([groups, last]) =>
          script(
            opened(config),
            stocked(config.maxPairs, 6),
            settled([query]),
            steps(groups),
            [rest],
            settled([get(last, sizeOfAll(last))]),
          ),
        )
    }),
}

/** Properties of device statistics. */
export const statistics: readonly Property[] = [capabilities, replies, refused, counters]
