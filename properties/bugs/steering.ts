import { pairIndex } from '../../model/kernel/brand.ts'
import { hashesOf } from '../../model/net/hash.ts'
import { hashOf } from '../../model/net/steering.ts'
import type { RssConfigCommand } from '../../model/wire/control-command.ts'
import { type Alteration, altered } from './altered.ts'
import { moved, pairUnder, queueBy, rssInForce } from './moved.ts'
import type { ReactionBug } from './reaction-bug.ts'

/** Seeded bugs of receive steering. */
export const steeringBugs: readonly ReactionBug[] = [
  {
    id: 'rss-high-bits',
    says: 'The indirection table is indexed by the high bits of the hash.',
    source: 'ours',
    property: 'rss/queue',
    clause: 'net.rss.device.5',
    wrap: (session) =>
      altered(
        session,
        moved((frame, watch) => {
          const rss = rssInForce(watch)
          const [input] = rss === undefined ? [] : hashesOf(frame, rss.hashTypes)
          const hash = rss === undefined || input === undefined ? undefined : hashOf(rss.key, input)
          return rss === undefined || hash === undefined ? undefined : rss.table[(hash.value >>> 16) & rss.mask]
        }),
      ),
  },
  {
    id: 'rss-unclassified-first',
    says: 'Frames without a hash are placed in receiveq1 instead of the unclassified queue.',
    source: 'ours',
    property: 'rss/unclassified',
    clause: 'net.rss.device.4',
    wrap: (session) =>
      altered(
        session,
        moved((frame, watch) => {
          const rss = rssInForce(watch)
          return rss !== undefined && hashesOf(frame, rss.hashTypes).every(({ report }) => report === 0) ? 0 : undefined
        }),
      ),
  },
  {
    id: 'rss-beyond-table',
    says: 'Under RSS every third frame goes to a queue that the configuration does not name.',
    source: 'ours',
    property: 'rss/queue',
    clause: 'net.rss.device.2',
    wrap: (session, { maxPairs }) =>
      altered(
        session,
        moved((_, watch) => {
          const rss = rssInForce(watch)
          const all = Array.from({ length: maxPairs }, (_, pair) => pairIndex(pair))
          if (rss === undefined || watch.frames % 3 !== 0) return undefined
          return all.find((pair) => pair !== rss.unclassified && !rss.table.includes(pair))
        }),
      ),
  },
  {
    id: 'rss-after-pairs-set',
    says: 'VQ_PAIRS_SET after RSS_CONFIG is acknowledged and the indirection table goes on steering.',
    source: 'ours',
    property: 'rss/reconfiguration',
    clause: 'net.mq.def.3',
    wrap: (session) =>
      altered(
        session,
        moved((frame, watch) => {
          const taken = watch.acknowledged.filter(({ ok }) => ok)
          return watch.inForce?.name === 'VQ_PAIRS_SET' ? pairUnder(taken.at(-2)?.command, frame) : undefined
        }),
      ),
  },
  {
    id: 'stale-after-reset',
    says: 'The indirection table survives a device reset.',
    source: 'ours',
    property: 'steering/after-reset',
    clause: 'net.mq.device.7',
    wrap: (session) => altered(session, staleAfterReset),
  },
  {
    id: 'pairs-ignored',
    says: 'Frames are spread over all receive queues although fewer pairs were asked for.',
    source: 'QEMU CVE-2024-6505; cloud-hypervisor #8306',
    property: 'steering/active-pairs',
    clause: 'net.mq.device.8',
    wrap: (session, config) =>
      altered(
        session,
        moved((_, watch) =>
          watch.inForce?.name === 'VQ_PAIRS_SET' && watch.frames % 2 === 0 ? config.maxPairs - 1 : undefined,
        ),
      ),
  },
  {
    id: 'flow-not-followed',
    says: 'Under automatic steering frames are spread over the active queues in turn, whatever pair their flow is sent on.',
    source: 'ours',
    property: 'steering/flow',
    clause: 'net.mq.device.5',
    wrap: (session) => altered(session, inTurn),
  },
  {
    id: 'one-pair-ignored',
    says: 'VQ_PAIRS_SET 1 is acknowledged and leaves on as many pairs as were on before.',
    source: 'ours',
    property: 'steering/active-pairs',
    clause: 'net.mq.def.4',
    wrap: (session) => altered(session, leavesPairsOn),
  },
  {
    id: 'acknowledged-early',
    says: 'A configuration is acknowledged before it is in force: the next frames still follow the one before.',
    source: 'ours',
    property: 'rss/reconfiguration',
    clause: 'house.control.effect',
    wrap: (session) =>
      altered(
        session,
        moved((frame, watch) => {
          const taken = watch.acknowledged.filter(({ ok }) => ok)
          return watch.placed <= 3 ? pairUnder(taken.at(-2)?.command, frame) : undefined
        }),
      ),
  },
  {
    id: 'pairs-beyond-bounds',
    says: 'VQ_PAIRS_SET outside 1 to max_virtqueue_pairs is turned down, and frames go to the first pair from then on.',
    source: 'cloud-hypervisor 0e085592b',
    property: 'control/refused',
    clause: 'house.control.refused',
    wrap: (session) =>
      altered(
        session,
        moved((_, { acknowledged }) => {
          const last = acknowledged.at(-1)
          return last !== undefined && !last.ok && last.command.name === 'VQ_PAIRS_SET' ? 0 : undefined
        }),
      ),
  },
  {
    id: 'refused-in-force',
    says: 'A configuration that was acknowledged with VIRTIO_NET_ERR is in force all the same.',
    source: 'DPDK 0f7438e6d4 and a4e6ea97a5, the rule of the Windows HLK',
    property: 'control/refused',
    clause: 'house.control.refused',
    wrap: (session, config) =>
      altered(
        session,
        moved((frame, watch) => {
          const last = watch.acknowledged.at(-1)
          if (last === undefined || last.ok) return undefined
          const pair = pairUnder(last.command, frame)
          return pair === undefined || pair >= config.maxPairs ? undefined : pair
        }),
      ),
  },
]

function leavesPairsOn(): Alteration {
  let pairs = 1
  return moved((_, watch) => {
    const command = watch.inForce
    if (command?.name === 'VQ_PAIRS_SET' && command.pairs > 1) pairs = command.pairs
    return command?.name === 'VQ_PAIRS_SET' && command.pairs === 1 ? pairs - 1 : undefined
  })()
}

/** The queue that a frame is moved to is notified of as well: nothing but the advice stands against it. */
function inTurn(): Alteration {
  const move = moved((_, { inForce, frames }) =>
    inForce?.name === 'VQ_PAIRS_SET' ? frames % inForce.pairs : undefined,
  )()
  return (entry, watch, stimulus) =>
    move(entry, watch, stimulus).flatMap((seen) =>
      seen.kind === 'device.uses' && seen !== entry ? [seen, { kind: 'device.interrupts', queue: seen.queue }] : [seen],
    )
}

function staleAfterReset(): Alteration {
  let stale: RssConfigCommand | undefined
  return (entry, watch) => {
    const now = rssInForce(watch)
    if (now !== undefined) stale = now
    if (!watch.isPlacement(entry) || stale === undefined || watch.acknowledged.length > 0) return [entry]
    const queue = queueBy(stale, watch.frameIn(entry))
    return [queue === undefined ? entry : watch.move(entry, queue)]
  }
}
