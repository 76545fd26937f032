import { defineConfig } from 'vitest/config';

/** Measurements, never run with the tests: a figure is no verdict on a machine that is busy with something else. */
export default defineConfig({
  test: { include: ['test/bench/**/*.bench.ts'], environment: 'node', testTimeout: 600_000, maxWorkers: 1, fileParallelism: false },
});
