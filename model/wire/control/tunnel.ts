import { VIRTIO_NET_CTRL_HASH_TUNNEL_SET } from '../control-class.ts'
import { type Decoded, decoded } from '../decoded.ts'
import type { CommandBody } from './body.ts'
import { decodeFields, encodeFields, type Fields } from './fields.ts'

/** VIRTIO_NET_CTRL_HASH_TUNNEL_SET: the encapsulations whose inner header is hashed. @clause net.inner-hash.def.2 */
export interface HashTunnelSet {
  readonly name: 'HASH_TUNNEL_SET'
  /** `enabled_tunnel_types`, a bitmask. */
  readonly tunnels: number
}

const fields: Fields<'tunnels'> = [['tunnels', 32]]

/** The body of the command. @throws RangeError for a bitmask that does not fit */
export const encodeTunnel = (command: HashTunnelSet): CommandBody => ({
  command: VIRTIO_NET_CTRL_HASH_TUNNEL_SET,
  data: encodeFields(fields, command),
})

/** The command of this class that a body is; `undefined` where its number is not known. */
export function decodeTunnel({ command, data }: CommandBody): Decoded<HashTunnelSet> | undefined {
  if (command !== VIRTIO_NET_CTRL_HASH_TUNNEL_SET) return undefined
  const read = decodeFields(fields, data, 'enabled_tunnel_types')
  return read.ok ? decoded({ name: 'HASH_TUNNEL_SET', ...read.value }) : read
}
