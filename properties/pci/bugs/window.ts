import { alteredPci, ours, type PciBug } from './altered.ts'

const ofWindow = (id: string, clause: Parameters<typeof ours>[2], says: string) => ours(id, 'pci/window', clause, says)

/** Seeded bugs of the window in the configuration space. */
export const windowBugs: readonly PciBug[] = [
  {
    ...ofWindow(
      'pci-window-writes-lost',
      'pci.cfgaccess.device.2',
      'What is written to pci_cfg_data does not reach the BAR.',
    ),
    wrap: (session) =>
      alteredPci(
        session,
        () => (entry) => [entry],
        (stimulus) => stimulus.kind === 'driver.writes' && stimulus.through === 'window',
      ),
  },
  {
    ...ofWindow(
      'pci-window-reads-stale',
      'pci.cfgaccess.device.3',
      'pci_cfg_data reads what it held at the first read.',
    ),
    wrap: (session) =>
      alteredPci(session, () => {
        let first: number | undefined
        return (entry, _, stimulus) => {
          if (entry.kind !== 'device.shows' || stimulus?.kind !== 'driver.reads' || stimulus.through === 'bar')
            return [entry]
          first ??= entry.value
          return [{ ...entry, value: first }]
        }
      }),
  },
  {
    ...ours(
      'pci-window-kicks-lost',
      'pci/window-notification',
      'pci.cfgaccess.device.2',
      'A notification written to pci_cfg_data is none.',
    ),
    wrap: (session) =>
      alteredPci(
        session,
        () => (entry) => [entry],
        (stimulus) => stimulus.kind === 'driver.kicks' && stimulus.through === 'window',
      ),
  },
]
