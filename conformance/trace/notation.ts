import { isClauseId } from '../../model/clause/clause.ts'
import type { EntryOf, Terms } from '../../properties/terms.ts'
import { specification } from '../report/suite.ts'
import { faultWords, isRecord, object, oneOf, optional, type Shape, simple } from './shape.ts'
import { type Trace, type TraceHead, traceFormat, unnamedSubject } from './trace.ts'

/** A shape for every field of every member of a union; the compiler misses none. */
export type Shapes<Union, Tag extends keyof Union> = {
  readonly [Name in Union[Tag] & string]: {
    readonly [Field in Exclude<keyof Extract<Union, Readonly<Record<Tag, Name>>>, Tag>]-?: Shape
  }
}

/** A shape for every field of an object. */
export type FieldShapes<Value> = { readonly [Field in keyof Value]-?: Shape }

/** How a subject's histories stand on disk: JSON lines, a head and then an action a line. */
export interface Notation<T extends Terms> {
  readonly subject: string
  readonly head: Shape
  readonly action: Shape
  /** Throws a {@link TraceError} that names the line and what was expected. */
  read(text: string): Trace<T>
  write(trace: Trace<T>): string
}

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

const text = simple('text', { type: 'string' }, (value) => typeof value === 'string')
const anyWhole = simple('a whole number', { type: 'integer' }, Number.isSafeInteger)

/** The notation of a subject by the shapes of its configuration and its actions. */
export function notationOf<T extends Terms>(
  subject: string,
  { config, action }: { readonly config: Shape; readonly action: Shape },
): Notation<T> {
  const named = oneOf([subject])
  const head = object({
    format: oneOf([traceFormat]),
    suite: object({ name: text, version: text }),
    specification: text,
    subject: subject === unnamedSubject ? optional(named) : named,
    target: object({ name: text, version: text }),
    config,
    seed: anyWhole,
    session: optional(anyWhole),
    property: text,
    clause: optional(text),
    by: optional(oneOf(['driver', 'wire', 'device', 'backend', 'user', 'admin', 'pf', 'vf', 'time'])),
    because: optional(text),
  })
  return {
    subject,
    head,
    action,
    read(content) {
      const [first, ...others] = linesOf(content)
      const { format: _, ...facts } = demanded(head, headIn(first), 1) as TraceHead<T> & { format: string } // its shape
      const log = others.map((line, index) => demanded(action, parsed(line, index + 2), index + 2) as EntryOf<T>) // its shape
      if (log.at(-1)?.kind !== 'device.rests')
        throw new TraceError(others.length + 1, 'the file is cut off: expected device.rests as the last action')
      // The fields of a head, less one.
      return { head: facts as TraceHead<T>, log }
    },
    write: (trace) =>
      [head.write({ format: traceFormat, ...trace.head }), ...trace.log.map((entry) => action.write(entry))]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
  }
}

/** What a trace is of, as its head line says; throws a {@link TraceError} where that is no head. */
export function subjectIn(content: string): string {
  const { subject = unnamedSubject } = headIn(linesOf(content)[0])
  if (typeof subject !== 'string') throw new TraceError(1, `subject: expected text, found ${found(subject)}`)
  return subject
}

function linesOf(content: string): readonly [string, ...string[]] {
  const lines = content.split('\n')
  if (lines.at(-1) === '') lines.pop()
  else throw new TraceError(lines.length, 'the file is cut off: expected a line feed at its end')
  const [first, ...others] = lines
  if (first === undefined)
    throw new TraceError(1, `the file is empty: expected a head line with format "${traceFormat}"`)
  return [first, ...others]
}

/** What a head line says, if it is one that can be judged here. */
function headIn(line: string): Readonly<Record<string, unknown>> {
  const value = parsed(line, 1)
  const head = isRecord(value) ? value : {}
  const { format, specification: judgedBy, clause } = head
  if (format !== traceFormat)
    throw new TraceError(1, `format: expected a head line with format "${traceFormat}", found ${found(format)}`)
  if (judgedBy !== specification)
    throw new TraceError(1, `specification: expected "${specification}", found ${found(judgedBy)}`)
  if (typeof clause === 'string' && !isClauseId(clause))
    throw new TraceError(1, `clause: expected the id of a clause, found ${found(clause)}`)
  return head
}

const found = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new TraceError(number, `expected a JSON object, found ${JSON.stringify(line.slice(0, 60))}`)
  }
}

/** The value that stands on a line, if it has the shape. */
function demanded(shape: Shape, value: unknown, line: number): unknown {
  const fault = shape.fault(value)
  if (fault !== undefined) throw new TraceError(line, faultWords(fault))
  return shape.read(value)
}
