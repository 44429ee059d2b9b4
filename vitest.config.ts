import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // measured by .ci/run (`npm test -- --coverage`); each floor is just below what the tests reach
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary'],
      thresholds: { statements: 83, branches: 74, functions: 86, lines: 86 },
    },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**'],
          // emulators share nothing, and neither do their tests: to load the sources once takes half the time of once a file
          isolate: false,
          setupFiles: ['test/support/after-each.ts'],
          // a busy machine may take long; what hangs is found all the same
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          maxConcurrency: 3,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
