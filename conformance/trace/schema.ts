import { specification } from '../report/suite.ts'
import { actionShape, headShape } from './action-shapes.ts'
import type { JsonSchema } from './shape.ts'
import { traceFormat } from './trace.ts'

/**
 * A JSON schema of one line of a trace: the first is a head, every other an action. Derived from the shapes by which traces are
 * read, so that neither can say more than the other.
 */
export const traceSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: traceFormat,
  description: `A line of a trace: the head on the first line, an action on every other. Clauses are those of ${specification}.`,
  oneOf: [{ $ref: '#/$defs/head' }, { $ref: '#/$defs/action' }],
  $defs: { head: headShape.schema, action: actionShape.schema },
}

/** The schema as it is stored. */
export const traceSchemaText: string = `${JSON.stringify(traceSchema, undefined, 2)}\n`
