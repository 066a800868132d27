import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{model,properties,engine,conformance,scripts,docs,bench}/**/*.test.ts'],
    setupFiles: ['scripts/test-setup.ts'],
    testTimeout: 30_000,
    pool: 'threads',
    // Unless told, vitest leaves one core alone: half of a machine with two.
    maxWorkers: availableParallelism(),
    expect: { requireAssertions: true },
  },
})
