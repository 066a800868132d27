import { match } from 'ts-pattern'
import type { ClauseId } from '../clause/clause.ts'
import { statusBits, statusOf } from '../feature/negotiation.ts'
import { faultsOfOffer } from '../feature/offer.ts'
import { feature } from '../feature/table.ts'
import { type FeatureSet, featureSet, includes } from '../kernel/bits.ts'
import { arrayOf, type Bytes, bytes } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { DeviceShows } from './action.ts'
import type { NetConfig } from './config.ts'
import { type ConfigField, registers } from './config-field.ts'
import { askedForReset } from './distress.ts'
import { ownAddresses } from './filter.ts'
import { faultsOfGeneration, nextGeneration, readingsWith } from './generation.ts'
import { faultsOfSpeed, linkSpeedWith } from './link-speed.ts'
import { littleEndian, numberOf } from './little-endian.ts'
import { has } from './numbering.ts'
import type { NetRules } from './rules.ts'
import { filterOf } from './setting.ts'
import type { NetState } from './state.ts'
import { faultsOfTurning, type Turn, turnShown } from './suspension.ts'

/** VIRTIO_NET_S_LINK_UP and VIRTIO_NET_S_ANNOUNCE of `status`. */
const LINK_UP = 1
const ANNOUNCE = 2

/** What a field may read as; `undefined` where the model does not know. */
export function fieldValue(state: NetState, field: ConfigField): Bytes | undefined {
  const { config } = state
  return match(field)
    .with('device_status', () => littleEndian(statusOf(state.life), 1))
    .with('device_features', () => featureBytes(config.offered))
    .with('config_generation', () => nextGeneration(state))
    .with('status', () => statusField(state.link, state.announcement === 'on'))
    .with('mac', () => macsOf(state)[0])
    .with('max_virtqueue_pairs', () => littleEndian(config.maxPairs, 2))
    .with('rss_max_key_size', () => littleEndian(config.maxKeySize, 1))
    .with('rss_max_indirection_table_length', () => littleEndian(config.maxTableLength, 2))
    .with('supported_hash_types', () => littleEndian(config.hashTypes, 4))
    .with('mtu', () => optional(config.mtu, 2))
    .with('speed', () => optional(config.speed, 4))
    .with('duplex', () => optional(config.duplex, 1))
    .with('supported_tunnel_types', () => littleEndian(config.tunnelTypes ?? 0, 4))
    .otherwise(() => undefined)
}

const optional = (value: number | undefined, size: number) =>
  value === undefined ? undefined : littleEndian(value, size)

const statusField = (link: boolean, announce: boolean): Bytes =>
  littleEndian((link ? LINK_UP : 0) | (announce ? ANNOUNCE : 0), 2)

/** What `mac` may be: what a command set; or, where a reset may have taken that back, either. */
const macsOf = ({ config, setting }: NetState): readonly Bytes[] => ownAddresses(filterOf(setting), config.mac)

/** The fields that a driver may read of a device that offers these features, whose values the model knows. */
export function readableFields({ offered }: NetConfig): readonly ConfigField[] {
  const offers = (name: Parameters<typeof feature>[0]) => includes(offered, feature(name))
  const rss = offers('VIRTIO_NET_F_RSS')
  return [
    'device_status',
    'device_features',
    'config_generation',
    ...(offers('VIRTIO_NET_F_STATUS') ? (['status'] as const) : []),
    ...(offers('VIRTIO_NET_F_MAC') ? (['mac'] as const) : []),
    ...(offers('VIRTIO_NET_F_MQ') || rss ? (['max_virtqueue_pairs'] as const) : []),
    ...(rss || offers('VIRTIO_NET_F_HASH_REPORT') ? (['rss_max_key_size', 'supported_hash_types'] as const) : []),
    ...(rss ? (['rss_max_indirection_table_length'] as const) : []),
    ...(offers('VIRTIO_NET_F_MTU') ? (['mtu'] as const) : []),
    ...(offers('VIRTIO_NET_F_SPEED_DUPLEX') ? (['speed', 'duplex'] as const) : []),
    ...(offers('VIRTIO_NET_F_HASH_TUNNEL') ? (['supported_tunnel_types'] as const) : []),
  ]
}

/** What a driver breaks by reading a field: the feature that gates it must be offered. */
export function faultsOfReading(state: NetState, field: ConfigField): readonly Fault[] {
  if (readableFields(state.config).includes(field)) return []
  return [refusal('driver', ['core.config.driver.3'], `no feature that gives ${field} is offered`)]
}

