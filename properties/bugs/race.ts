import type { QueueIndex } from '../../model/kernel/brand.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import { type Alteration, altered } from './altered.ts'
import { moved, pairUnder } from './moved.ts'
import type { ReactionBug } from './reaction-bug.ts'
import type { Watch } from './watch.ts'

/** The two commands that were taken last, the newer one first. */
function lastTwo({ acknowledged }: Watch): readonly (ControlCommand | undefined)[] {
  const taken = acknowledged.filter(({ ok }) => ok)
  return [taken.at(-1)?.command, taken.at(-2)?.command]
}

/** What is altered from the acknowledgement of a command until the device rests. */
function untilRest(alteration: Alteration): Alteration {
  let busy = false
  return (entry, watch, stimulus) => {
    if (entry.kind === 'device.acknowledges') busy = entry.bytes === '00'
    if (entry.kind === 'device.rests') busy = false
    return busy ? alteration(entry, watch, stimulus) : [entry]
  }
}

/** Mask, key and types of the configuration in force with the table of the one before. */
function mixture([now, before]: readonly (ControlCommand | undefined)[]): ControlCommand | undefined {
  if (now?.name !== 'RSS_CONFIG' || before?.name !== 'RSS_CONFIG') return undefined
  return { ...now, table: [...before.table, ...now.table.slice(before.table.length)] }
}

/** The next notification of a queue after they were turned on does not come. */
function forgetful(): Alteration {
  let since = 0
  const deaf = new Set<QueueIndex>()
  return (entry, watch) => {
    for (const queue of watch.turnedOn.slice(since)) deaf.add(queue)
    since = watch.turnedOn.length
    return entry.kind === 'device.interrupts' && deaf.delete(entry.queue) ? [] : [entry]
  }
}

/** Seeded bugs that show while configuration, traffic and notifications race. */
export const raceBugs: readonly ReactionBug[] = [
  {
    id: 'stale-until-rest',
    says: 'A configuration is acknowledged at once and steers frames only after the device rested: until then they follow the one before, whenever they came.',
    source: 'ours',
    property: 'rss/reconfiguration',
    clause: 'house.control.effect',
    wrap: (session) =>
      altered(session, () => untilRest(moved((frame, watch) => pairUnder(lastTwo(watch)[1], frame))())),
  },
  {
    id: 'table-torn',
    says: 'Until the device rests, mask, key and types of a configuration are in force with the table of the one before.',
    source: 'ours',
    property: 'rss/reconfiguration',
    clause: 'house.control.effect',
    wrap: (session) =>
      altered(session, () => untilRest(moved((frame, watch) => pairUnder(mixture(lastTwo(watch)), frame))())),
  },
  {
    id: 'flush-on-apply',
    says: 'Frames that wait when a configuration takes effect are lost.',
    source: 'ours',
    property: 'rss/reconfiguration',
    clause: 'house.frame.lost',
    wrap: (session) => altered(session, () => untilRest((entry, watch) => (watch.isPlacement(entry) ? [] : [entry]))),
  },
  {
    id: 'flag-sampled-early',
    says: 'Whether to notify is decided by what the driver asked for before: the first notification since it asked for them is lost.',
    source: 'ours',
    property: 'ring/notification',
    clause: 'split.notify.device.3',
    wrap: (session) => altered(session, forgetful),
  },
]
