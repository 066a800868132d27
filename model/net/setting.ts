import type { Bytes } from '../kernel/bytes.ts'
import type { RssConfigCommand } from '../wire/control-command.ts'
import { defaultFilter, type Filter } from './filter.ts'

/**
 * How frames are steered to receive queues.
 *
 * - `first`: receiveq1 only, as after reset
 * - `automatic`: any of the first `pairs` receive queues, as the device sees fit
 * - `rss`: by hash, mask and table
 * - `anywhere`: a command that the standard gives no meaning to was acknowledged with OK
 */
export type Steering =
  | { readonly kind: 'first' }
  | { readonly kind: 'automatic'; readonly pairs: number }
  | { readonly kind: 'rss'; readonly rss: RssConfigCommand }
  | { readonly kind: 'anywhere' }

/**
 * How hashes are calculated.
 *
 * - `none`: nothing is enabled
 * - `enabled`: these types under this key. `binding` where the calculation is prescribed (RSS steering); elsewhere a device
 *   attempts it, and may report NONE for any reason
 * - `anyhow`: a command that the standard gives no meaning to was acknowledged with OK
 */
export type Hashing =
  | { readonly kind: 'none' }
  | { readonly kind: 'enabled'; readonly types: number; readonly key: Bytes; readonly binding: boolean }
  | { readonly kind: 'anyhow' }

/** The configuration that the control queue sets. */
export interface Setting {
  readonly steering: Steering
  readonly hashing: Hashing
  /** What is to be received; as after power-on where nothing was said. */
  readonly filter?: Filter
  /** The receive offloads in force; those that were negotiated where this is absent. @clause net.offloads.def.1 */
  readonly offloads?: readonly number[] | 'anyhow'
  /** `enabled_tunnel_types`; none where this is absent. @clause net.inner-hash.def.1 */
  readonly tunnels?: number | 'anyhow'
}

/** After reset: one receive queue, no hash. @clause net.mq.device.7 net.hash-report.def.5 */
export const defaultSetting: Setting = { steering: { kind: 'first' }, hashing: { kind: 'none' } }

/** What a setting says of receiving. */
export const filterOf = ({ filter = defaultFilter }: Setting): Filter => filter
