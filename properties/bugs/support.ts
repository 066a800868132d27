import { featuresNamed } from '../../model/feature/table.ts'
import { without } from '../../model/kernel/bits.ts'
import { queueIndex } from '../../model/kernel/brand.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import type { NetConfig } from '../../model/net/config.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'

/** Commands of a name are acknowledged with VIRTIO_NET_ERR. */
const turningDown = (bug: Omit<ReactionBug, 'wrap'>, name: ControlCommand['name']): ReactionBug => ({
  ...bug,
  wrap: (session) =>
    altered(session, () => (entry, watch) => {
      const mine = entry.kind === 'device.acknowledges' && watch.acknowledged.at(-1)?.command.name === name
      return [mine ? { ...entry, bytes: bytes('01') } : entry]
    }),
})

const withoutRss = (config: NetConfig): NetConfig => ({
  ...config,
  offered: without(config.offered, featuresNamed(['VIRTIO_NET_F_RSS', 'VIRTIO_NET_F_RSS_CONTEXT'])),
  maxTableLength: 0,
})

/** Seeded bugs of commands that a device must know, and of queues that are there or are not. */
export const supportBugs: readonly ReactionBug[] = [
  turningDown(
    {
      id: 'pairs-set-unknown',
      says: 'MQ is negotiated and VQ_PAIRS_SET turned down.',
      source: 'ours',
      property: 'steering/active-pairs',
      clause: 'net.mq.device.4',
    },
    'VQ_PAIRS_SET',
  ),
  turningDown(
    {
      id: 'rss-config-unknown',
      says: 'RSS is negotiated and RSS_CONFIG turned down.',
      source: 'ours',
      property: 'rss/queue',
      clause: 'net.rss.device.1',
    },
    'RSS_CONFIG',
  ),
  turningDown(
    {
      id: 'hash-config-wants-pairs',
      says: 'HASH_CONFIG is turned down where there is one queue pair.',
      source: 'ours',
      property: 'hash-report/one-pair',
      clause: 'net.hash-report.device.1',
    },
    'HASH_CONFIG',
  ),
  {
    ...turningDown(
      {
        id: 'hash-config-unknown',
        says: 'A device that offers HASH_REPORT and not RSS turns HASH_CONFIG down.',
        source: 'ours',
        property: 'hash-report/without-rss',
        clause: 'net.hash-report.device.2',
      },
      'HASH_CONFIG',
    ),
    device: withoutRss,
  },
  turningDown(
    {
      id: 'hash-config-wants-rss',
      says: 'HASH_CONFIG is turned down with automatic steering, since RSS, which is offered, was not negotiated.',
      source: 'ours',
      property: 'hash-report/without-rss',
      clause: 'net.hash-report.device.3',
    },
    'HASH_CONFIG',
  ),
  {
    id: 'control-queue-unasked',
    says: 'Queue 2 notifies although CTRL_VQ was not negotiated: it is there all the same.',
    source: 'ours',
    property: 'ring/control-queue',
    clause: 'net.vq.def.2',
    wrap: (session) =>
      altered(session, () => (entry, watch, stimulus) => {
        const absent = stimulus?.kind === 'driver.offers' || entry.kind === 'device.rests'
        const features = featuresNamed(['VIRTIO_NET_F_CTRL_VQ'])
        const has = (watch.features & features) === features
        return absent && watch.isDriven && !has ? [{ kind: 'device.interrupts', queue: queueIndex(2) }, entry] : [entry]
      }),
  },
  {
    id: 'multiqueue-by-default',
    says: 'Frames are spread over all receive queues before any command.',
    source: 'cloud-hypervisor #8306',
    property: 'steering/default',
    clause: 'net.mq.def.2',
    wrap: (session, { maxPairs }) =>
      altered(session, () => (entry, watch) => {
        const spread = watch.isPlacement(entry) && watch.acknowledged.length === 0
        return [spread ? watch.move(entry, queueIndex(2 * (watch.frames % maxPairs))) : entry]
      }),
  },
  {
    id: 'first-pair-asleep',
    says: 'With MQ negotiated no transmit queue is served before VQ_PAIRS_SET.',
    source: 'ours',
    property: 'steering/default',
    clause: 'net.mq.def.1',
    wrap: (session) =>
      altered(session, () => (entry, watch) => {
        const transmitted = entry.kind === 'device.sends' || (entry.kind === 'device.uses' && entry.queue % 2 === 1)
        const asleep = transmitted || (entry.kind === 'device.interrupts' && entry.queue % 2 === 1)
        return watch.acknowledged.length === 0 && asleep ? [] : [entry]
      }),
  },
]
