/** The entries that a flow table holds at most: `MAX_TAP_FLOWS`. @clause linux-tun.flow.limit */
export const mostFlows = 4096
/** Milliseconds after which an entry that is not refreshed may go: `TUN_FLOW_EXPIRE`. @clause linux-tun.flow.expiry */
export const flowLife = 3000
/**
 * Milliseconds before that in which a plan that took longer than its own clock says may find it gone, and after it in which the timer,
 * which is rounded up to full seconds, may not have come round yet.
 */
const HASTE = 1000
const DELAY = 2000
/**
 * Of flows taught beyond the limit so many may be learned all the same: entries are kept by hash, and of thousands of flows two may have the
 * same one.
 */
const SHARED = 2

/** What became of a flow that was taught. */
export interface FlowEntry {
  /** The slot that it was taught from: an index, as the kernel keeps it. */
  readonly slot: number
  /** When it was taught last, in milliseconds of the state. */
  readonly updated: number
  /**
   * `taught` once; `moved`, from another queue after that; `kept`, or not, when its queue moved to another slot; `forgotten`, when its queue
   * was detached; `doubtful` and `beyond` the limit: not learned.
   */
  readonly how: 'taught' | 'moved' | 'kept' | 'forgotten' | 'doubtful' | 'beyond'
}

/** What was learned of flows, by their keys. */
export type FlowTable = Readonly<Record<string, FlowEntry>>

/** Whether an entry decides: `no` once it is surely gone, `maybe` while it may be. */
export function decides(entry: FlowEntry | undefined, now: number): 'yes' | 'maybe' | 'no' {
  if (entry === undefined || entry.how === 'forgotten' || entry.how === 'beyond') return 'no'
  const age = now - entry.updated
  if (age >= flowLife + DELAY) return 'no'
  return age > flowLife - HASTE || entry.how === 'kept' || entry.how === 'doubtful' ? 'maybe' : 'yes'
}

/**
 * The table after flows were taught from a slot: an entry moves at once; a new one is made while there is room.
 *
 * @clause linux-tun.flow.learned
 */
export function taught(flows: FlowTable, keys: readonly string[], slot: number, now: number): FlowTable {
  const next = { ...flows }
  let count = Object.values(flows).filter((entry) => decides(entry, now) !== 'no').length
  for (const key of keys) {
    const known = next[key]
    const isThere = decides(known, now) !== 'no'
    if (!isThere) count++
    next[key] = { slot, updated: now, how: howTaught(known, isThere, slot, count) }
  }
  return next
}

function howTaught(known: FlowEntry | undefined, isThere: boolean, slot: number, count: number): FlowEntry['how'] {
  if (count > mostFlows && !isThere) return count > mostFlows + SHARED ? 'beyond' : 'doubtful'
  if (known?.how === 'doubtful') return 'doubtful'
  return isThere && known?.slot !== slot ? 'moved' : 'taught'
}

/**
 * The table after the queue of a slot was detached and that of the last slot took its place: what was learned from the former is forgotten, and
 * what was learned from the latter goes with it or is forgotten.
 *
 * The kernel means to do the former (`tun_flow_delete_by_queue`) and passes a slot that no entry can have.
 *
 * @clause linux-tun.detach.flows
 */
export function flowsAfterDetach(flows: FlowTable, slot: number, last: number): FlowTable {
  return Object.fromEntries(
    Object.entries(flows).map(([key, entry]): [string, FlowEntry] => {
      if (entry.slot === slot) return [key, { ...entry, how: 'forgotten' }]
      return [key, entry.slot === last ? { ...entry, slot, how: 'kept' } : entry]
    }),
  )
}
