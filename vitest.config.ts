import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{model,properties,engine,conformance,scripts,docs,bench}/**/*.test.ts'],
    typecheck: { enabled: false },
    testTimeout: 30_000,
    pool: 'threads',
  },
})
