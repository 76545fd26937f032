import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJobThread } from '../../../main/workers/job-thread.ts';

let folder = '';
let counting = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-thread-'));
  counting = join(folder, 'counting.cjs');
  writeFileSync(counting, "let jobs = 0; const { parentPort } = require('node:worker_threads'); parentPort.on('message', () => parentPort.postMessage(jobs += 1));");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

describe('a thread', () => {
  it('does one job after the other, and ends when it was idle for long; the next job gets a new one', async () => {
    const thread = createJobThread<string, number>(counting, 5_000, 300);
    expect(await Promise.all([thread.run('a'), thread.run('b')])).toEqual([1, 2]);
    expect(await thread.run('c')).toBe(3);
    await pause(900);
    expect(await thread.run('d')).toBe(1);
    await thread.close();
  });
});
