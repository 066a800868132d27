import { type Dependency, dependencies, unmet } from '../../model/feature/dependency.ts'
import { statusBits } from '../../model/feature/negotiation.ts'
import { featuresNamed } from '../../model/feature/table.ts'
import { type FeatureSet, featureSet, union, without } from '../../model/kernel/bits.ts'
import type { DeviceShows, NetObservation } from '../../model/net/action.ts'
import { featureBytes, featuresOf } from '../../model/net/fields.ts'
import { littleEndian, numberOf } from '../../model/net/little-endian.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'

const isStatus = (entry: NetObservation): entry is DeviceShows =>
  entry.kind === 'device.shows' && entry.field === 'device_status'

/** Agrees to a feature whose requirement is not met, and is right about everything else. */
function lone({ feature, clause }: Dependency): ReactionBug {
  const name = feature.replace('VIRTIO_NET_F_', '')
  return {
    id: `agrees-to-lone-${name.toLowerCase().replaceAll('_', '-')}`,
    says: `FEATURES_OK stands for ${name} without what it requires.`,
    source: 'ours',
    property: 'negotiation/features-ok',
    clause,
    wrap: (session) =>
      altered(session, () => (entry, watch) => {
        if (entry.kind !== 'device.agrees') return [entry]
        const lacking = unmet(watch.features).filter(({ advice }) => advice === undefined)
        return [lacking[0]?.clause === clause ? { ...entry, ok: true } : entry]
      }),
  }
}

/** A bug for each requirement of the table. */
const loneFeatures = dependencies.filter(({ advice }) => advice === undefined).map(lone)

/** A device that shows another offer than its own: how it answers FEATURES_OK does not change. */
function offering(
  id: string,
  says: string,
  clause: ReactionBug['clause'],
  change: (offered: FeatureSet) => FeatureSet,
): ReactionBug {
  const wrap: ReactionBug['wrap'] = (session) =>
    altered(session, () => (entry) => {
      if (entry.kind !== 'device.shows' || entry.field !== 'device_features') return [entry]
      return [{ ...entry, value: featureBytes(change(featuresOf(entry.value))) }]
    })
  return { id, says, source: 'ours', property: 'negotiation/offer', clause, wrap }
}

/** A device that states a limit which the standard does not allow. */
function stating(
  field: DeviceShows['field'],
  value: number,
  facts: Pick<ReactionBug, 'id' | 'says' | 'source' | 'clause'>,
): ReactionBug {
  const wrap: ReactionBug['wrap'] = (session) =>
    altered(session, () => (entry) => {
      if (entry.kind !== 'device.shows' || entry.field !== field) return [entry]
      return [{ ...entry, value: littleEndian(value, entry.value.length / 2) }]
    })
  return { ...facts, property: 'negotiation/configuration', wrap }
}

/** Limits just beyond what is allowed. */
const limits: readonly ReactionBug[] = [
  stating('max_virtqueue_pairs', 0x8001, {
    id: 'states-too-many-pairs',
    says: 'max_virtqueue_pairs is one more than a device may have.',
    source: 'ours',
    clause: 'net.config.device.1',
  }),
  stating('rss_max_key_size', 39, {
    id: 'states-short-key',
    says: 'rss_max_key_size is one byte less than the standard demands.',
    source: 'ours',
    clause: 'net.config.device.7',
  }),
  stating('rss_max_indirection_table_length', 127, {
    id: 'states-short-table',
    says: 'rss_max_indirection_table_length is one entry less than the standard demands.',
    source: 'ours',
    clause: 'net.config.device.8',
  }),
]

