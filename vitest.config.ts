import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{model,properties,engine,conformance,scripts,docs,bench}/**/*.test.ts'],
    setupFiles: ['scripts/test-setup.ts'],
    testTimeout: 30_000,
    pool: 'threads',
    expect: { requireAssertions: true },
  },
})
