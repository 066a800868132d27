import { statusBits } from '../../model/feature/negotiation.ts'
import { feature } from '../../model/feature/table.ts'
import { type FeatureSet, includes } from '../../model/kernel/bits.ts'
import { queueIndex } from '../../model/kernel/brand.ts'
import { type Bytes, lengthOf, sliceOf } from '../../model/kernel/bytes.ts'
import type { DeviceShows, NetObservation, NetStimulus } from '../../model/net/action.ts'
import { littleEndian, numberOf } from '../../model/net/little-endian.ts'
import { added } from './added.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'

/** Whether queues are enabled and DRIVER_OK is awaited, as far as the stimuli tell. */
function awaitsDriverOk(): (stimulus: NetStimulus) => boolean {
  let awaits = false
  return (stimulus) => {
    if (stimulus.kind === 'driver.enables') awaits = true
    if (stimulus.kind === 'driver.sets' || stimulus.kind === 'driver.resets') awaits = false
    return awaits
  }
}

/** A device that shows something when a frame is handed over before DRIVER_OK. */
const early =
  (shows: (stimulus: NetStimulus & { kind: 'driver.transmits' }) => NetObservation): ReactionBug['wrap'] =>
  (session) =>
    added(session, () => {
      const awaits = awaitsDriverOk()
      return (stimulus) => (awaits(stimulus) && stimulus.kind === 'driver.transmits' ? [shows(stimulus)] : [])
    })

const hashes = (features: FeatureSet): boolean => includes(features, feature('VIRTIO_NET_F_HASH_REPORT'))

/** The bytes of a used receive buffer with the header that other features give. */
function reheaded(bytes: Bytes, features: FeatureSet): Bytes {
  const base = sliceOf(bytes, 0, 12)
  return hashes(features)
    ? (`${base}${'00'.repeat(8)}${sliceOf(bytes, 12)}` as Bytes)
    : ((base + sliceOf(bytes, 20)) as Bytes)
}

/** device_status without DEVICE_NEEDS_RESET. */
const sound = ({ field, value }: DeviceShows): Bytes =>
  field === 'device_status' ? littleEndian(numberOf(value) & ~statusBits.DEVICE_NEEDS_RESET, 1) : value

/** A device whose status shows another end of a request than the one it came to. */
const turningTo =
  (kind: NetStimulus['kind'], right: number, wrong: number): ReactionBug['wrap'] =>
  (session) =>
    altered(session, () => (entry, _, stimulus) => {
      const ended = stimulus?.kind === kind && entry.kind === 'device.shows' && numberOf(entry.value) === right
      return [ended ? { ...entry, value: littleEndian(wrong, 1) } : entry]
    })

/** A device that shows something when a stimulus comes while it is suspended. */
const whileSuspended =
  (kind: NetStimulus['kind'], shows: NetObservation): ReactionBug['wrap'] =>
  (session) =>
    added(session, () => {
      let suspended = false
      return (stimulus, seen) => {
        const status = seen.findLast((entry) => entry.kind === 'device.shows')
        if (status?.kind === 'device.shows') suspended = status.value === '1b'
        return suspended && stimulus.kind === kind ? [shows] : []
      }
    })

