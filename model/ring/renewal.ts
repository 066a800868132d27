import type { ClauseId } from '../clause/clause.ts'
import { newQueue, type Queue } from './queue.ts'

/** A queue after a reset of its own: what was outstanding is the driver's again. @clause core.vqreset.device.2 */
export function withdrawn({ index, kind, size, ring }: Queue): Queue {
  return { ...newQueue(index, kind, size, ring), inReset: true, wasInReset: true }
}

/** A queue enabled anew after a reset of its own. @clause core.vqreset.device.3 */
export function renewed({ index, kind, size: before, ring }: Queue, size: number, begin = 0): Queue {
  return { ...newQueue(index, kind, size, ring, begin), wasInReset: true, renewal: { resized: size !== before } }
}

/**
 * The clause that a fault of a ring breaks: on a queue enabled anew nothing may be left of its positions, and its new size holds.
 * On the first chain it shows that positions did not begin anew; what only shows later is the size.
 *
 * What goes wrong right behind a notification that told of nothing is put down to that.
 *
 * @param otherwise - the clause where the queue was never reset alone
 * @clause core.vqreset.device.1 core.vqreset.device.2 core.vqreset.device.3 split.notify.device.11
 */
export function clauseOfRing(queue: Queue | undefined, otherwise: ClauseId): ClauseId {
  if (queue?.inReset === true) return 'core.vqreset.device.1'
  if (queue?.pestered === true) return 'split.notify.device.11'
  if (queue?.renewal === undefined) return otherwise
  if (!queue.served) return 'core.vqreset.device.2'
  return queue.renewal.resized ? 'core.vqreset.device.3' : otherwise
}
