/**
 * Runs tests over mutated sources, one mutant at a time, in a process of its own: one vitest stays up, every source is compiled
 * once with all its mutants in it, and each request starts fresh module graphs with another mutant switched on.
 */
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createVitest, type TestModule } from 'vitest/node'
import { instrument } from './instrument.ts'
import { mutantsOf } from './mutant.ts'
import type { Reply, Request } from './protocol.ts'

const root = process.cwd()
/** The number of the first mutant of each file, from the parent. */
const firsts = JSON.parse(process.argv[2] ?? '{}') as Readonly<Record<string, number>>

const mutator = {
  name: 'constants',
  enforce: 'pre' as const,
  transform(code: string, id: string) {
    const path = relative(root, id.split('?', 1)[0] ?? id)
    const first = firsts[path]
    if (first === undefined) return undefined
    const text = readFileSync(join(root, path), 'utf8')
    return code === text ? { code: instrument(text, mutantsOf(text), first), map: null } : undefined
  },
}

const vitest = await createVitest(
  'test',
  {
    root,
    config: 'vitest.mutation.config.ts',
    watch: false,
    bail: 1,
    maxWorkers: 1,
    fileParallelism: false,
    reporters: [{}],
    setupFiles: ['scripts/mutation/switch-setup.ts', 'scripts/test-setup.ts'],
  },
  { plugins: [mutator] },
)
await vitest.standalone()

async function run({ mutant, tests }: Request): Promise<Reply> {
  const project = vitest.getRootProject()
  project.provide('mutant', mutant)
  const specifications = tests.map((test) => project.createSpecification(join(root, test)))
  const { testModules: all, unhandledErrors } = await vitest.runTestSpecifications(specifications)
  // Vitest remembers the modules of earlier requests.
  const testModules = all.filter((module) => specifications.some(({ moduleId }) => moduleId === module.moduleId))
  if (
    testModules.length === tests.length &&
    testModules.every((module) => module.ok()) &&
    unhandledErrors.length === 0
  ) {
    return { passed: true }
  }
  return { passed: false, error: firstError(testModules, unhandledErrors) }
}

function firstError(modules: readonly TestModule[], unhandled: readonly unknown[]): string {
  const errors = modules.flatMap((module) => [
    ...module.errors(),
    ...[...module.children.allTests('failed')].flatMap((test) => test.result().errors ?? []),
  ])
  return String(errors[0]?.message ?? unhandled[0] ?? 'not every test file ran').split('\n', 1)[0] ?? ''
}

process.on('message', (request: Request) => {
  void run(request).then((reply) => process.send?.(reply))
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
