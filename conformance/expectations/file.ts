import { didYouMean } from '../cli/nearest.ts'
import { faultWords, listOf, object, simple } from '../trace/shape.ts'

/** What an expectations file calls its format. */
export const expectationsFormat = 'virtio-conformance-expectations/1'

/** An expectations file is wrong: says the line, the field, and what was expected. */
export class ExpectationsError extends Error {
  override readonly name = 'ExpectationsError'
}

interface Expectations {
  readonly target: string
  readonly expected: readonly string[]
}

const text = simple('text', { type: 'string' }, (value) => typeof value === 'string')
const shape = object({
  format: simple(`"${expectationsFormat}"`, { const: expectationsFormat }, (value) => value === expectationsFormat),
  target: text,
  expected: listOf(text),
})

/**
 * The deviations that an expectations file expects, by name. The file names deviations that are known of the target; it cannot
 * excuse anything else. Throws an {@link ExpectationsError} for anything wrong in it.
 */
export function expectedIn<Known extends { readonly name: string }>(
  content: string,
  target: string,
  known: readonly Known[],
): readonly Known[] {
  const file = read(content)
  if (file.target !== target)
    throw new ExpectationsError(
      `line ${lineOf(content, `"${file.target}"`)}: target: expected "${target}", the target to be judged, found "${file.target}"`,
    )
  return file.expected.map((name, index) => {
    const found = known.find((deviation) => deviation.name === name)
    if (found !== undefined) return found
    const names = known.map((deviation) => deviation.name)
    const expected = names.length === 0 ? `${target} has no known deviations` : `expected one of ${names.join(', ')}`
    throw new ExpectationsError(
      `line ${lineOf(content, `"${name}"`)}: expected[${index}]: ${expected}, found "${name}"${didYouMean(name, names)}`,
    )
  })
}

function read(content: string): Expectations {
  const value = parse(content)
  const fault = shape.fault(value)
  if (fault === undefined) return value as Expectations // its shape was checked just now
  const field = /^\.(\w+)/.exec(fault.path)?.[1]
  throw new ExpectationsError(`line ${field === undefined ? 1 : lineOf(content, `"${field}"`)}: ${faultWords(fault)}`)
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    const line = content.slice(0, position === undefined ? content.length : Number(position)).split('\n').length
    throw new ExpectationsError(
      `line ${line}: expected JSON such as {"format": "${expectationsFormat}", "target": "…", "expected": ["NAME"]}, found something else`,
    )
  }
}

/** The line on which a piece of text stands first; 1 where it does not. */
function lineOf(content: string, piece: string): number {
  const index = content.indexOf(piece)
  return index < 0 ? 1 : content.slice(0, index).split('\n').length
}
