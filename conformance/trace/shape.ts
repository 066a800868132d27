/** What a field of a trace must look like: a predicate, the words for what was expected, and how it is read and written. */
export interface Shape {
  readonly expects: string
  /** The same as a JSON schema. */
  readonly schema: JsonSchema
  /** Whether an object may lack it. */
  readonly mayLack?: true
  /** Undefined where the value is right, else what is wrong: a path inside the value and what was expected there. */
  fault(value: unknown): Fault | undefined
  /** The value itself, of what stands in the trace and has no fault; the same unless told otherwise. */
  read(value: unknown): unknown
  /** What stands in the trace for a value: undoes {@link read}. */
  write(value: unknown): unknown
}

/** Values that JSON has. */
const asItIs = { read: (value: unknown): unknown => value, write: (value: unknown): unknown => value }

/** A JSON schema of the draft of 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** What is wrong, and where inside a value. */
export interface Fault {
  /** `.command.table[2]`; empty for the value itself. */
  readonly path: string
  readonly expected: string
  readonly found: unknown
}

/** A value of which the predicate holds. */
export function simple(expects: string, schema: JsonSchema, holds: (value: unknown) => boolean): Shape {
  return {
    ...asItIs,
    expects,
    schema,
    fault: (value) => (holds(value) ? undefined : { path: '', expected: expects, found: value }),
  }
}

/** A whole number from 0 to `most`. */
export function whole(most: number): Shape {
  const holds = (value: unknown) => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
  return simple(`a whole number from 0 to ${most}`, { type: 'integer', minimum: 0, maximum: most }, holds)
}

/** One of some words. */
export function oneOf(words: readonly string[]): Shape {
  return simple(
    `one of ${words.join(', ')}`,
    { enum: words },
    (value) => typeof value === 'string' && words.includes(value),
  )
}

/** A value that JSON does not have, by what stands for it. */
export function written(shape: Shape, read: (value: unknown) => unknown, write: (value: unknown) => unknown): Shape {
  return { ...shape, read: (value) => read(shape.read(value)), write: (value) => shape.write(write(value)) }
}

/** A list of values of one shape. */
export function listOf(item: Shape): Shape {
  const expects = `a list, each ${item.expects}`
  return {
    expects,
    schema: { type: 'array', items: item.schema },
    fault(value) {
      if (!Array.isArray(value)) return { path: '', expected: expects, found: value }
      for (const [index, one] of value.entries()) {
        const fault = item.fault(one)
        if (fault !== undefined) return { ...fault, path: `[${index}]${fault.path}` }
      }
      return undefined
    },
    read: (value) => (Array.isArray(value) ? value.map((one) => item.read(one)) : value),
    write: (value) => (Array.isArray(value) ? value.map((one) => item.write(one)) : value),
  }
}

/** A field that may be missing. */
export function optional(shape: Shape): Shape {
  return { ...shape, mayLack: true, fault: (value) => (value === undefined ? undefined : shape.fault(value)) }
}

/** An object with these fields and no other. */
export function object(fields: Readonly<Record<string, Shape>>): Shape {
  const names = Object.keys(fields)
  const expects = names.length === 0 ? 'an object without fields' : `an object with ${names.join(', ')}`
  const required = Object.entries(fields).flatMap(([name, shape]) => (shape.mayLack ? [] : [name]))
  const schemas = Object.fromEntries(Object.entries(fields).map(([name, shape]) => [name, shape.schema]))
  return {
    expects,
    schema: { type: 'object', properties: schemas, required, additionalProperties: false },
    fault(value) {
      if (!isRecord(value)) return { path: '', expected: expects, found: value }
      for (const [name, shape] of Object.entries(fields)) {
        const fault = shape.fault(value[name])
        if (fault !== undefined) return { ...fault, path: `.${name}${fault.path}` }
      }
      const stranger = Object.keys(value).find((name) => !names.includes(name))
      return stranger === undefined
        ? undefined
        : { path: `.${stranger}`, expected: 'no such field', found: value[stranger] }
    },
    read: (value) => fieldwise(value, (name, one) => fields[name]?.read(one)),
    write: (value) => fieldwise(value, (name, one) => fields[name]?.write(one)),
  }
}

/** An object with each field changed; one that has no shape is left out, and would be a fault. */
function fieldwise(value: unknown, change: (name: string, field: unknown) => unknown): unknown {
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, change(name, field)]))
}

/** An object whose shape depends on one of its fields, `kind` say. */
export function union(tag: string, members: Readonly<Record<string, Readonly<Record<string, Shape>>>>): Shape {
  const tags = oneOf(Object.keys(members))
  const shapes = new Map(
    Object.entries(members).map(([name, fields]) => [
      name,
      object({ [tag]: simple(name, { const: name }, (value) => value === name), ...fields }),
    ]),
  )
  const member = (value: unknown) => shapes.get(isRecord(value) ? String(value[tag]) : '')
  return {
    expects: `an object with ${tag}`,
    schema: { oneOf: [...shapes.values()].map(({ schema }) => schema) },
    fault(value) {
      if (!isRecord(value)) return { path: '', expected: `an object with ${tag}`, found: value }
      const name = value[tag]
      const fault = tags.fault(name)
      if (fault !== undefined || typeof name !== 'string')
        return { path: `.${tag}`, expected: tags.expects, found: name }
      return object({ [tag]: tags, ...members[name] }).fault(value)
    },
    read: (value) => member(value)?.read(value),
    write: (value) => member(value)?.write(value),
  }
}

/** Whether a value is an object that is neither null nor a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A fault in words: `.queue: expected a whole number from 0 to 65535, found "x"`. */
export function faultWords(fault: Fault): string {
  const found = fault.found === undefined ? 'nothing' : JSON.stringify(fault.found).slice(0, 60)
  return `${fault.path === '' ? '' : `${fault.path.replace(/^\./, '')}: `}expected ${fault.expected}, found ${found}`
}
