import { defineConfig } from 'vitest/config'

/** The tests that may kill a mutant: those of the mutated rooms, and the properties that run over them. */
export default defineConfig({
  test: {
    include: ['{model,engine,properties}/**/*.test.ts'],
    setupFiles: ['scripts/test-setup.ts'],
    env: { VIRTIO_CONFORMANCE_RUNS: '25' },
    testTimeout: 10_000,
    pool: 'threads',
  },
})
