import { holdsOnlyTypes } from './constants-only.ts'
import { isCode, isTest, type Rule, type SourceFile } from './source.ts'

/** Files and folders without a test beside them, each with the reason. Files that hold only types need none. */
export const exempt: Readonly<Record<string, string>> = {
  'model/clause/virtio/': 'generated tables; model/clause/clause.test.ts counts and checks them',
  'model/clause/gist/': 'generated tables; model/clause/clause.test.ts checks that they fit the catalogue',
  'model/clause/authority.ts': 'a table of names; model/clause/clause.test.ts checks its use',
  'model/clause/house.ts': 'a table of words; model/clause/clause.test.ts checks its use',
  'scripts/catalogue.ts': 'a main program over scripts/catalogue/render.ts',
  'scripts/tidy/import-table.ts': 'the table of scripts/tidy/imports.ts',
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

/** Every source file has a test beside it, or is exempt for a stated reason; no exemption is stale. */
export const beside: Rule = (files) => {
  const paths = new Set(files.map((file) => file.path))
  const hasTest = (path: string): boolean => paths.has(path.replace(/\.ts$/, '.test.ts'))
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
