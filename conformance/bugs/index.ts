import { controlClassBugs } from './control-classes.ts'
import type { EngineBug } from './engine-bug.ts'
import { filterBugs } from './filter.ts'
import { framingBugs } from './framing.ts'
import { hashBugs } from './hash.ts'
import { hostileBugs } from './hostile.ts'
import { innerHashBugs } from './inner-hash.ts'
import { lifeCycleBugs } from './life-cycle.ts'
import { mergeableBugs } from './mergeable.ts'
import { mtuBugs } from './mtu.ts'
import { notificationBugs } from './notifications.ts'
import { packedBugs } from './packed.ts'
import { pciBugs } from './pci.ts'
import { queueResetBugs } from './queue-reset.ts'
import { raceBugs } from './race.ts'
import { receiveOffloadBugs } from './receive-offload.ts'
import { ringBugs } from './ring.ts'
import { steeringBugs } from './steering.ts'
import { transmitBugs } from './transmit.ts'
import { tunnelBugs } from './tunnel.ts'

export type { EngineBug } from './engine-bug.ts'

/** Every bug seeded in the engine's source. */
export const engineBugs: readonly EngineBug[] = [
  ...lifeCycleBugs,
  ...ringBugs,
  ...framingBugs,
  ...packedBugs,
  ...queueResetBugs,
  ...hostileBugs,
  ...raceBugs,
  ...steeringBugs,
  ...hashBugs,
  ...innerHashBugs,
  ...filterBugs,
  ...controlClassBugs,
  ...mergeableBugs,
  ...mtuBugs,
  ...transmitBugs,
  ...receiveOffloadBugs,
  ...tunnelBugs,
  ...notificationBugs,
  ...pciBugs,
]
