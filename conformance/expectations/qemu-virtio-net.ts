import { dependencies, unmet } from '../../model/feature/dependency.ts'
import { featuresNamed } from '../../model/feature/table.ts'
import { includes } from '../../model/kernel/bits.ts'
import { arrayOf, type Bytes } from '../../model/kernel/bytes.ts'
import type { NetAction } from '../../model/net/action.ts'
import type { DropRule } from '../../model/net/arrival.ts'
import { isOfMqClass } from '../../model/net/control/mq.ts'
import { featureBytes } from '../../model/net/fields.ts'
import { numberOf } from '../../model/net/little-endian.ts'
import type { Steering } from '../../model/net/setting.ts'
import type { Arriving, NetState } from '../../model/net/state.ts'
import type { Entry } from '../../properties/target.ts'
import type { NetTerms } from '../../properties/terms.ts'
import type { Deviation } from './deviation.ts'
import { qemuConfigurationDeviations } from './qemu-configuration.ts'
import { hashLikeEbpf, hashLikeQemu } from './qemu-hash-order.ts'
import { qemuHostileDeviations } from './qemu-hostile.ts'
import { qemuQueueResetDeviations, undropped } from './qemu-queue-reset.ts'
import { readingDeviations } from './qemu-reading-deviations.ts'
import { staysStuck } from './qemu-stuck.ts'

const HASH_REPORT = featuresNamed(['VIRTIO_NET_F_HASH_REPORT'])

type QemuDeviation = Deviation<NetTerms>

const isPlacement = (entry: Entry): boolean => entry.kind === 'device.uses' && entry.queue % 2 === 0 && entry.length > 0

/** The two bytes of `num_buffers` hold what the harness poisons buffers with: bytes from 0x80 on. */
function isNumBuffersPoison(_: NetState, action: NetAction): boolean {
  if (action.kind !== 'device.uses') return false
  const [low = 0, high = 0] = arrayOf(action.bytes).slice(10, 12)
  return low >= 0x80 && high >= 0x80
}

const numBuffers: QemuDeviation = {
  name: 'qemu-num-buffers-unwritten',
  kind: 'shows',
  clause: 'net.rx.device.4',
  by: 'device',
  reason:
    'Without MRG_RXBUF num_buffers is not written: the driver finds in it what the buffer held before. The clause asks for 1 from every device with VERSION_1.',
  versions: { from: '7.2', to: '11.1' },
  property: 'receive/header',
  trace: 'qemu-num-buffers-unwritten.jsonl',
  due: (log) => log.some(isPlacement),
  predicts: isNumBuffersPoison,
}

const featuresOk: QemuDeviation = {
  name: 'qemu-features-ok-unchecked',
  kind: 'widens',
  rule: 'answer',
  clause: 'core.features.device.3',
  by: 'device',
  reason:
    'FEATURES_OK stands for subsets that are not valid: features without what they require are taken as they are, and bits that were not offered are masked without a word.',
  versions: { from: '7.2', to: '11.1' },
  property: 'negotiation/features-ok',
  trace: 'qemu-features-ok-unchecked.jsonl',
  due: (log) => log.filter((entry) => entry.kind === 'driver.accepts').length > 8,
  widen: (rules) => ({
    ...rules,
    answer: (offered, accepted) =>
      rules.answer(offered, accepted) === 'decline' ? 'either' : rules.answer(offered, accepted),
  }),
}

/** Features that change frames, each with its requirement: QEMU has a property for each, and looks at no other. */
const offloads = dependencies.filter(({ feature }) => /_(TSO|USO|UFO|ECN|UDP)/.test(feature))
const clausesOfOffloads = offloads.map(({ clause }) => clause)

const offersAlone: QemuDeviation = {
  name: 'qemu-offers-without-required',
  kind: 'shows',
  clause: 'core.features.device.1',
  also: clausesOfOffloads,
  by: 'device',
  reason:
    'Segmentation features are offered as the properties of the device say, each for itself: with csum=off and host_uso=on HOST_USO is offered, and CSUM, which it requires, is not.',
  versions: { from: '7.2', to: '11.1' },
  property: 'negotiation/offer',
  trace: 'qemu-offers-without-required.jsonl',
  due: (log, { offered }) =>
    unmet(offered).some(({ clause }) => clausesOfOffloads.includes(clause)) &&
    log.some((entry) => entry.kind === 'device.shows' && entry.field === 'device_features'),
  predicts: ({ config }, action) =>
    action.kind === 'device.shows' && action.value === featureBytes(config.offered) && unmet(config.offered).length > 0,
}

const isIpv6 = (bytes: Bytes): boolean => bytes.slice(24, 28) === '86dd'