/** Seeded bugs of what holds at which step of a device's life. */
export const lifeCycleBugs: readonly ReactionBug[] = [
  {
    id: 'uses-before-driver-ok',
    says: 'A chain of a transmit queue is used as soon as it is made available, DRIVER_OK or not.',
    source: 'ours',
    property: 'life-cycle/driver-ok',
    clause: 'core.status.device.1',
    wrap: early(({ queue, chain }) => ({ kind: 'device.uses', queue, chain, length: 0, bytes: '' as Bytes })),
  },
  {
    id: 'sends-before-driver-ok',
    says: 'A frame leaves as soon as it is handed over, DRIVER_OK or not; the chain is used later.',
    source: 'ours',
    property: 'life-cycle/driver-ok',
    clause: 'core.status.device.1',
    wrap: early(({ bytes }) => ({ kind: 'device.sends', bytes })),
  },
  {
    id: 'notifies-before-driver-ok',
    says: 'A used buffer notification is sent for a queue that was filled before DRIVER_OK.',
    source: 'ours',
    property: 'life-cycle/driver-ok',
    clause: 'core.status.device.1',
    wrap: early(({ queue }) => ({ kind: 'device.interrupts', queue })),
  },
  {
    id: 'features-thawed',
    says: 'Features written after FEATURES_OK give the header another length.',
    source: 'ours',
    property: 'life-cycle/frozen',
    clause: 'core.features.def.1',
    wrap: (session) =>
      altered(session, () => (entry, watch) => {
        if (watch.rewritten === undefined || !watch.isPlacement(entry)) return [entry]
        if (hashes(watch.rewritten) === watch.reports) return [entry]
        const bytes = reheaded(entry.bytes, watch.rewritten)
        return [{ ...entry, bytes, length: lengthOf(bytes) }]
      }),
  },
  {
    id: 'asks-for-reset-in-silence',
    says: 'DEVICE_NEEDS_RESET is set after DRIVER_OK, and no configuration change notification follows.',
    source: 'ours',
    property: 'life-cycle/needs-reset',
    clause: 'core.status.device.3',
    wrap: (session) => altered(session, () => (entry) => (entry.kind === 'device.changes' ? [] : [entry])),
  },
  {
    id: 'stops-without-asking',
    says: 'Once a queue is broken the device stops, and DEVICE_NEEDS_RESET is never set.',
    source: 'ours',
    property: 'life-cycle/needs-reset',
    clause: 'core.status.device.2',
    wrap: (session) =>
      altered(session, () => (entry, watch) => {
        if (entry.kind === 'device.shows') return [{ ...entry, value: sound(entry) }]
        return watch.rewound && entry.kind !== 'device.rests' ? [] : [entry]
      }),
  },
  {
    id: 'generation-stuck',
    says: 'config_generation stays what it is, whatever changes.',
    source: 'ours',
    property: 'life-cycle/link',
    clause: 'core.config.def.1',
    wrap: (session) =>
      altered(session, () => (entry) => {
        const isGeneration = entry.kind === 'device.shows' && entry.field === 'config_generation'
        return [isGeneration ? { ...entry, value: littleEndian(0, 1) } : entry]
      }),
  },
  {
    id: 'link-untold',
    says: 'The link goes up or down, and the driver is not told.',
    source: 'ours',
    property: 'life-cycle/link',
    clause: 'house.configuration.told',
    wrap: (session) => {
      let linked = false
      const faulty = altered(session, () => (entry) => (linked && entry.kind === 'device.changes' ? [] : [entry]))
      return {
        ...faulty,
        perform(stimulus) {
          linked ||= stimulus.kind === 'admin.links'
          return faulty.perform(stimulus)
        },
      }
    },
  },
  {
    id: 'suspends-before-driver-ok',
    says: 'SUSPEND reads back set whenever the driver sets it.',
    source: 'ours',
    property: 'life-cycle/suspend',
    clause: 'core.suspend.device.1',
    wrap: (session) =>
      altered(session, () => (entry, _, stimulus) => {
        const set = stimulus?.kind === 'driver.suspends' && entry.kind === 'device.shows'
        return [set ? { ...entry, value: littleEndian(numberOf(entry.value) | statusBits.SUSPEND, 1) } : entry]
      }),
  },
  {
    id: 'suspends-not',
    says: 'A device that is asked to suspend itself goes on, and says so.',
    source: 'ours',
    property: 'life-cycle/suspend',
    clause: 'core.suspend.device.6',
    wrap: turningTo('driver.suspends', 0x1b, 0x0f),
  },
  {
    id: 'resumes-not',
    says: 'A suspended device stays so, whatever the driver sets.',
    source: 'ours',
    property: 'life-cycle/suspend',
    clause: 'core.suspend.device.7',
    wrap: turningTo('driver.resumes', 0x0f, 0x1b),
  },
  {
    id: 'notifies-while-suspended',
    says: 'A frame that comes while the device is suspended is announced as if it had been placed.',
    source: 'ours',
    property: 'life-cycle/suspend',
    clause: 'core.suspend.device.3',
    wrap: whileSuspended('wire.arrives', { kind: 'device.interrupts', queue: queueIndex(0) }),
  },
  {
    id: 'tells-while-suspended',
    says: 'A change of the link is announced while the device is suspended.',
    source: 'ours',
    property: 'life-cycle/suspend',
    clause: 'core.suspend.device.4',
    wrap: whileSuspended('admin.links', { kind: 'device.changes' }),
  },
  {
    id: 'change-slept-over',
    says: 'What changed while the device was suspended is never announced.',
    source: 'ours',
    property: 'life-cycle/suspend',
    clause: 'core.suspend.device.5',
    wrap: (session) => altered(session, () => (entry) => (entry.kind === 'device.changes' ? [] : [entry])),
  },
]
