import { featureNames, featuresByName } from '../../model/feature/feature-names.ts'
import { asFeatureSet } from '../../model/kernel/bits.ts'
import type { TransmitRequest, WireOffload } from '../../model/net/action.ts'
import type { NetConfig } from '../../model/net/config.ts'
import { configFields, registers } from '../../model/net/config-field.ts'
import { corruptions } from '../../model/ring/corruption.ts'
import { rxModes } from '../../model/wire/control/filter.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import type { Entry } from '../../properties/target.ts'
import type { NetTerms } from '../../properties/terms.ts'
import { type FieldShapes, type Notation, notationOf, type Shapes } from './notation.ts'
import { listOf, object, oneOf, optional, type Shape, simple, union, whole, written } from './shape.ts'

const isHex = (value: unknown) => typeof value === 'string' && /^([0-9a-f]{2})*$/.test(value)
/** Bytes. */
export const hex: Shape = simple(
  'bytes in lower-case hexadecimal',
  { type: 'string', pattern: '^([0-9a-f]{2})*$' },
  isHex,
)
/** A line of text. */
export const text: Shape = simple('text', { type: 'string' }, (value) => typeof value === 'string')
/** True or false. */
export const flag: Shape = simple('true or false', { type: 'boolean' }, (value) => typeof value === 'boolean')
/** A set of features: a list of names. */
export const features: Shape = written(
  listOf(simple('the name of a feature', { type: 'string', pattern: '^(VIRTIO_[A-Z0-9_]+|bit \\d{1,3})$' }, isFeature)),
  (names) => (Array.isArray(names) ? featuresByName(names) : names),
  (set) => (typeof set === 'bigint' ? featureNames(asFeatureSet(set)) : set),
)

const queue = whole(0xffff)
const pair = whole(0x7fff)
const identity = whole(Number.MAX_SAFE_INTEGER)
const length = whole(0xffff_ffff)
const field = oneOf([...Object.keys(configFields), ...Object.keys(registers)])
const areas = [
  'descriptor-table',
  'available-ring',
  'used-ring',
  'device-readable',
  'returned-buffer',
  'foreign-memory',
]

const byte = optional(whole(0xff))
const half = optional(whole(0xffff))
const requestFields: FieldShapes<Required<TransmitRequest>> = {
  flags: byte,
  gsoType: byte,
  hdrLen: half,
  gsoSize: half,
  csumStart: half,
  csumOffset: half,
  numBuffers: half,
  outerThOffset: half,
  innerNhOffset: half,
}
const request = object(requestFields)
const indirect = optional(object({ direct: whole(0x7fff), write: optional(flag) }))
const rssFields = {
  hashTypes: length,
  mask: whole(0xffff),
  unclassified: pair,
  table: listOf(pair),
  maxTxVq: whole(0xffff),
  key: hex,
}

const commands: Shapes<ControlCommand, 'name'> = {
  VQ_PAIRS_SET: { pairs: whole(0xffff) },
  RSS_CONFIG: rssFields,
  HASH_CONFIG: { hashTypes: length, key: hex },
  RX_MODE: { mode: oneOf(rxModes), on: flag },
  MAC_TABLE_SET: { unicast: listOf(hex), multicast: listOf(hex) },
  MAC_ADDR_SET: { mac: hex },
  VLAN_ADD: { vlan: whole(0xffff) },
  VLAN_DEL: { vlan: whole(0xffff) },
  ANNOUNCE_ACK: {},
  GUEST_OFFLOADS_SET: { offloads: listOf(whole(63)) },
  NOTF_COAL_TX_SET: { maxPackets: length, maxUsecs: length },
  NOTF_COAL_RX_SET: { maxPackets: length, maxUsecs: length },
  NOTF_COAL_VQ_SET: { queue, reserved: whole(0xffff), maxPackets: length, maxUsecs: length },
  NOTF_COAL_VQ_GET: { queue, reserved: whole(0xffff) },
  HASH_TUNNEL_SET: { tunnels: length },
  STATS_QUERY: {},
  STATS_GET: { requests: listOf(object({ queue, types: listOf(whole(63)) })) },
  RSS_CTX_CAP_GET: {},
  RSS_CTX_ADD: { id: whole(0xffff), reserved: hex, rss: object(rssFields) },
  RSS_CTX_MOD: { id: whole(0xffff), reserved: hex, rss: object(rssFields) },
  RSS_CTX_DEL: { id: whole(0xffff) },
  RAW: { class: whole(0xff), command: whole(0xff), data: hex },
}