/** A set of features as the 128 bits of a transport. */
export function featureBytes(set: FeatureSet): Bytes {
  const reversed =
    set
      .toString(16)
      .padStart(registers.device_features * 2, '0')
      .match(/../g) ?? []
  return bytes(reversed.reverse().join(''))
}

/** The set of features that these bytes hold. */
export function featuresOf(value: Bytes): FeatureSet {
  return featureSet(...[...arrayOf(value)].flatMap((byte, at) => bitsOf(byte).map((bit) => at * 8 + bit)))
}

const bitsOf = (byte: number): readonly number[] => [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte >> bit) & 1)

/** What a value that was read breaks. */
export function faultsOfShowing(state: NetState, { field, value }: DeviceShows, rules: NetRules): readonly Fault[] {
  const turn = turnOf(state, field)
  if (turn !== undefined) return faultsOfTurning(state, value, turn, rules)
  if ((field === 'status' || field === 'mac') && fieldValues(state, field).includes(value)) return []
  if (field === 'mac' && isAnyMac(state)) return []
  if (field === 'speed' || field === 'duplex') return faultsOfSpeed(state, field, value)
  if (field === 'device_features') return faultsOfOffering(state, value)
  if (field === 'config_generation') return faultsOfGeneration(state, value)
  if (field === 'device_status' && isTroubled(state, value)) return []
  if (field === 'device_status' && isSuspendHeard(state, value)) {
    return [refusal('device', ['core.suspend.device.1'], 'SUSPEND reads back set before DRIVER_OK')]
  }
  const expected = fieldValue(state, field)
  const beyond = faultsOfLimit(field, numberOf(value))
  if (expected === undefined || value === expected) return beyond
  const because = `${field} reads 0x${numberOf(value).toString(16)}, not 0x${numberOf(expected).toString(16)}`
  return [...beyond, refusal('device', [clauseOfField(state, field, value)], because)]
}

/** DEVICE_NEEDS_RESET where the driver broke a queue: the rest of the status is as it was. */
function isTroubled(state: NetState, value: Bytes): boolean {
  return state.distress !== 'none' && numberOf(value) === troubled(state)
}

const troubled = ({ life }: NetState): number => statusOf(life) | statusBits.DEVICE_NEEDS_RESET

/** Where a request that is answered by this field is to lead. */
const turnOf = ({ question }: NetState, field: ConfigField): Turn | undefined =>
  question?.kind === 'field' && field === question.field ? question.turn : undefined

/** SUSPEND, which a device must not take notice of before DRIVER_OK; the bit that it is exchanged with may show too. */
function isSuspendHeard({ life }: NetState, value: Bytes): boolean {
  const { SUSPEND, DRIVER_OK } = statusBits
  const status = numberOf(value)
  const others = status & ~(SUSPEND | DRIVER_OK)
  return (
    (status & SUSPEND) !== 0 &&
    others === statusOf(life) &&
    life.phase !== 'live' &&
    life.phase !== 'suspended' &&
    life.phase !== 'failed'
  )
}

/**
 * What a field may read as. A change that falls into a suspension shows at once or once the device resumes: the text forbids to modify
 * fields meanwhile, and speaks of changes that occur.
 */
export function fieldValues(state: NetState, field: ConfigField): readonly Bytes[] {
  const value = fieldValue(state, field)
  if (value === undefined) return []
  const { life, link } = state
  if (field === 'device_status' && state.distress !== 'none') return [value, littleEndian(troubled(state), 1)]
  if (field === 'mac') return macsOf(state)
  if (field !== 'status') return [value]
  const links = life.phase === 'suspended' && life.link !== link ? [link, life.link] : [link]
  return links.flatMap((up) => announcements(state).map((announce) => statusField(up, announce)))
}

/** Whether ANNOUNCE may be set now: with its feature only. */
function announcements(state: NetState): readonly boolean[] {
  if (state.announcement !== 'maybe') return [state.announcement === 'on']
  return has(state, 'VIRTIO_NET_F_GUEST_ANNOUNCE') ? [true, false] : [false]
}

/** Whether the address may be any: a command that sets it was taken, or may have been, and nobody knows with what. */
const isAnyMac = ({ setting }: NetState): boolean => filterOf(setting).anyhow === true

