import type { PciTerms } from '../../properties/pci/terms.ts'
import type { EntryOf } from '../../properties/terms.ts'
import type { Gauge, Reached } from './reached.ts'

/** What is counted, by the kind of the entry that counts. */
const counted = {
  'device.lists': 'scans',
  'device.shows': 'registers read',
  'driver.writes': 'registers written',
  'device.reveals': 'configuration read',
  'device.uses': 'buffers used',
  'device.signals': 'messages',
  'driver.resets': 'resets',
  'driver.resetsQueue': 'queue resets',
  'admin.links': 'changes of the link',
} as const satisfies Partial<Record<EntryOf<PciTerms>['kind'], string>>

/** What histories of a PCI function reach. */
export class PciGauge implements Gauge<EntryOf<PciTerms>> {
  private readonly counts = new Map<string, number>(Object.values(counted).map((name) => [name, 0]))

  add(log: readonly EntryOf<PciTerms>[]): void {
    for (const { kind } of log) {
      const name = (counted as Readonly<Partial<Record<string, string>>>)[kind]
      if (name !== undefined) this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
    }
  }

  counters(): Reached {
    return Object.fromEntries(this.counts)
  }
}