const sixteen = whole(0xffff)
const offload: FieldShapes<WireOffload> = {
  flags: whole(0xff),
  gsoType: whole(0xff),
  hdrLen: sixteen,
  gsoSize: sixteen,
  csumStart: sixteen,
  csumOffset: sixteen,
  outerThOffset: half,
  innerNhOffset: half,
  coalesced: optional(object({ segments: sixteen, duplicateAcks: sixteen })),
}

/** What the used descriptors of a packed ring say beside. */
const marked = { wrote: optional(flag), inner: optional(flag) }

const actions: Shapes<Entry, 'kind'> = {
  'driver.resets': {},
  'driver.sets': { bit: oneOf(['ACKNOWLEDGE', 'DRIVER', 'FEATURES_OK', 'DRIVER_OK', 'FAILED']) },
  'driver.accepts': { features },
  'driver.starts': { size: whole(0x8000), position: optional(whole(0xffff)) },
  'driver.enables': { size: whole(0x8000), position: optional(whole(0xffff)) },
  'driver.rewrites': { features },
  'driver.reads': { field },
  'driver.offers': { queue, chain: identity, lengths: listOf(length), indirect },
  'driver.transmits': {
    queue,
    chain: identity,
    frame: identity,
    bytes: hex,
    cuts: listOf(length),
    request: optional(request),
    indirect,
  },
  'driver.commands': { chain: identity, command: union('name', commands), result: optional(length), indirect },
  'driver.notifies': { queue, on: flag },
  'driver.awaits': { queue, event: whole(0xffff) },
  'driver.pesters': { queue },
  'driver.resetsQueue': { queue },
  'driver.reenables': { queue, size: whole(0x8000), position: optional(whole(0xffff)) },
  'driver.rewinds': { queue },
  'driver.corrupts': { queue, chain: identity, how: oneOf(corruptions) },
  'driver.suspends': {},
  'driver.resumes': {},
  'admin.links': { up: flag },
  'admin.announces': {},
  'driver.writes': { field: oneOf(Object.keys(configFields)), value: hex },
  'wire.arrives': { frame: identity, bytes: hex, offload: optional(object(offload)) },
  'device.agrees': { ok: flag },
  'device.shows': { field, value: hex },
  'device.uses': { queue, chain: identity, length, bytes: hex, more: optional(flag), ...marked },
  'device.acknowledges': { queue, chain: identity, length, bytes: hex, ...marked },
  'device.strays': { queue, head: length, length },
  'device.scribbles': { on: oneOf(areas), queue: optional(queue), chain: optional(identity) },
  'device.marks': {
    queue,
    on: oneOf(['due', 'ahead', 'used', 'unavailable']),
    avail: flag,
    used: flag,
    skipped: whole(0x8000),
  },
  'device.sends': { bytes: hex },
  'device.interrupts': { queue },
  'device.asks': { queue, flags: whole(0xffff) },
  'device.changes': {},
  'device.fails': { how: oneOf(['hangs', 'dies', 'needs-reset']), words: text },
  'device.rests': {},
}

const config: FieldShapes<NetConfig> = {
  offered: features,
  maxPairs: whole(0x8000),
  mac: hex,
  maxKeySize: whole(0xff),
  maxTableLength: whole(0xffff),
  hashTypes: length,
  mtu: optional(whole(0xffff)),
  speed: optional(length),
  duplex: optional(whole(0xff)),
  tunnelTypes: optional(length),
  traits: object({
    full: oneOf(['drops', 'waits', 'either']),
    blocks: flag,
    pads: flag,
    unheard: optional(flag),
    serves: optional(flag),
  }),
}

/** What a network device's configuration and actions look like in a trace. */
export const netShapes = { config: object(config), action: union('kind', actions) } as const

/** How traces of the network device are written. */
export const netNotation: Notation<NetTerms> = notationOf('net', netShapes)

function isFeature(value: unknown): boolean {
  try {
    return typeof value === 'string' && featuresByName([value]) !== undefined
  } catch {
    return false
  }
}
