import type { Bytes } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import type { ConfigField } from './config-field.ts'
import { numberOf } from './little-endian.ts'
import { has } from './numbering.ts'
import type { NetState } from './state.ts'

/** What was read of the link while it was up, since it came up or the driver began. */
export interface LinkSpeed {
  readonly speed?: Bytes
  readonly duplex?: Bytes
}

/** Nothing was read. */
export const noSpeed: LinkSpeed = {}

const isSpeed = (field: ConfigField): field is keyof LinkSpeed => field === 'speed' || field === 'duplex'

/** The fastest link there can be, in Mbit/s, and the two values that stand for not knowing. */
const FASTEST = 0x7fff_ffff
const UNKNOWN = { speed: 0xffff_ffff, duplex: 0xff } as const

/** What the values of `speed` and `duplex` break once SPEED_DUPLEX is negotiated: their range, and that they stay. */
export function faultsOfSpeed(state: NetState, field: ConfigField, value: Bytes): readonly Fault[] {
  if (!isSpeed(field) || !has(state, 'VIRTIO_NET_F_SPEED_DUPLEX')) return []
  const number = numberOf(value)
  if (number > { speed: FASTEST, duplex: 1 }[field] && number !== UNKNOWN[field]) {
    const clause = field === 'speed' ? 'net.config.device.10' : 'net.config.device.11'
    return [refusal('device', [clause], `${field} is 0x${number.toString(16)}, which is no value for it`)]
  }
  const before = state.linkSpeed[field]
  if (before === undefined || before === value) return []
  return [refusal('device', ['net.config.device.12'], `${field} changed while the link was up`)]
}

/** What is known of the link once a field was read. */
export function linkSpeedWith(state: NetState, field: ConfigField, value: Bytes): LinkSpeed {
  const binds = isSpeed(field) && state.link && has(state, 'VIRTIO_NET_F_STATUS')
  return binds && has(state, 'VIRTIO_NET_F_SPEED_DUPLEX') ? { ...state.linkSpeed, [field]: value } : state.linkSpeed
}
