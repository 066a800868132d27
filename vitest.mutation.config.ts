import { defineConfig } from 'vitest/config'

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
  },
})
