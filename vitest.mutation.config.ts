import { dirname } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files in the order in which they are likely to kill: the test beside the mutated file, its folder's, the others by name. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const [mutated = ''] = this.ctx.config.related ?? []
    const distance = ({ moduleId }: TestSpecification): number => {
      if (moduleId === mutated.replace(/\.ts$/, '.test.ts')) return 0
      return dirname(moduleId) === dirname(mutated) ? 1 : 2
    }
    return files.toSorted((a, b) => distance(a) - distance(b) || (a.moduleId < b.moduleId ? -1 : 1))
  }
}

/**
 * The tests that may kill a mutant: those of the mutated rooms. The properties run over the same code, but each runs over all of
 * it, and what only a property sees is a gap in the tests beside the code.
 */
export default defineConfig({
  test: {
    include: ['{model,engine}/**/*.test.ts'],
    setupFiles: ['scripts/test-setup.ts'],
    env: { VIRTIO_CONFORMANCE_RUNS: '25' },
    testTimeout: 10_000,
    pool: 'threads',
    // One thread for all test files of a mutant, and a new one for the next mutant: the sources are pure, so files cannot disturb
    // each other, and loading them anew for each would take most of the time.
    isolate: false,
    sequence: { sequencer: NearestFirst },
  },
})
