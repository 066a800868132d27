import type { Layout } from './layout.ts'

/**
 * Notification coalescing. Why it is fast: frames pay nothing for it; how many were used since the last notification is what the
 * used position moved, and is looked at only where a notification is asked for.
 *
 * The engine has no clock: whoever drives it says how much time went by.
 */
export interface Coalescing {
  /** Whether the notification of a queue, which is pending, is held back now. @clause net.coal.def.2 */
  holds(queue: number): boolean
  /** The notification of a queue was sent: packets and time are counted anew. */
  sent(queue: number): void
  /** So many microseconds went by. */
  elapse(microseconds: number): void
  /** The parameters of one queue. */
  set(queue: number, maxPackets: number, maxUsecs: number): void
  /** The parameters of all queues of one side, of the `dataQueues` before the control queue, and of those of it that are enabled anew. */
  setAll(isTransmit: boolean, maxPackets: number, maxUsecs: number, dataQueues: number): void
  /** A queue was enabled anew: it has what was set for all of its side. @clause net.coal.device.5 net.coal.device.6 */
  renew(queue: number): void
}

/** Coalescing by the columns of a layout. */
export function createCoalescing(layout: Layout): Coalescing {
  const { coalescedPackets, coalescedUsecs, sidePackets, sideUsecs, notifiedPosition, heldUsecs } = layout
  const { usedPosition, interruptPending } = layout
  const queues = coalescedPackets.length

  function set(queue: number, maxPackets: number, maxUsecs: number): void {
    coalescedPackets[queue] = maxPackets
    coalescedUsecs[queue] = maxUsecs
  }

  return {
    holds(queue) {
      const packets = coalescedPackets[queue] as number
      const usecs = coalescedUsecs[queue] as number
      if (packets === 0 || usecs === 0) return false
      const used = ((usedPosition[queue] as number) - (notifiedPosition[queue] as number)) & 0xffff
      return used < packets && (heldUsecs[queue] as number) < usecs
    },
    sent(queue) {
      notifiedPosition[queue] = usedPosition[queue] as number
      heldUsecs[queue] = 0
    },
    elapse(microseconds) {
      for (let queue = 0; queue < queues; queue++) {
        if (interruptPending[queue] === 1) heldUsecs[queue] = (heldUsecs[queue] as number) + microseconds
      }
    },
    set,
    setAll(isTransmit, maxPackets, maxUsecs, dataQueues) {
      const side = isTransmit ? 1 : 0
      sidePackets[side] = maxPackets
      sideUsecs[side] = maxUsecs
      for (let queue = side; queue < dataQueues; queue += 2) set(queue, maxPackets, maxUsecs)
    },
    renew(queue) {
      const side = queue & 1
      set(queue, sidePackets[side] as number, sideUsecs[side] as number)
      notifiedPosition[queue] = usedPosition[queue] as number
      heldUsecs[queue] = 0
    },
  }
}
