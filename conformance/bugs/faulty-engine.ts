import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { packageRoot } from '../report/suite.ts'
import type { EngineBug } from './engine-bug.ts'

/** The folders that the engine is made of, and those it takes constants from. */
const folders = ['engine', 'model/kernel', 'model/wire', 'model/feature'] as const

/** The module of an engine. */
export type EngineModule = typeof import('../../engine/index.ts')

/** Why the engine cannot be built with a bug here; undefined if it can. A package holds no sources and no compiler. */
export async function whyNot(): Promise<string | undefined> {
  if (!existsSync(join(packageRoot, 'engine', 'index.ts')))
    return 'the bugs of the engine need its TypeScript sources: run them in a clone of the project'
  try {
    await import('typescript')
    return undefined
  } catch {
    return 'the bugs of the engine need the package typescript: run `npm ci` in the clone, development packages included'
  }
}

/** Builds the engine with a bug into a temporary folder, loads it from there and takes the folder away again. */
export async function faultyEngine(bug: EngineBug, root: string = packageRoot): Promise<EngineModule> {
  const folder = mkdtempSync(join(tmpdir(), 'faulty-engine-'))
  try {
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    for (const file of sourcesUnder(root)) {
      const text = readFileSync(join(root, file), 'utf8')
      await compile(file === bug.file ? patched(text, bug) : text, join(folder, file.replace(/\.ts$/, '.js')))
    }
    if (!existsSync(join(folder, bug.file.replace(/\.ts$/, '.js'))))
      throw new Error(`fault: the bug ${bug.id} is in ${bug.file}, which is no source of the engine`)
    return (await import(pathToFileURL(join(folder, 'engine', 'index.js')).href)) as EngineModule
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The text with the patch applied; throws a fault unless the old text stands in it exactly once. */
export function patched(text: string, bug: EngineBug): string {
  const parts = text.split(bug.old)
  if (parts.length !== 2)
    throw new Error(`fault: the bug ${bug.id} must apply exactly once to ${bug.file}, not ${parts.length - 1} times`)
  return parts.join(bug.new)
}

function sourcesUnder(root: string): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.(test|test-d|fixture)\.ts$/.test(file))
      .map((file) => `${folder}/${file}`),
  )
}

/** What was compiled before: of all files, a bug changes one. */
const compiled = new Map<string, string>()

/** Takes the types away and turns `.ts` in imports into `.js`; types are checked where the engine itself is. */
async function compile(text: string, file: string): Promise<void> {
  const known = compiled.get(text) ?? (await transpiled(text))
  compiled.set(text, known)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, known)
}

async function transpiled(text: string): Promise<string> {
  const { default: typescript } = await import('typescript')
  const { outputText } = typescript.transpileModule(text, {
    compilerOptions: {
      target: typescript.ScriptTarget.ES2022,
      module: typescript.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  })
  return outputText
}
