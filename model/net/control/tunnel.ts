import { feature } from '../../feature/table.ts'
import { includes } from '../../kernel/bits.ts'
import type { HashTunnelSet } from '../../wire/control/tunnel.ts'
import type { Setting } from '../setting.ts'
import type { CommandRule } from './command-rule.ts'

/** The setting after a command of the class that has no meaning was taken. */
export const unsettledTunnel = (setting: Setting): Setting => ({ ...setting, tunnels: 'anyhow' })

/** @clause net.inner-hash.driver.1 net.inner-hash.driver.2 net.inner-hash.device.3 */
export const hashTunnelSet: CommandRule<HashTunnelSet> = {
  isValid: ({ tunnels }, { features, config: { tunnelTypes = 0 } }) =>
    includes(features, feature('VIRTIO_NET_F_HASH_TUNNEL')) && (tunnels & ~tunnelTypes) === 0,
  clauseOf: ({ tunnels }) => (tunnels === 0 ? 'net.inner-hash.device.3' : 'net.inner-hash.def.2'),
  setting: (setting, { tunnels }) => ({ ...setting, tunnels }),
  unsettled: unsettledTunnel,
}