/** A field was read. */
export function shown(state: NetState, action: DeviceShows, rules: NetRules): NetState {
  const { field, value } = action
  const answered = { ...state, question: undefined }
  const turn = turnOf(state, field)
  if (turn !== undefined) return turnShown(answered, action, turn, rules)
  if (field === 'device_status') return isTroubled(state, value) ? askedForReset(answered) : answered
  const known = { ...answered, linkSpeed: linkSpeedWith(state, field, value), ...announcementShown(state, action) }
  const silent = field === 'device_features' || state.life.phase === 'suspended'
  return silent ? known : { ...known, readings: readingsWith(known, field, value) }
}

/** What `status` shows of an announcement nobody could be sure of. */
function announcementShown(state: NetState, { field, value }: DeviceShows): Partial<NetState> {
  if (field !== 'status' || state.announcement !== 'maybe') return {}
  return { announcement: (numberOf(value) & ANNOUNCE) === 0 ? 'off' : 'on' }
}

function clauseOfField(state: NetState, field: ConfigField, value: Bytes): ClauseId {
  const { life, isNew } = state
  if (field !== 'device_status') return clauseOfConfiguration(state, field, value)
  if (life.phase !== 'reset') return 'house.status.kept'
  return isNew ? 'core.status.def.1' : 'core.reset.device.1'
}

/** By what a wrong value looks like: what the driver wrote, what it was before a command, or what nothing explains. */
function clauseOfConfiguration(state: NetState, field: ConfigField, value: Bytes): ClauseId {
  if (state.written[field] === value) return 'net.config.def.1'
  if (field === 'mtu') return 'net.config.device.4'
  if (field === 'mac' && filterOf(state.setting).address !== undefined) return 'net.mac.device.3'
  if (field === 'status' && numberOf(value) > (LINK_UP | ANNOUNCE)) return 'net.config.def.3'
  const given = wasAgreed(state) ? clauseOfGiven[field] : undefined
  if (given !== undefined) return given
  const isAnnouncement = ((numberOf(value) ^ numberOf(fieldValues(state, field)[0] ?? value)) & ANNOUNCE) !== 0
  if (field !== 'status' || !isAnnouncement) return 'core.config.device.1'
  return state.announcement === 'off' && state.past.cleared === true ? 'net.announce.device.1' : 'house.announce.kept'
}

/**
 * The clauses by which a field is there wherever a feature that gives it is offered, negotiated or not. That it is there before
 * features are agreed upon, another one says.
 */
const clauseOfGiven: Readonly<Partial<Record<ConfigField, ClauseId>>> = {
  mac: 'net.config.def.2',
  max_virtqueue_pairs: 'net.config.def.4',
  supported_hash_types: 'net.config.def.6',
  supported_tunnel_types: 'net.config.def.7',
}

const wasAgreed = ({ life: { phase } }: NetState): boolean =>
  phase === 'agreed' || phase === 'prepared' || phase === 'live' || phase === 'suspended'

/** The offer is judged where it is read; one that differs from the last breaks what every plan relies on. */
function faultsOfOffering({ config }: NetState, value: Bytes): readonly Fault[] {
  const faults = faultsOfOffer(featuresOf(value))
  if (value === featureBytes(config.offered)) return faults
  return [...faults, refusal('device', ['house.features.kept'], 'the features offered are not those offered before')]
}

/** Limits that the standard sets to what a device may state. */
function faultsOfLimit(field: ConfigField, value: number): readonly Fault[] {
  const bad = (clause: ClauseId, range: string) => [refusal('device', [clause], `${field} is ${value}, not ${range}`)]
  return match(field)
    .with('max_virtqueue_pairs', () => (value >= 1 && value <= 0x8000 ? [] : bad('net.config.device.1', '1 to 0x8000')))
    .with('rss_max_key_size', () => (value >= 40 ? [] : bad('net.config.device.7', 'at least 40')))
    .with('rss_max_indirection_table_length', () => (value >= 128 ? [] : bad('net.config.device.8', 'at least 128')))
    .with('mtu', () => mtuFaults(value, bad))
    .otherwise(() => [])
}

function mtuFaults(value: number, bad: (clause: ClauseId, range: string) => readonly Fault[]): readonly Fault[] {
  if (value < 68) return bad('net.config.device.2', '68 to 65535')
  return value < 1280 ? bad('net.config.device.3', 'at least 1280') : []
}
