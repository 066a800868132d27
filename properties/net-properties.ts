import { coalescing } from './coalescing.ts'
import { configuration } from './configuration.ts'
import { filter } from './filter.ts'
import { framings } from './framing.ts'
import { hashReport } from './hash-report.ts'
import { hostile } from './hostile.ts'
import { innerHash } from './inner-hash.ts'
import { lifeCycle } from './life-cycle.ts'
import { mergeable } from './mergeable.ts'
import { mtu } from './mtu.ts'
import { negotiation } from './negotiation.ts'
import { notifications } from './notifications.ts'
import { offloads } from './offloads.ts'
import { packed } from './packed.ts'
import type { Property } from './property.ts'
import { queueReset } from './queue-reset.ts'
import { receiveOffload } from './receive-offload.ts'
import { ring } from './ring.ts'
import { rssContexts } from './rss-context.ts'
import { statistics } from './statistics.ts'
import { steering } from './steering.ts'
import { transmission } from './transmit.ts'
import { tunnel } from './tunnel.ts'

/** Every property of the network device, by theme. */
export const netProperties: readonly Property[] = [
  ...negotiation,
  ...lifeCycle,
  ...ring,
  ...framings,
  ...packed,
  ...notifications,
  ...queueReset,
  ...transmission,
  ...hostile,
  ...steering,
  ...hashReport,
  ...innerHash,
  ...mergeable,
  ...filter,
  ...configuration,
  ...mtu,
  ...receiveOffload,
  ...tunnel,
  ...offloads,
  ...coalescing,
  ...statistics,
  ...rssContexts,
]
