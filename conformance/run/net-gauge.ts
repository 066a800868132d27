import { type FeatureName, feature } from '../../model/feature/table.ts'
import { type FeatureSet, includes } from '../../model/kernel/bits.ts'
import type { ChainId } from '../../model/net/action.ts'
import type { Entry } from '../../properties/target.ts'
import type { Gauge, Reached } from './reached.ts'

/** Features by which rings are no plain split ones. */
const PECULIAR: readonly FeatureName[] = [
  'VIRTIO_F_RING_PACKED',
  'VIRTIO_F_INDIRECT_DESC',
  'VIRTIO_F_EVENT_IDX',
  'VIRTIO_F_IN_ORDER',
]

/** What makes rings, and the chains in them, unlike others, and what it is called in a report. */
const ringWords: readonly (readonly [FeatureName, string])[] = [
  ['VIRTIO_F_INDIRECT_DESC', 'indirect'],
  ['VIRTIO_F_EVENT_IDX', 'event-idx'],
  ['VIRTIO_F_IN_ORDER', 'in-order'],
  ['VIRTIO_NET_F_MRG_RXBUF', 'mergeable'],
  ['VIRTIO_NET_F_HASH_REPORT', 'hash-report'],
]

/** What rings under these features are called, `packed rings + indirect + in-order`; split rings without further features have no name. */
function ringLabel(features: FeatureSet): string | undefined {
  const has = (name: FeatureName): boolean => includes(features, feature(name))
  const isPlain = !PECULIAR.some(has)
  const format = has('VIRTIO_F_RING_PACKED') ? 'packed rings' : 'split rings'
  return isPlain ? undefined : [format, ...ringWords.flatMap(([name, word]) => (has(name) ? [word] : []))].join(' + ')
}

/** What histories of the network device reach. */
export class NetGauge implements Gauge<Entry> {
  private frames = { placed: 0, sent: 0 }
  private commands = 0
  private resets = 0
  private interrupts = 0
  private readonly combinations = new Set<bigint>()
  /** Chains used, by what their rings are called. */
  private readonly chains = new Map<string, number>()
  private rings: string | undefined

  add(log: readonly Entry[]): void {
    const buffers = new Set<ChainId>()
    for (const entry of log) this.entry(entry, buffers)
  }

  private entry(entry: Entry, buffers: Set<ChainId>): void {
    switch (entry.kind) {
      case 'driver.resets':
        this.resets++
        break
      case 'driver.accepts':
        this.combinations.add(entry.features)
        this.rings = ringLabel(entry.features)
        break
      case 'driver.offers':
        buffers.add(entry.chain)
        break
      case 'device.uses':
        if (buffers.has(entry.chain)) this.frames.placed++
        if (this.rings !== undefined) this.chains.set(this.rings, (this.chains.get(this.rings) ?? 0) + 1)
        break
      case 'device.acknowledges':
        this.commands++
        break
      case 'device.sends':
        this.frames.sent++
        break
      case 'device.interrupts':
        this.interrupts++
        break
      default:
    }
  }

  counters(): Reached {
    return {
      'frames placed': this.frames.placed,
      'frames sent': this.frames.sent,
      'commands acknowledged': this.commands,
      resets: this.resets,
      interrupts: this.interrupts,
      'feature combinations': this.combinations.size,
      ...Object.fromEntries([...this.chains].map(([rings, count]) => [`chains on ${rings}`, count])),
    }
  }
}
