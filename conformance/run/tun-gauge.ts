import type { EntryOf } from '../../properties/terms.ts'
import type { TunTerms } from '../../properties/tun/terms.ts'
import type { Gauge, Reached } from './reached.ts'

/** What is counted, by the kind of the entry that counts. */
const counted = {
  'wire.arrives': 'frames sent',
  'device.delivers': 'frames read',
  'device.drops': 'frames not taken',
  'device.emits': 'frames written',
  'user.attaches': 'TUNSETIFF',
  'user.switches': 'TUNSETQUEUE',
  'user.requests': 'other ioctls',
} as const satisfies Partial<Record<EntryOf<TunTerms>['kind'], string>>

/** What histories of a tun device reach. */
export class TunGauge implements Gauge<EntryOf<TunTerms>> {
  private readonly counts = new Map<string, number>()

  add(log: readonly EntryOf<TunTerms>[]): void {
    for (const entry of log) {
      const name = (counted as Readonly<Partial<Record<string, string>>>)[entry.kind]
      if (name !== undefined) this.count(name, 1)
      if (entry.kind === 'user.teaches') this.count('flows taught', entry.count)
      if (entry.kind === 'device.returns' && entry.error !== 'none') this.count('calls that fail', 1)
    }
  }

  counters(): Reached {
    return Object.fromEntries(this.counts)
  }

  private count(name: string, more: number): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + more)
  }
}
