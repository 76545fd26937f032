import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const pictures = process.env['COUNTERSIGN_PICTURES'] === '1';
/** Elsewhere than in a virtual session, windows share one screen: the one in front has the focus. */
const workers = process.platform === 'linux' ? 2 : 1;

/** The tests that take pictures besides testing. */
function picturing(): string[] {
  const folder = join(import.meta.dirname, 'test', 'e2e');
  return readdirSync(folder).filter((name) => name.endsWith('.test.ts') && readFileSync(join(folder, name), 'utf8').includes('await picture(')).map((name) => `test/e2e/${name}`);
}

/** Tests that drive the real app in a window, each worker in a session of its own. `scripts/e2e.mjs` prepares what they need. */
export default defineConfig({
  test: {
    include: pictures ? ['test/e2e/screenshots.ts', 'test/e2e/*-pictures.ts', ...picturing()] : ['test/e2e/**/*.test.ts'],
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
