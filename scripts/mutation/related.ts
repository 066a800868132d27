import { dependenciesOf } from '../tidy/dependencies.ts'
import { isCode, type SourceFile } from '../tidy/source.ts'

/** At most this many test files try to kill a mutant: the one beside the file, then those nearest by import. */
export const MOST_TESTS = 6

/** For a tree of files, a function that gives the test files that may kill a mutant of a file, the most likely first. */
export function relatedTests(
  files: readonly SourceFile[],
  isTestFile: (path: string) => boolean,
): (path: string) => readonly string[] {
  const importers = new Map<string, string[]>()
  for (const file of files.filter(isCode)) {
    for (const to of dependenciesOf(file)) importers.set(to, [...(importers.get(to) ?? []), file.path])
  }
  const paths = new Set(files.map((file) => file.path))
  return (path) => {
    const beside = path.replace(/\.ts$/, '.test.ts')
    const others = outwards(path, importers).filter((other) => isTestFile(other) && other !== beside)
    return [...(paths.has(beside) ? [beside] : []), ...others].slice(0, MOST_TESTS)
  }
}

/** Every file that imports a file, directly or not, the nearest first, those at one distance by name. */
function outwards(path: string, importers: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const seen = new Set([path])
  const found: string[] = []
  let ring: readonly string[] = [path]
  while (ring.length > 0) {
    ring = [...new Set(ring.flatMap((each) => importers.get(each) ?? []))].filter((each) => !seen.has(each)).sort()
    for (const each of ring) seen.add(each)
    found.push(...ring)
  }
  return found
}
