import { defineConfig } from 'vitest/config';

const pictures = process.env['COUNTERSIGN_SCREENSHOTS'] === '1';
/** Elsewhere than in a virtual session, windows share one screen: the one in front has the focus. */
const workers = process.platform === 'linux' && !pictures ? 2 : 1;

/** Tests that drive the real app in a window, each worker in a session of its own. `scripts/e2e.mjs` prepares what they need. */
export default defineConfig({
  test: {
    include: pictures ? ['test/e2e/screenshots.ts', 'test/e2e/*-pictures.ts'] : ['test/e2e/**/*.test.ts'],
    environment: 'node',
    globalSetup: 'scripts/steps/worker-sessions.mjs',
    setupFiles: 'scripts/steps/own-session.mjs',
    maxWorkers: workers,
    // One worker waits for a window while the other computes: what is polled has more than the one second that is usual.
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
