import { coalescing } from './coalescing.ts'
import { config } from './config.ts'
import { ctrlAnnounce } from './ctrl-announce.ts'
import { ctrlMac } from './ctrl-mac.ts'
import { ctrlVlan } from './ctrl-vlan.ts'
import { flowFilter } from './flow-filter.ts'
import { hashReport } from './hash-report.ts'
import { innerHash } from './inner-hash.ts'
import { ipsec } from './ipsec.ts'
import { mergeable } from './mergeable.ts'
import { mq } from './mq.ts'
import { negotiation } from './negotiation.ts'
import { netConfig } from './net-config.ts'
import { netRx } from './net-rx.ts'
import { netTx } from './net-tx.ts'
import { notifications } from './notifications.ts'
import { offloads } from './offloads.ts'
import { other } from './other.ts'
import { packedRing } from './packed-ring.ts'
import { pci } from './pci.ts'
import { reset } from './reset.ts'
import { rss } from './rss.ts'
import { rssContext } from './rss-context.ts'
import { splitRing } from './split-ring.ts'
import { sriovAdmin } from './sriov-admin.ts'
import { stats } from './stats.ts'
import { status } from './status.ts'

/** Every area of the catalogue by name. */
export const areas = {
  coalescing,
  config,
  'ctrl-announce': ctrlAnnounce,
  'ctrl-mac': ctrlMac,
  'ctrl-vlan': ctrlVlan,
  'flow-filter': flowFilter,
  'hash-report': hashReport,
  'inner-hash': innerHash,
  ipsec,
  mergeable,
  mq,
  negotiation,
  'net-config': netConfig,
  'net-rx': netRx,
  'net-tx': netTx,
  notifications,
  offloads,
  other,
  'packed-ring': packedRing,
  pci,
  reset,
  rss,
  'rss-context': rssContext,
  'split-ring': splitRing,
  'sriov-admin': sriovAdmin,
  stats,
  status,
} as const
