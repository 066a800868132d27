import { coalescingBugs } from './coalescing.ts'
import { configurationBugs } from './configuration.ts'
import { filterBugs } from './filter.ts'
import { hashBugs } from './hash.ts'
import { hashTypeBugs } from './hash-type.ts'
import { hostileBugs } from './hostile.ts'
import { innerHashBugs } from './inner-hash.ts'
import { lifeCycleBugs } from './life-cycle.ts'
import { mergeableBugs } from './mergeable.ts'
import { mtuBugs } from './mtu.ts'
import { negotiationBugs } from './negotiation.ts'
import { notificationBugs } from './notifications.ts'
import { offloadBugs } from './offloads.ts'
import { packedBugs } from './packed.ts'
import { queueResetBugs } from './queue-reset.ts'
import { raceBugs } from './race.ts'
import type { ReactionBug } from './reaction-bug.ts'
import { receiveOffloadBugs } from './receive-offload.ts'
import { ringBugs } from './ring.ts'
import { rssContextBugs } from './rss-context.ts'
import { statisticsBugs } from './statistics.ts'
import { steeringBugs } from './steering.ts'
import { supportBugs } from './support.ts'
import { transmitBugs } from './transmit.ts'
import { tunnelBugs } from './tunnel.ts'

/** Every bug seeded in reactions, by theme. */
export const reactionBugs: readonly ReactionBug[] = [
  ...negotiationBugs,
  ...lifeCycleBugs,
  ...ringBugs,
  ...packedBugs,
  ...notificationBugs,
  ...queueResetBugs,
  ...hostileBugs,
  ...raceBugs,
  ...steeringBugs,
  ...supportBugs,
  ...hashBugs,
  ...hashTypeBugs,
  ...innerHashBugs,
  ...filterBugs,
  ...configurationBugs,
  ...mtuBugs,
  ...mergeableBugs,
  ...transmitBugs,
  ...receiveOffloadBugs,
  ...tunnelBugs,
  ...offloadBugs,
  ...coalescingBugs,
  ...statisticsBugs,
  ...rssContextBugs,
]
