import { netNotation } from './action-shapes.ts'
import type { Trace } from './trace.ts'

export { TraceError } from './notation.ts'

/** Reads a trace of the network device; throws a {@link TraceError} that names the line and what was expected. */
export function readTrace(text: string): Trace {
  return netNotation.read(text)
}
