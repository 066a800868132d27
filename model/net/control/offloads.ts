import { feature } from '../../feature/table.ts'
import { includes } from '../../kernel/bits.ts'
import type { GuestOffloadsSet } from '../../wire/control/offloads.ts'
import { offloadsOf } from '../offloads.ts'
import type { Setting } from '../setting.ts'
import type { CommandRule } from './command-rule.ts'

/** The offloads whose bits are not those of their features. @clause net.offloads.def.3 */
const TUNNEL_OFFLOADS: readonly number[] = [46, 47]

/** The setting after a command of the class that has no meaning was taken. */
export const unsettledOffloads = (setting: Setting): Setting => ({ ...setting, offloads: 'anyhow' })

/** The whole set is replaced. @clause net.offloads.def.2 net.offloads.driver.1 */
export const guestOffloadsSet: CommandRule<GuestOffloadsSet> = {
  isValid({ offloads }, { features }) {
    const able = offloadsOf(features)
    return (
      includes(features, feature('VIRTIO_NET_F_CTRL_GUEST_OFFLOADS')) && offloads.every((bit) => able.includes(bit))
    )
  },
  clauseOf: ({ offloads }) =>
    offloads.some((bit) => TUNNEL_OFFLOADS.includes(bit)) ? 'net.offloads.def.3' : 'net.offloads.def.2',
  setting: (setting, { offloads }) => ({ ...setting, offloads }),
  unsettled: unsettledOffloads,
}
