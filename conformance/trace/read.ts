import { isClauseId } from '../../model/clause/clause.ts'
import { featuresByName } from '../../model/feature/feature-names.ts'
import type { Entry } from '../../properties/target.ts'
import { specification } from '../report/suite.ts'
import { actionShape, headShape } from './action-shapes.ts'
import { faultWords, isRecord, type Shape } from './shape.ts'
import { type Trace, type TraceHead, traceFormat } from './trace.ts'

/** A trace that is none: says the line, and what was expected there. */
export class TraceError extends Error {
  override readonly name = 'TraceError'

  constructor(
    readonly line: number,
    because: string,
  ) {
    super(`line ${line}: ${because}`)
  }
}

/** Reads a trace; throws a {@link TraceError} that names the line and what was expected. */
export function readTrace(text: string): Trace {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  else throw new TraceError(lines.length, 'the file is cut off: expected a line feed at its end')
  const [first, ...others] = lines
  if (first === undefined)
    throw new TraceError(1, `the file is empty: expected a head line with format "${traceFormat}"`)
  const head = readHead(first)
  const log = others.map((line, index) => readEntry(line, index + 2))
  if (log.at(-1)?.kind !== 'device.rests')
    throw new TraceError(lines.length, 'the file is cut off: expected device.rests as the last action')
  return { head, log }
}

function readHead(line: string): TraceHead {
  const value = parse(line, 1)
  const { format, ...head } = isRecord(value) ? value : {}
  const { specification: judgedBy, clause } = head
  if (format !== traceFormat)
    throw new TraceError(1, `format: expected a head line with format "${traceFormat}", found ${found(format)}`)
  if (judgedBy !== specification)
    throw new TraceError(1, `specification: expected "${specification}", found ${found(judgedBy)}`)
  demand(headShape, value, 1)
  if (typeof clause === 'string' && !isClauseId(clause))
    throw new TraceError(1, `clause: expected the id of a clause, found ${found(clause)}`)
  return decoded(head) as TraceHead // its shape was demanded above
}

const found = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))

function readEntry(line: string, number: number): Entry {
  const value = parse(line, number)
  demand(actionShape, value, number)
  return decoded(value) as Entry // its shape was demanded above
}

function parse(line: string, number: number): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new TraceError(number, `expected a JSON object, found ${JSON.stringify(line.slice(0, 60))}`)
  }
}

function demand(shape: Shape, value: unknown, line: number): void {
  const fault = shape.fault(value)
  if (fault !== undefined) throw new TraceError(line, faultWords(fault))
}

/** Feature sets out of lists of names. */
function decoded(value: unknown): unknown {
  if (!isRecord(value)) return value
  const { features, config } = value
  if (Array.isArray(features)) return { ...value, features: featuresByName(features) }
  const { offered } = isRecord(config) ? config : {}
  if (!isRecord(config) || !Array.isArray(offered)) return value
  return { ...value, config: { ...config, offered: featuresByName(offered) } }
}
