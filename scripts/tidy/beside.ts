import { posix } from 'node:path'
import { holdsOnlyTypes } from './constants-only.ts'
import { dependenciesOf } from './dependencies.ts'
import { isCode, isTest, type Rule, type SourceFile } from './source.ts'

/** Files and folders without a test beside them, each with the reason. Files that hold only types need none. */
export const exempt: Readonly<Record<string, string>> = {
  'model/clause/virtio/': 'generated tables; model/clause/clause.test.ts counts and checks them',
  'model/clause/gist/': 'generated tables; model/clause/clause.test.ts checks that they fit the catalogue',
  'conformance/cli/main.ts': 'a main program over conformance/cli/program.ts',
  'scripts/catalogue.ts': 'a main program over scripts/catalogue/render.ts',
  'scripts/qemu-smoke.ts': 'a main program over a real QEMU; it prints what it saw',
  'scripts/unpack-qemu.ts':
    'a main program over scripts/unpack-qemu/ and Debian’s packages; it prints what it unpacked',
  'scripts/published-hashes.ts': 'a main program over model, engine and a real QEMU; it compares them and exits 1',
  'scripts/necessary.ts': 'a main program over conformance/run/necessary.ts',
  'scripts/witnesses.ts': 'a main program over conformance/run/witness.ts',
  'scripts/histories.ts': 'a main program over conformance/run/smallest.ts',
  'scripts/mutation.ts': 'a main program over scripts/mutation/',
  'scripts/mutation/runner.ts': 'starts processes; `npm run mutation` fails without it',
  'scripts/mutation/switch-setup.ts': 'runs inside the tests of a mutant; without it every mutant survives',
  'scripts/mutation/worker.ts': 'runs vitest in a process of its own; without it every mutant survives',
  'scripts/tshark.ts': 'a main program: tshark reads what model/wire/ writes',
  'scripts/test-setup.ts': 'runs before every test',
  'scripts/tidy/tree.ts': 'reads the work tree; scripts/tidy.test.ts fails without it',
}

const exemptionOf = (path: string): string | undefined =>
  Object.keys(exempt).find((entry) => (entry.endsWith('/') ? path.startsWith(entry) : path === entry))

const wantsTest = (file: SourceFile): boolean =>
  isCode(file) &&
  !isTest(file) &&
  /^(model|properties|engine|conformance|scripts)\//.test(file.path) &&
  !file.path.endsWith('/index.ts') &&
  !holdsOnlyTypes(file)

/** The files of its own folder that a file imports. */
const neighboursOf = (file: SourceFile): readonly string[] =>
  dependenciesOf(file).filter((path) => posix.dirname(path) === posix.dirname(file.path))

/** The sources that a test tests: the one it is named after and those of its folder that it imports, an index seen through. */
function testedBy(test: SourceFile, byPath: ReadonlyMap<string, SourceFile>): readonly string[] {
  const imported = neighboursOf(test).flatMap((path) => {
    const index = path.endsWith('/index.ts') ? byPath.get(path) : undefined
    return index === undefined ? [path] : neighboursOf(index)
  })
  return [test.path.replace(/\.test(-d)?\.ts$/, '.ts'), ...imported]
}

/**
 * Every source file has a test beside it: one named after it, or one in its folder that imports it. Others are exempt for a
 * stated reason, and no exemption is stale.
 */
export const beside: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const tests = files.filter((file) => /\.test(-d)?\.ts$/.test(file.path))
  const tested = new Set(tests.flatMap((test) => testedBy(test, byPath)))
  const hasTest = (path: string): boolean => tested.has(path)
  const missing = files
    .filter((file) => wantsTest(file) && !hasTest(file.path) && exemptionOf(file.path) === undefined)
    .map((file) => `${file.path}: no test beside it: add ${file.path.replace(/\.ts$/, '.test.ts')}`)
  const used = new Set(
    files.filter((file) => wantsTest(file) && !hasTest(file.path)).map(({ path }) => exemptionOf(path)),
  )
  const stale = Object.keys(exempt)
    .filter((entry) => files.some(({ path }) => path.startsWith(entry)) && !used.has(entry))
    .map((entry) => `${entry}: exempt from a test beside it, and has one: take the exemption away`)
  return [...missing, ...stale]
}
