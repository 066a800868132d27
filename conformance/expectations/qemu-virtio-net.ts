import { dependencies, unmet } from '../../model/feature/dependency.ts'
import { featuresNamed } from '../../model/feature/table.ts'
import { includes } from '../../model/kernel/bits.ts'
import { arrayOf, type Bytes } from '../../model/kernel/bytes.ts'
import type { NetAction } from '../../model/net/action.ts'
import type { DropRule } from '../../model/net/arrival.ts'
import { featureBytes } from '../../model/net/fields.ts'
import { type HashInput, hashesOf } from '../../model/net/hash.ts'
import { numberOf } from '../../model/net/little-endian.ts'
import type { NetState } from '../../model/net/state.ts'
import { VIRTIO_NET_CTRL_MQ } from '../../model/wire/control-class.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import type { Entry } from '../../properties/target.ts'
import type { NetTerms } from '../../properties/terms.ts'
import type { Deviation } from './deviation.ts'
import { qemuQueueResetDeviations, undropped } from './qemu-queue-reset.ts'

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

/** Hash types of IPv6 in QEMU's order, with the plain type whose fields stand in where there is no extension header. */
const qemuOrder = [
  { report: 8, type: 0x080, plain: 0x010 },
  { report: 5, type: 0x010, plain: 0x010 },
  { report: 9, type: 0x100, plain: 0x020 },
  { report: 6, type: 0x020, plain: 0x020 },
  { report: 7, type: 0x040, plain: 0x008 },
  { report: 4, type: 0x008, plain: 0x008 },
] as const

/** The first of QEMU's types that is enabled and fits: an EX type fits with and without extension headers. */
function hashLikeQemu(frame: Bytes, types: number): readonly HashInput[] {
  for (const { report, type, plain } of qemuOrder) {
    if ((types & type) === 0) continue
    const [own] = hashesOf(frame, type)
    if (own !== undefined && own.report !== 0) return [own]
    const [stand] = hashesOf(frame, plain)
    if (stand !== undefined && stand.report !== 0) return [{ ...stand, report }]
  }
  return []
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
    hashes: (frame, types) => [...rules.hashes(frame, types), ...hashLikeQemu(frame, types)],
  }),
}

const acknowledgedRss = (log: readonly Entry[], ack: string): boolean =>
  log.some(
    (entry) =>
      entry.kind === 'driver.commands' &&
      entry.command.name === 'RSS_CONFIG' &&
      log.some((other) => other.kind === 'device.acknowledges' && other.chain === entry.chain && other.bytes === ack),
  )

const isOfMqClass = (command: ControlCommand): boolean => command.name !== 'RAW' || command.class === VIRTIO_NET_CTRL_MQ

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
  widen: (rules, { maxPairs }) => ({
    ...rules,
    afterRefusal: (setting, command) =>
      isOfMqClass(command)
        ? { steering: { kind: 'automatic', pairs: maxPairs }, hashing: { kind: 'none' } }
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

/** Hash types of IPv6 in the order of QEMU's eBPF program, each with its twin for extension headers. */
const twins = [
  { plain: 0x010, extended: 0x080 },
  { plain: 0x020, extended: 0x100 },
  { plain: 0x008, extended: 0x040 },
] as const

/** The first plain type that is enabled and fits; its twin, where enabled too, only exchanges the addresses. */
function hashLikeEbpf(frame: Bytes, types: number): HashInput {
  for (const { plain, extended } of twins) {
    const [fitting] = hashesOf(frame, types & plain)
    if (fitting === undefined || fitting.report === 0) continue
    const [own] = hashesOf(frame, types & extended)
    return own !== undefined && own.report !== 0 ? own : fitting
  }
  return { report: 0 }
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
  rule: 'steer',
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
    steer(setting, frame, maxPairs, hashes) {
      const queues = rules.steer(setting, frame, maxPairs, hashes)
      if (!isExtended(frame)) return queues // a setting does not tell whether hashes are reported
      const others = rules.steer(setting, frame, maxPairs, (bytes, types) => [hashLikeEbpf(bytes, types)])
      return [...new Set([...queues, ...others])]
    },
  }),
}

/** From the first frame on that once found no room, all stay until they come. */
function lingering(state: NetState, drops: DropRule) {
  const arriving = undropped(state, drops)
  const first = arriving.findIndex(({ excused }) => excused)
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
  due: () => false,
  widen: (rules) => ({ ...rules, waits: lingering }),
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
  extensionTypes,
  rssOff,
  hashSurvives,
  stuckFrames,
  ...qemuQueueResetDeviations,
  generationBefore,
]
