import type { FlowTable } from './flow-table.ts'
import { hashReport } from './hash-report.ts'
import type { Layout } from './layout.ts'

/**
 * Chooses the receive queue of the frame at hand. Why it is fast: receive-side scaling is a mask and a load; automatic
 * steering looks into one set of the flow table, and with one active pair at nothing at all.
 */
export interface Steering {
  /** Index of the receive queue for the frame at hand, which has been read and, for receive-side scaling, hashed. */
  receiveQueue(): number
  /** Automatic receive steering over this many pairs. @clause net.mq.device.4 */
  steerAutomatically(pairs: number): void
  /** Receive-side scaling by the indirection table, whose entries are in the column `table`. @clause net.rss.device.2 */
  steerByTable(mask: number, unclassified: number): void
}

/** Steering by the columns of a layout. */
export function createSteering(layout: Layout, flows: FlowTable): Steering {
  const { steersByTable, activePairs, table, tableMask, unclassifiedPair, hashValue } = layout
  const { hashReport: reported } = layout

  function pairByTable(): number {
    if (reported[0] === hashReport.NONE) return unclassifiedPair[0] as number
    return table[(hashValue[0] as number) & (tableMask[0] as number)] as number
  }

  /** The pair of the flow's last transmit queue if it is active still, else one of the active pairs by the flow's hash. */
  function pairByFlow(): number {
    const active = activePairs[0] as number
    if (active === 1) return 0
    const learnt = flows.lookUp()
    return learnt === -1 || learnt >= active ? flows.spread() % active : learnt
  }

  return {
    receiveQueue: () => 2 * (steersByTable[0] === 1 ? pairByTable() : pairByFlow()),
    steerAutomatically(pairs) {
      steersByTable[0] = 0
      activePairs[0] = pairs
    },
    steerByTable(mask, unclassified) {
      steersByTable[0] = 1
      tableMask[0] = mask
      unclassifiedPair[0] = unclassified
    },
  }
}
