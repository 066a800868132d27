import { closest, distance } from 'fastest-levenshtein'

/** `; did you mean NAME?` for the nearest of some names, or nothing where none is near. */
export function didYouMean(word: string, names: readonly string[]): string {
  if (names.length === 0) return ''
  const near = closest(word, names)
  return distance(word, near) <= Math.max(2, Math.ceil(near.length / 2)) ? `; did you mean ${near}?` : ''
}
