import type { Rule, SourceFile } from './source.ts'

interface Leftover {
  readonly what: string
  readonly pattern: RegExp
  readonly right: string
  readonly only?: string
}

const word = (...parts: readonly string[]): RegExp => new RegExp(`\\b${parts.join('')}\\b`)

const LEFTOVERS: readonly Leftover[] = [
  {
    what: 'work left over',
    pattern: word('(?:TO', 'DO|FIX', 'ME|XX', 'X|HA', 'CK)'),
    right: 'do it, or say what is missing',
  },
  {
    what: 'a path of one machine',
    pattern: /(?:^|[^\w.*-])(?:\/(?:root|home|Users)\/|\/work\/|[A-Z]:\\Users)/,
    right: 'a path from the root of the tree, or an option',
  },
  {
    what: 'a registry host',
    pattern: /registry\.[a-z]+(?:js)?\.(?:org|com)/,
    right: 'leave it to the user’s settings',
  },
  { what: 'where a package came from', pattern: /"resolved":/, right: 'no resolved URL', only: 'package-lock.json' },
]

/** Nothing in the tree is unfinished or belongs to one machine. */
export const leftovers: Rule = (files) => files.flatMap((file) => LEFTOVERS.flatMap((leftover) => find(file, leftover)))

function find(file: SourceFile, { what, pattern, right, only }: Leftover): readonly string[] {
  if (only !== undefined && file.path !== only) return []
  return file.text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1}: ${what}: ${right}`] : []))
}
