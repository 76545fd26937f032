import { defineConfig } from 'vitest/config';

/** Everything that runs without a window. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx', 'skills/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**', 'out/**'],
    environment: 'node',
    testTimeout: 20_000,
    // Two cores are what a small build machine has; servers that tests start need room too.
    maxWorkers: 2,
  },
});
