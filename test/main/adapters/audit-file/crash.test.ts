import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newHome, openLog } from './home.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-writer-'));
  await build({
    configFile: false, logLevel: 'silent', ssr: { noExternal: true },
    build: { ssr: resolve('test/main/adapters/audit-file/writer-process.ts'), outDir: folder, target: 'node20', rolldownOptions: { output: { format: 'es', entryFileNames: 'writer.mjs' } } },
  });
}, 30_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the writer until so many records were acknowledged, kills it outright, and gives what it was told is safe. */
async function writeUntilKilled(home: string, records: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(folder, 'writer.mjs'), home], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.split('\n').length > records) child.kill('SIGKILL');
  });
  await new Promise((done) => child.once('close', done));
  return text.split('\n').slice(0, -1);
}

describe('a process that is killed while it writes', () => {
  it('loses no record it was told is safe, leaves a log that verifies, and no call without an end', async () => {
    const home = await newHome();
    const safe: string[] = [];
    for (const records of [30, 75, 150]) safe.push(...await writeUntilKilled(home, records));
    const log = await openLog(home);
    expect(await log.verify()).toMatchObject({ ok: true, anchored: 'file' });
    expect(log.state()).toBe('writable');
    expect(log.openCalls().size).toBe(0);
    const records = JSON.stringify(await log.range(1, log.total()));
    expect(safe.length).toBeGreaterThan(250);
    expect(safe.filter((id) => !records.includes(`"callId":"${id}"`))).toEqual([]);
  }, 30_000);
});
