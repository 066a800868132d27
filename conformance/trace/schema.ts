import { specification } from '../report/suite.ts'
import type { JsonSchema, Shape } from './shape.ts'
import { traceFormat, unnamedSubject } from './trace.ts'

/** The shapes of a subject's lines. */
interface Lines {
  readonly subject: string
  readonly head: Shape
  readonly action: Shape
}

/**
 * A JSON schema of one line of a trace: the first is a head, every other an action, each of one of these subjects. Derived from
 * the shapes by which traces are read, so that neither can say more than the other.
 */
export function traceSchema(notations: readonly Lines[]): JsonSchema {
  const lines = notations.flatMap(({ subject, head, action }) => {
    const before = subject === unnamedSubject ? '' : `${subject}-`
    return [[`${before}head`, head.schema] as const, [`${before}action`, action.schema] as const]
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: traceFormat,
    description: `A line of a trace: the head on the first line, an action on every other. Clauses are those of ${specification}.`,
    oneOf: lines.map(([name]) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries(lines),
  }
}

/** The schema as it is stored. */
export const traceSchemaText = (notations: readonly Lines[]): string =>
  `${JSON.stringify(traceSchema(notations), undefined, 2)}\n`
