import { featureNames } from '../../model/feature/feature-names.ts'
import type { Entry } from '../../properties/target.ts'
import { type Trace, type TraceHead, traceFormat } from './trace.ts'

/** A trace as JSON lines: the head, then an action a line. Feature sets are lists of names. */
export function writeTrace(trace: Trace): string {
  return [headJson(trace.head), ...trace.log.map(entryJson)].map((line) => `${JSON.stringify(line)}\n`).join('')
}

function headJson(head: TraceHead): object {
  const config = { ...head.config, offered: featureNames(head.config.offered) }
  return { format: traceFormat, ...head, config }
}

function entryJson(entry: Entry): object {
  return entry.kind === 'driver.accepts' ? { ...entry, features: featureNames(entry.features) } : entry
}
