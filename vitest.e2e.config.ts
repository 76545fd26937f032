import { defineConfig } from 'vitest/config';

/** Tests that drive the real app in a window, one file after the other. `scripts/e2e.mjs` prepares what they need. */
export default defineConfig({
  test: {
    include: process.env['COUNTERSIGN_SCREENSHOTS'] === '1' ? ['test/e2e/screenshots.ts', 'test/e2e/*-pictures.ts'] : ['test/e2e/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