/** Seeded bugs of the life cycle. */
export const negotiationBugs: readonly ReactionBug[] = [
  {
    id: 'agrees-to-anything',
    says: 'FEATURES_OK stands whatever the driver wrote.',
    source: 'ours',
    property: 'negotiation/features-ok',
    clause: 'core.features.device.3',
    wrap: (session) =>
      altered(session, () => (entry) => [entry.kind === 'device.agrees' ? { ...entry, ok: true } : entry]),
  },
  ...loneFeatures,
  offering(
    'offers-mq-alone',
    'MQ is offered, and CTRL_VQ, which it requires, is not.',
    'core.features.device.1',
    (set) => without(union(set, featuresNamed(['VIRTIO_NET_F_MQ'])), featuresNamed(['VIRTIO_NET_F_CTRL_VQ'])),
  ),
  offering('offers-reserved-bit', 'Bit 44 is offered, which is reserved.', 'core.features.device.4', (set) =>
    union(set, featureSet(44)),
  ),
  offering('offers-no-version-1', 'VIRTIO_F_VERSION_1 is not offered.', 'core.resfeat.device.1', (set) =>
    without(set, featuresNamed(['VIRTIO_F_VERSION_1'])),
  ),
  offering(
    'offers-less-when-read-again',
    'MAC was offered when the target was first looked at, and is not any more.',
    'house.features.kept',
    (set) => without(set, featuresNamed(['VIRTIO_NET_F_MAC'])),
  ),
  {
    id: 'declines-everything',
    says: 'FEATURES_OK never stands.',
    source: 'ours',
    property: 'negotiation/features-ok',
    clause: 'core.features.device.2',
    wrap: (session) =>
      altered(session, () => (entry) => [entry.kind === 'device.agrees' ? { ...entry, ok: false } : entry]),
  },
  {
    id: 'agrees-once',
    says: 'FEATURES_OK does not stand for a set for which it stood before.',
    source: 'ours',
    property: 'negotiation/again',
    clause: 'core.features.device.5',
    wrap: (session) =>
      altered(session, () => {
        const agreed = new Set<FeatureSet>()
        return (entry, { features }) => {
          if (entry.kind !== 'device.agrees' || !entry.ok) return [entry]
          const isNew = !agreed.has(features)
          agreed.add(features)
          return [{ ...entry, ok: isNew }]
        }
      }),
  },
  {
    id: 'born-acknowledged',
    says: 'After power-on device_status reads as if the driver had set ACKNOWLEDGE.',
    source: 'ours',
    property: 'negotiation/status',
    clause: 'core.status.def.1',
    wrap: (session) =>
      altered(session, () => {
        let touched = false
        return (entry, _, stimulus) => {
          if (stimulus?.kind !== 'driver.reads') touched = true
          return [!touched && isStatus(entry) ? { ...entry, value: littleEndian(1, 1) } : entry]
        }
      }),
  },
  {
    id: 'driver-bit-forgotten',
    says: 'DRIVER does not read back once it was set.',
    source: 'ours',
    property: 'negotiation/status',
    clause: 'house.status.kept',
    wrap: (session) =>
      altered(session, () => (entry) => {
        if (!isStatus(entry)) return [entry]
        return [{ ...entry, value: littleEndian(numberOf(entry.value) & ~statusBits.DRIVER, 1) }]
      }),
  },
  {
    id: 'reset-keeps-failed',
    says: 'A reset leaves FAILED set.',
    source: 'ours',
    property: 'negotiation/status',
    clause: 'core.reset.device.1',
    wrap: (session) =>
      altered(session, () => {
        let failed = false
        return (entry, _, stimulus) => {
          if (stimulus?.kind === 'driver.sets' && stimulus.bit === 'FAILED') failed = true
          const stuck = failed && stimulus?.kind === 'driver.resets' && entry.kind === 'device.shows'
          return [stuck ? { ...entry, value: littleEndian(128, 1) } : entry]
        }
      }),
  },
  {
    id: 'configuration-hidden',
    says: 'Fields of the configuration read as zero before FEATURES_OK.',
    source: 'ours',
    property: 'negotiation/configuration',
    clause: 'core.config.device.1',
    wrap: (session) =>
      altered(session, () => {
        let agreed = false
        return (entry, _, stimulus) => {
          if (entry.kind === 'device.agrees') agreed = entry.ok
          if (stimulus?.kind === 'driver.resets') agreed = false
          const hidden = !agreed && entry.kind === 'device.shows' && entry.field !== 'device_status'
          return [hidden ? { ...entry, value: littleEndian(0, entry.value.length / 2) } : entry]
        }
      }),
  },
  ...limits,
]