const extensionTypes: QemuDeviation = {
  name: 'qemu-ex-types-first',
  kind: 'widens',
  rule: 'hashes',
  clause: 'net.hash.def.5',
  by: 'device',
  reason:
    'The types for packets with extension headers are tried for every IPv6 packet, each before its plain twin and after none of the others: a TCP packet without extension headers is reported as TCPv6_EX, and one with them as TCPv6 before IPv6_EX.',
  versions: { from: '7.2', to: '11.1' },
  property: 'hash-report/type',
  trace: 'qemu-ex-types-first.jsonl',
  due: (log) =>
    log.some((entry) => entry.kind === 'wire.arrives' && isIpv6(entry.bytes)) &&
    log.some(
      (entry) =>
        entry.kind === 'driver.commands' && 'hashTypes' in entry.command && (entry.command.hashTypes & 0x1c0) === 0x1c0,
    ),
  widen: (rules) => ({
    ...rules,
    hashes: (readings, types, negotiated) => [
      ...rules.hashes(readings, types, negotiated),
      ...readings.flatMap((reading) => hashLikeQemu(reading, types)),
    ],
  }),
}

const acknowledgedRss = (log: readonly Entry[], ack: string): boolean =>
  log.some(
    (entry) =>
      entry.kind === 'driver.commands' &&
      entry.command.name === 'RSS_CONFIG' &&
      log.some((other) => other.kind === 'device.acknowledges' && other.chain === entry.chain && other.bytes === ack),
  )

/** The tap queues that were active stay so, and with them the pairs. */
const withoutRss = (steering: Steering): Steering =>
  steering.kind === 'rss' ? { kind: 'automatic', pairs: steering.rss.maxTxVq } : steering

const rssOff: QemuDeviation = {
  name: 'qemu-rss-off-after-refusal',
  kind: 'widens',
  rule: 'afterRefusal',
  clause: 'house.control.refused',
  by: 'device',
  reason:
    'Any command of the MQ class that is acknowledged with VIRTIO_NET_ERR turns RSS off: frames go to the queue pair of the tap queue they arrive on. The standard does not say what a refused command leaves in force; that it changes nothing is an invariant of ours.',
  versions: { from: '7.2', to: '11.1' },
  property: 'control/refused',
  trace: 'qemu-rss-off-after-refusal.jsonl',
  due: (log) => acknowledgedRss(log, '00') && acknowledgedRss(log, '01') && log.filter(isPlacement).length > 12,
  widen: (rules) => ({
    ...rules,
    afterRefusal: (setting, command) =>
      isOfMqClass(command)
        ? { ...setting, steering: withoutRss(setting.steering), hashing: { kind: 'none' } }
        : rules.afterRefusal(setting, command),
  }),
}

const hashSurvives: QemuDeviation = {
  name: 'qemu-hash-survives-reset',
  kind: 'widens',
  rule: 'afterReset',
  clause: 'net.hash-report.def.5',
  by: 'device',
  reason:
    'A device reset leaves hash types and key as they were: with HASH_REPORT negotiated anew and nothing configured since, hashes are reported by the configuration from before the reset.',
  versions: { from: '7.2', to: '7.2' },
  property: 'hash-report/unconfigured',
  trace: 'qemu-hash-survives-reset.jsonl',
  due: (log) => acknowledgedRss(log, '00') && log.filter((entry) => entry.kind === 'driver.resets').length > 1,
  widen: (rules) => ({
    ...rules,
    afterReset: ({ hashing, ...setting }) => ({
      ...rules.afterReset({ hashing, ...setting }),
      hashing: hashing.kind === 'enabled' ? { ...hashing, binding: false } : hashing,
    }),
  }),
}

const exTypes = 0x1c0
const ipv6Types = 0x1f8
const enablesOnlyEx = (entry: Entry): boolean =>
  entry.kind === 'driver.commands' &&
  entry.command.name === 'RSS_CONFIG' &&
  (entry.command.hashTypes & ipv6Types) === exTypes &&
  !entry.command.table.includes(entry.command.unclassified)

/** An IPv6 packet whose first header is hop-by-hop options, routing, or destination options. */
const isExtended = (frame: Bytes): boolean => isIpv6(frame) && ['00', '2b', '3c'].includes(frame.slice(40, 42))

/** Whether a table of types with extension headers alone was acknowledged and such a frame came next. */
function usesOnlyEx(log: readonly Entry[], from: number): boolean {
  const [acknowledged, arrives] = log
    .slice(from + 1)
    .filter(({ kind }) => ['driver.commands', 'device.acknowledges', 'wire.arrives', 'driver.resets'].includes(kind))
  return (
    acknowledged?.kind === 'device.acknowledges' &&
    acknowledged.bytes === '00' &&
    arrives?.kind === 'wire.arrives' &&
    isExtended(arrives.bytes)
  )
}

