import type { NetState } from './state.ts'
import { type Counts, countsOf, noStatistics, packetOf } from './statistics.ts'

/** Between what a counter may be, both included; 64 bits. */
export interface Bounds {
  readonly low: bigint
  readonly high: bigint
}

const MOST = (1n << 64n) - 1n
/** Nothing is known of a counter. */
export const anything: Bounds = { low: 0n, high: MOST }
const between = (low: number, high: number): Bounds => ({ low: BigInt(low), high: BigInt(high) })

/** How many packets, or bytes, are on their way through a queue: they may have been counted, or not. */
function inFlight(state: NetState, queue: number, name: 'packets' | 'bytes' | 'padded'): number {
  const arriving = state.arriving.filter(({ treatments }) =>
    treatments.some(({ queues }) => queues.some((index) => index === queue)),
  )
  const leaving = state.leaving.filter((frame) => frame.queue === queue)
  return [...arriving, ...leaving].reduce((sum, { bytes }) => sum + packetOf(bytes)[name], 0)
}

/**
 * What a counter may be when it is answered: at least what was seen up to the last rest, at most that with all that was seen since,
 * what is on its way, and what was counted before the reset. Nothing is said of counters that no driver can follow.
 *
 * @clause net.stats.def.1
 */
export function boundsOf(state: NetState, queue: number, counter: string): Bounds {
  const { now, rested, earlier } = state.statistics ?? noStatistics
  const counts = { now: countsOf(now, queue), rested: countsOf(rested, queue), earlier: countsOf(earlier, queue) }
  const most = (name: 'packets' | 'bytes' | 'padded'): number =>
    counts.now[name] + counts.earlier[name] + inFlight(state, queue, name)
  switch (counter) {
    case 'rx_packets':
    case 'tx_packets':
      return between(counts.rested.packets, most('packets'))
    case 'rx_bytes':
    case 'tx_bytes':
      return between(counts.rested.bytes, most(state.config.traits.pads ? 'padded' : 'bytes'))
    case 'rx_interrupts':
    case 'tx_interrupts':
      return { ...anything, low: BigInt(counts.rested.interrupts) }
    case 'command_num':
      return commands(now.commands, earlier)
    case 'ok_num':
      return accepted(now, earlier)
    default:
      return anything
  }
}

/** The command that asks counts itself. */
const commands = (now: number, earlier: Counts): Bounds => between(now + 1, now + 1 + earlier.commands)
const accepted = (now: Counts, earlier: Counts): Bounds =>
  between(now.accepted + 1, now.accepted + 1 + earlier.accepted)
