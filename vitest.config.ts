import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Everything that runs without a window. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx', 'skills/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**', 'out/**'],
    environment: 'node',
    // Use is counted per account of the system: tests count in a folder of their own.
    env: { XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'countersign-state-')) },
    testTimeout: 20_000,
    // A busy machine may need more than the one second that is usual; what comes to hold is seen at once all the same.
    expect: { poll: { timeout: 10_000 } },
    // Two cores are what a small build machine has; servers that tests start need room too.
    maxWorkers: 2,
  },
});