const extensionTwins: QemuDeviation = {
  name: 'qemu-ebpf-ex-types-need-twins',
  kind: 'widens',
  rule: 'hashes',
  clause: 'net.rss.device.5',
  by: 'device',
  reason:
    'Where no hash is reported, RSS is an eBPF program in the kernel. In it the types for packets with extension headers only exchange the addresses of their plain twins: alone they enable nothing, and the frame goes to the unclassified queue; beside others, TCPv6 and UDPv6 come before IPv6_EX.',
  versions: { from: '10.0', to: '11.1' },
  property: 'rss/queue',
  trace: 'qemu-ebpf-ex-types-need-twins.jsonl',
  due: (log) =>
    !log.some((entry) => entry.kind === 'driver.accepts' && includes(entry.features, HASH_REPORT)) &&
    log.some((entry, index) => enablesOnlyEx(entry) && usesOnlyEx(log, index)),
  widen: (rules) => ({
    ...rules,
    hashes: (readings, types, negotiated) => [
      ...rules.hashes(readings, types, negotiated),
      ...(includes(negotiated, HASH_REPORT) ? [] : readings.map((reading) => hashLikeEbpf(reading, types))),
    ],
  }),
}

/** By RSS, or by a table that QEMU took without looking at it: nothing is known of what such a table does. */
const isSteeredByRss = ({ treatments }: Arriving): boolean =>
  treatments.some(({ setting: { steering } }) => steering.kind === 'rss' || steering.kind === 'anywhere')

/** From the first frame on that once found no room in the queue that RSS chose, all stay until they come. */
function lingering(state: NetState, drops: DropRule) {
  const arriving = undropped(state, drops)
  const first = arriving.findIndex((frame) => frame.excused && isSteeredByRss(frame))
  return first < 0 ? [] : arriving.slice(first)
}

const stuckFrames: QemuDeviation = {
  name: 'qemu-stuck-behind-full-queue',
  kind: 'widens',
  rule: 'waits',
  clause: 'house.frame.lost',
  by: 'device',
  reason:
    'A frame that finds no room in the queue that RSS chose waits in the tap queue it arrived on, and holds up what comes after it there. Only a notification of the receive queue of that pair wakes it: offering buffers on the queue that it waits for does not, so frames are not placed although their queue has room.',
  versions: { from: '7.2', to: '11.1' },
  property: 'rss/queue',
  trace: 'qemu-stuck-behind-full-queue.jsonl',
  due: (log) => staysStuck(log),
  widen: (rules) => ({
    ...rules,
    waits(state, drops) {
      const kept = lingering(state, drops)
      return [...rules.waits(state, drops).filter(({ frame }) => kept.every((other) => other.frame !== frame)), ...kept]
    },
  }),
}

const generationBefore: QemuDeviation = {
  name: 'qemu-generation-before-driver-ok',
  kind: 'shows',
  clause: 'core.config.def.1',
  by: 'device',
  reason:
    'config_generation counts changes from DRIVER_OK on only: a driver that reads the configuration while it negotiates can read status before and after the link changed, and the generation is the same.',
  versions: { from: '7.2', to: '11.1' },
  property: 'life-cycle/link',
  trace: 'qemu-generation-before-driver-ok.jsonl',
  due: (log) =>
    isWatched(
      log.slice(
        0,
        log.findIndex(({ kind }) => kind === 'driver.accepts'),
      ),
    ),
  predicts: ({ readings }, action) =>
    action.kind === 'device.shows' && readings?.phase !== 'live' && numberOf(action.value) === readings?.generation,
}

/** Whether generation, status, a change of it and the generation were read one after another. */
function isWatched(log: readonly Entry[]): boolean {
  const shown = log.flatMap((entry) => (entry.kind === 'device.shows' ? [entry] : []))
  return shown.some((generation, at) => {
    const [before, after, last] = shown.slice(at + 1, at + 4)
    const fields = [generation, before, after, last].map((one) => one?.field).join()
    return fields === 'config_generation,status,status,config_generation' && before?.value !== after?.value
  })
}

/** What is known of QEMU's virtio-net, and in which versions, that virtio 1.4 does not allow. */
export const qemuVirtioNetDeviations: readonly QemuDeviation[] = [
  numBuffers,
  featuresOk,
  offersAlone,
  extensionTwins,
  ...readingDeviations,
  extensionTypes,
  rssOff,
  hashSurvives,
  stuckFrames,
  ...qemuQueueResetDeviations,
  generationBefore,
  ...qemuConfigurationDeviations,
  ...qemuHostileDeviations,
]
