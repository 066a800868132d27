import type { FlowTable } from './flow-table.ts'
import { hashReport } from './hash-report.ts'
import type { Layout } from './layout.ts'

/**
 * Chooses the receive queue of the frame at hand. Why it is fast: receive-side scaling is a mask and a load; automatic
 * steering looks into one set of the flow table, and with one active pair at nothing at all.
 */
export interface Steering {
  /**
   * Index of the receive queue for the frame at hand, which has been read and, for receive-side scaling, hashed. A queue in reset
   * is chosen by the table, or where automatic steering has no other: the frame is then dropped.
   *
   * @clause net.mq.device.9 net.mq.device.10 net.rss.device.6
   */
  receiveQueue(): number
  /** Automatic receive steering over this many pairs. @clause net.mq.device.4 */
  steerAutomatically(pairs: number): void
  /** Receive-side scaling by the indirection table, whose entries are in the column `table`. @clause net.rss.device.2 */
  steerByTable(mask: number, unclassified: number): void
}

/** Steering by the columns of a layout. */
export function createSteering(layout: Layout, flows: FlowTable): Steering {
  const { steersByTable, activePairs, table, tableMask, unclassifiedPair, hashValue } = layout
  const { hashReport: reported, queueSize } = layout

  function pairByTable(): number {
    if (reported[0] === hashReport.NONE) return unclassifiedPair[0] as number
    return table[(hashValue[0] as number) & (tableMask[0] as number)] as number
  }

  /** The first active pair from this one on, in a circle, whose receive queue is not in reset; the pair itself if all are. */
  function outOfReset(pair: number, active: number): number {
    if (queueSize[2 * pair] !== 0) return pair
    for (let nth = 1; nth < active; nth++) {
      const other = (pair + nth) % active
      if (queueSize[2 * other] !== 0) return other
    }
    return pair
  }

  /** The pair of the flow's last transmit queue if it is active still, else one of the active pairs by the flow's hash. */
  function pairByFlow(): number {
    const active = activePairs[0] as number
    if (active === 1) return 0
    const learnt = flows.lookUp()
    return outOfReset(learnt === -1 || learnt >= active ? flows.spread() % active : learnt, active)
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
