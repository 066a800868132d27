import { turningDownSome } from './control-reply.ts'
import type { ReactionBug } from './reaction-bug.ts'

/** Seeded bugs of the commands for receive offloads and RSS contexts. */
export const offloadBugs: readonly ReactionBug[] = [
  turningDownSome(
    {
      id: 'offloads-never-off',
      says: 'GUEST_OFFLOADS_SET is turned down where it takes every offload away.',
      source: 'ours',
      property: 'offloads/subset',
      clause: 'net.offloads.def.2',
    },
    (command) => command.name === 'GUEST_OFFLOADS_SET' && command.offloads.length === 0,
  ),
  turningDownSome(
    {
      id: 'offloads-by-feature-bit',
      says: 'The bits of the tunnel offloads are taken for features 46 and 47, which were not negotiated.',
      source: 'ours',
      property: 'offloads/subset',
      clause: 'net.offloads.def.3',
    },
    (command) => command.name === 'GUEST_OFFLOADS_SET' && command.offloads.some((bit) => bit === 46 || bit === 47),
  ),
]
