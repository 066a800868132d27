import { closest, distance } from 'fastest-levenshtein'

/**
 * `; did you mean NAME?` for the nearest of some names, or nothing where there is no name at all. A name that begins with what was
 * written, or holds it, is nearer than one that is spelled alike.
 */
export function didYouMean(word: string, names: readonly string[]): string {
  const begun = names.find((name) => word !== '' && name.startsWith(word))
  const held = names.find((name) => word.length > 2 && name.includes(word))
  const near = begun ?? held ?? (names.length === 0 ? undefined : closest(word, [...names]))
  if (near === undefined) return ''
  const alike = distance(word, near) <= Math.max(2, Math.ceil(near.length / 2))
  return begun !== undefined || held !== undefined || alike ? `; did you mean ${near}?` : ''
}
