import type { Control } from './control.ts'
import { calm, nextKicked } from './kicked.ts'
import type { Layout } from './layout.ts'
import type { Queues } from './queue.ts'
import type { Receive } from './receive.ts'
import type { Ring } from './ring.ts'
import type { Transmit } from './transmit.ts'

/**
 * Which work is done next. Why it is fast: queues that nobody kicked cost a load for every 32 of them (`kicked.ts`).
 *
 * The sources of work (transmit queues, the control queue, frames from the wire) take turns, one item each.
 */
export interface Scheduler {
  /** Does at most `budget` items, beginning with the source `start` if it is given; how many it did. */
  run(budget: number, start?: number): number
  reset(): void
}

/** What a scheduler gives turns to. */
export interface SchedulerParts {
  readonly layout: Layout
  readonly ring: Pick<Ring, 'sleep'>
  readonly receive: Receive
  readonly transmit: Transmit
  readonly control: Control
  readonly queues: Queues
}

/** The scheduler of a device. */
export function createScheduler(parts: SchedulerParts): Scheduler {
  const { layout, ring, receive, transmit, control, queues } = parts
  const { queueKicked } = layout
  let turn = 0

  /** Does one item of a queue; whether it had one. Receive queues have work only when a frame comes. */
  function serve(queue: number, isControl: boolean): boolean {
    const isReceive = !isControl && (queue & 1) === 0
    const done = isControl ? control.step(queue) : !isReceive && transmit.step(queue)
    // Of receive buffers nobody need notify: they are looked for when a frame comes.
    if (!done && (isReceive || ring.sleep(queue))) calm(queueKicked, queue)
    return done
  }

  /** The next source from `turn` on, in a circle, that may have work: a queue, or `count` for the wire; -1 if there is none. */
  function nextSource(count: number): number {
    const queue = nextKicked(queueKicked, turn, count)
    if (queue < count || receive.waiting() !== 0) return queue
    const before = nextKicked(queueKicked, 0, turn)
    return before < turn ? before : -1
  }

  return {
    run(budget, start = turn) {
      const count = queues.count()
      const controlQueue = queues.control()
      turn = start % (count + 1)
      let done = 0
      while (done < budget) {
        const source = nextSource(count)
        if (source === -1) return done
        turn = source === count ? 0 : source + 1
        if (source < count && !serve(source, source === controlQueue)) continue
        if (source === count) receive.step()
        done++
      }
      return done
    },
    reset() {
      turn = 0
    },
  }
}
