import { posix } from 'node:path'
import ts from 'typescript'
import { holdsOnlyConstants } from './constants-only.ts'
import { engineMayImport, grants, type Zone, zones } from './import-table.ts'
import { isCode, isTest, lineAt, type Rule, type SourceFile } from './source.ts'

const CLOSED = ['bench', 'docs', 'scripts']

function zoneOf(path: string): Zone | undefined {
  return zones.filter((zone) => path.startsWith(zone.at)).sort((a, b) => b.at.length - a.at.length)[0]
}

const packageOf = (specifier: string): string =>
  specifier.startsWith('node:') ? 'node:' : specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')

/** Every import keeps to the table, types and dynamic imports included. */
export const imports: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  return files.filter(isCode).flatMap((file) =>
    ts.preProcessFile(file.text, true, true).importedFiles.flatMap(({ fileName, pos }) => {
      const wrong = fileName.startsWith('.')
        ? refuseFile(file, posix.join(posix.dirname(file.path), fileName), byPath)
        : refusePackage(file, packageOf(fileName))
      return wrong === undefined ? [] : [`${file.path}:${lineAt(file, pos)}: ${wrong}`]
    }),
  )
}

function refuseFile(from: SourceFile, to: string, byPath: ReadonlyMap<string, SourceFile>): string | undefined {
  const [here, there] = [zoneOf(from.path), zoneOf(to)]
  if (!isTest(from) && isTest({ path: to, text: '' })) return `imports ${to}: only tests may import it`
  if (here === undefined || there === undefined || here === there) return undefined
  if (CLOSED.includes(there.name)) return `imports ${to}: nothing imports ${there.name}`
  if (isTest(from) || here.zones.includes(there.name)) return undefined
  if (here.name === 'engine' && engineMaySee(to, byPath)) return undefined
  return `imports ${to}: ${here.name} may import ${listOf(here)}`
}

function engineMaySee(to: string, byPath: ReadonlyMap<string, SourceFile>): boolean {
  const file = byPath.get(to)
  const isConstants = to.startsWith('model/wire/') && file !== undefined && holdsOnlyConstants(file)
  return engineMayImport.includes(to) || isConstants
}

function listOf(zone: Zone): string {
  if (zone.name === 'engine') return `${engineMayImport.join(', ')} and files of model/wire that hold only constants`
  return zone.zones.length === 0 ? 'no other room' : zone.zones.join(', ')
}

function refusePackage(from: SourceFile, name: string): string | undefined {
  const allowed = [...(zoneOf(from.path)?.packages ?? [name]), ...(grants[from.path] ?? [])]
  if (allowed.includes(name) || isTest(from)) return undefined
  const granted = Object.keys(grants).find((path) => grants[path]?.includes(name))
  return granted === undefined
    ? `imports ${name}: allowed here: ${allowed.join(', ') || 'no package'}`
    : `imports ${name}: only ${granted} may`
}
