import { has } from '../feature.ts'
import type { CommandClass, CommandParts } from './class.ts'

const tunnel = { SET: 0 } as const
const typesLength = 4

/** The class VIRTIO_NET_CTRL_HASH_TUNNEL of a device. @clause net.inner-hash.device.2 net.inner-hash.device.3 */
export function createTunnelCommands({ layout, memory: { view }, limits, negotiated }: CommandParts): CommandClass {
  return {
    execute(command, at, length) {
      if (command !== tunnel.SET || !has(negotiated(), 'HASH_TUNNEL') || length !== typesLength) return false
      const types = view.getUint32(at, true)
      if ((types & ~limits.tunnelTypes) !== 0) return false
      layout.tunnelTypes[0] = types
      return true
    },
  }
}
