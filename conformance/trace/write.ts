import { netNotation } from './action-shapes.ts'
import type { Trace } from './trace.ts'

/** A trace of the network device as JSON lines: the head, then an action a line. Feature sets are lists of names. */
export function writeTrace(trace: Trace): string {
  return netNotation.write(trace)
}
