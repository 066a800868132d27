import type { EngineBug } from './engine-bug.ts'

/** Bugs of the engine that show while configuration, traffic and notifications race. */
export const raceBugs: readonly EngineBug[] = [
  {
    id: 'engine-flush-on-apply',
    says: 'Frames that wait when a configuration takes effect are lost.',
    source: 'ours',
    property: 'rss/reconfiguration',
    clause: 'house.frame.lost',
    file: 'engine/receive.ts',
    old: `      waiting++
      return true
    },
    waiting: () => waiting,
    step() {`,
    new: `      const now = ['steersByTable', 'activePairs', 'tableMask', 'table'].map((name) => layout[name].join()).join()
      if (waiting === 0) layout.busy = now
      waiting++
      return true
    },
    waiting: () => waiting,
    step() {
      if (layout.busy !== ['steersByTable', 'activePairs', 'tableMask', 'table'].map((name) => layout[name].join()).join()) {
        waiting = 0
        return
      }`,
  },
  {
    id: 'engine-stale-until-idle',
    says: 'A configuration is acknowledged at once and steers frames only once none waits: until then they follow the one before, whenever they came.',
    source: 'ours',
    property: 'rss/reconfiguration',
    clause: 'house.control.effect',
    file: 'engine/receive.ts',
    old: `      waiting++
      return true
    },
    waiting: () => waiting,
    step() {
      const frame = frameAt(first)
      const length = backlogLength[first] as number
      first = (first + 1) % places
      waiting--
      if (!filter.passes(frame, length)) {
        count(layout.dropsFiltered, 0)
        return
      }
      reader.read(frame, length)
      hash()
      place(steering.receiveQueue(), frame, length)
    },`,
    new: `      const names = ['steersByTable', 'activePairs', 'tableMask', 'table', 'unclassifiedPair', 'hashTypes', 'hashTable']
      const columns = names.map((name) => layout[name])
      const copies = () => columns.map((column) => column.slice())
      if (waiting === 0) layout.held = { columns, copies, old: copies() }
      waiting++
      return true
    },
    waiting: () => waiting,
    step() {
      const frame = frameAt(first)
      const length = backlogLength[first] as number
      first = (first + 1) % places
      waiting--
      const { columns, copies, old } = layout.held
      const fresh = copies()
      columns.forEach((column, at) => column.set(old[at]))
      reader.read(frame, length)
      hash()
      place(steering.receiveQueue(), frame, length)
      columns.forEach((column, at) => column.set(fresh[at]))
    },`,
  },
  {
    id: 'engine-acknowledged-early',
    says: 'A configuration is acknowledged before it is in force: the frame steered next still follows the one before.',
    source: 'ours',
    property: 'rss/reconfiguration',
    clause: 'house.control.effect',
    file: 'engine/receive.ts',
    old: `      waiting--
      if (!filter.passes(frame, length)) {
        count(layout.dropsFiltered, 0)
        return
      }
      reader.read(frame, length)
      hash()
      place(steering.receiveQueue(), frame, length)
    },
    clear() {`,
    new: `      waiting--
      const names = ['steersByTable', 'activePairs', 'tableMask', 'table', 'unclassifiedPair', 'hashTypes', 'hashTable']
      const columns = names.map((name) => layout[name])
      const now = columns.map((column) => column.slice())
      const before = layout.before ?? now
      columns.forEach((column, at) => column.set(before[at]))
      reader.read(frame, length)
      hash()
      place(steering.receiveQueue(), frame, length)
      columns.forEach((column, at) => column.set(now[at]))
      layout.before = now
    },
    clear() {
      layout.before = undefined`,
  },
  {
    id: 'engine-table-torn',
    says: 'Mask, key and types of a configuration are in force before its table: frames at that moment follow a mixture.',
    source: 'ours',
    property: 'rss/reconfiguration',
    clause: 'house.control.effect',
    file: 'engine/command/mq.ts',
    old: 'for (let entry = 0; entry < entries; entry++) layout.table[entry] = view.getUint16(table + 2 * entry, true)',
    new: `const values = Array.from({ length: entries }, (_, entry) => view.getUint16(table + 2 * entry, true))
    queueMicrotask(() => layout.table.set(values))`,
  },
  {
    id: 'engine-flag-sampled-early',
    says: 'Whether to notify is decided by what avail.flags held when the buffer before was used: an interrupt asked for since is lost.',
    source: 'ours',
    property: 'ring/notification',
    clause: 'split.notify.device.3',
    file: 'engine/split.ts',
    old: 'const flags = Atomics.load(halves, ring >>> 1)',
    new: `const sampled = (layout.sampled ??= [])
      const fresh = Atomics.load(halves, ring >>> 1)
      const flags = sampled[queue] ?? fresh
      sampled[queue] = fresh`,
  },
]
