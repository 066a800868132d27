import { littleEndian } from '../../model/net/fields.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'

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
]
