import { feature } from '../../feature/table.ts'
import { includes } from '../../kernel/bits.ts'
import type { AnnounceAck, FilterCommand, RxModeCommand } from '../../wire/control/filter.ts'
import { filterAfter, isBasic, isValidFilterCommand } from '../filter.ts'
import { filterOf, type Setting } from '../setting.ts'
import type { CommandRule } from './command-rule.ts'

/** Receiving where a command that the standard gives no meaning to was taken, and the rest of a setting as it is. */
export const unsettledFilter = (setting: Setting): Setting => ({
  ...setting,
  filter: { ...filterOf(setting), anyhow: true },
})

/** Addresses that devices customarily have room for. */
const CUSTOMARY = 64

/** A device that is given too many addresses receives more than it should, and does not say so. @clause net.mac.def.2 */
const isLong = (command: FilterCommand): boolean =>
  command.name === 'MAC_TABLE_SET' && command.unicast.length + command.multicast.length > CUSTOMARY

/** Commands for the tables and the address. */
export const filtering: CommandRule<FilterCommand> = {
  isValid: (command, { features }) => isValidFilterCommand(command, features),
  clauseOf: (command) => (isLong(command) ? 'net.mac.def.2' : 'house.control.valid'),
  setting: (setting, command) => ({ ...setting, filter: filterAfter(filterOf(setting), command) }),
  unsettled: unsettledFilter,
}

/** Receive modes. @clause net.rx-mode.device.1 net.rx-mode.device.5 */
export const rxMode: CommandRule<RxModeCommand> = {
  ...filtering,
  clauseOf: ({ mode }) => (isBasic(mode) ? 'net.rx-mode.device.1' : 'net.rx-mode.device.5'),
}

/** What it changes is no setting. @clause net.announce.driver.2 */
export const announceAck: CommandRule<AnnounceAck> = {
  isValid: (_, { features }) => includes(features, feature('VIRTIO_NET_F_GUEST_ANNOUNCE')),
  clauseOf: () => 'house.control.valid',
  setting: (setting) => setting,
  unsettled: (setting) => setting,
}
