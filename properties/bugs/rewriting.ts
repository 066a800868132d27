import { arrayOf, type Bytes, hexOf, sliceOf } from '../../model/kernel/bytes.ts'
import type { DeviceUses } from '../../model/net/action.ts'
import { hashesOf } from '../../model/net/hash.ts'
import { type Hash, hashOf } from '../../model/net/steering.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import { decodeNetHeader, encodeNetHeader, type NetHeader } from '../../model/wire/net-header.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'
import type { Watch } from './watch.ts'

/** What becomes of a received header. */
export type HeaderChange = (header: NetHeader, use: DeviceUses, watch: Watch) => NetHeader

/** A bug that rewrites received headers. */
export function rewriting(bug: Omit<ReactionBug, 'wrap'>, change: HeaderChange): ReactionBug {
  return {
    ...bug,
    wrap: (session) =>
      altered(session, () => (entry, watch) => [watch.isPlacement(entry) ? rewritten(entry, watch, change) : entry]),
  }
}

/** A used receive buffer with another header. */
export function rewritten(use: DeviceUses, watch: Watch, change: HeaderChange): DeviceUses {
  const size = watch.headerSize
  const header = decodeNetHeader(arrayOf(use.bytes), size)
  if (!header.ok) return use
  const changed = hexOf(encodeNetHeader(change(header.value, use, watch), size))
  return { ...use, bytes: (changed + sliceOf(use.bytes, size)) as Bytes } // Bytes, joined
}

/** The header with another hash, where the frame has one by these types. */
export function withHash(header: NetHeader, hash: Hash | undefined): NetHeader {
  return hash === undefined ? header : { ...header, hashReport: hash.report, hashValue: hash.value }
}

const keyed = (command: ControlCommand | undefined) =>
  command?.name === 'RSS_CONFIG' || command?.name === 'HASH_CONFIG' ? command : undefined

/** The hash of a frame by other types or another key than those in force. */
export function hashBy(use: DeviceUses, watch: Watch, types: (enabled: number) => number, key: (key: Bytes) => Bytes) {
  const command = keyed(watch.inForce)
  if (command === undefined) return undefined
  const [input] = hashesOf(watch.frameIn(use), types(command.hashTypes))
  return input === undefined ? undefined : hashOf(key(command.key), input)
}

/** The hash of a frame by one set of types in the place of those in force, under the key in force. */
export const hashUnder = (use: DeviceUses, watch: Watch, types: (enabled: number) => number) =>
  hashBy(use, watch, types, (key) => key)
