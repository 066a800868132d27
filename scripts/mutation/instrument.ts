import type { Mutant } from './mutant.ts'

/** The name under which a mutated module finds out which mutant is switched on. */
export const SWITCH = 'virtioConformanceMutant'

interface Piece {
  readonly start: number
  readonly end: number
  readonly mutants: readonly (Mutant & { readonly id: number })[]
}

/**
 * A source that holds all its mutants, each behind a switch, so that it is compiled once for all of them. Mutant number `first`
 * is the first of `mutants`, and so on; ignored ones keep their number and are left out.
 */
export function instrument(text: string, mutants: readonly Mutant[], first: number): string {
  const pieces = piecesOf(mutants, first)
  if (pieces.length === 0) return text
  return `const $on = Reflect.get(globalThis, '${SWITCH}');${render(text, 0, text.length, pieces)}`
}

function piecesOf(mutants: readonly Mutant[], first: number): readonly Piece[] {
  const numbered = mutants.map((mutant, index) => ({ ...mutant, id: first + index }))
  const active = numbered.filter((mutant) => mutant.ignored === undefined)
  const places = new Map<string, Piece>()
  for (const mutant of active) {
    const key = `${mutant.start} ${mutant.end} ${mutant.change.kind}`
    const others = places.get(key)?.mutants ?? []
    places.set(key, { start: mutant.start, end: mutant.end, mutants: [...others, mutant] })
  }
  return [...places.values()]
}

function render(text: string, from: number, to: number, pieces: readonly Piece[]): string {
  const [piece, ...rest] = pieces.filter((each) => each.start >= from && each.end <= to)
  if (piece === undefined) return text.slice(from, to)
  const inside = rest.filter((other) => other.end <= piece.end)
  const after = rest.filter((other) => other.start >= piece.end)
  const original = render(text, piece.start, piece.end, inside)
  const before = text.slice(from, piece.start)
  return before + guard(piece, original, isKey(text, piece)) + render(text, piece.end, to, after)
}

/** Whether a number is a key of an object literal: it becomes a computed one. */
const isKey = (text: string, piece: Piece): boolean =>
  piece.mutants[0]?.change.kind === 'number' &&
  /^\s*:/.test(text.slice(piece.end)) &&
  /[{,]\s*$/.test(text.slice(0, piece.start))

function guard(piece: Piece, original: string, key: boolean): string {
  const [mutant] = piece.mutants
  if (mutant?.change.kind === 'row') {
    const [open, close] = mutant.change.of === 'array' ? ['[', ']'] : ['{', '}']
    return `...($on === ${mutant.id} ? ${open}${close} : ${open}${original}${close})`
  }
  const choice = piece.mutants.reduceRight(
    (rest, { id, change }) => (change.kind === 'number' ? `$on === ${id} ? ${change.to} : ${rest}` : rest),
    original,
  )
  return key ? `[${choice}]` : `(${choice})`
}
