import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { below, seeded, type Random } from '../verifier/sample-logs.ts';
import { countOf, faultsOf, inParallel, LIMIT, open, said, SEED, type Done } from './crash-session.ts';

/** `npm run prove -- audit-crash` runs all; COUNTERSIGN_KILLS says how many. */
const KILLS = countOf('COUNTERSIGN_KILLS', 10_000, 10);
/** Some homes see many crashes, each on what the one before left. */
const EACH_HOME = 10;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-kill-'));
  await build({
    configFile: false, logLevel: 'silent', ssr: { noExternal: true },
    build: { ssr: resolve('test/proof/sending-process.ts'), outDir: join(folder, 'built'), target: 'node20', minify: true, rolldownOptions: { output: { format: 'es', entryFileNames: 'sending.mjs' } } },
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts the sender, kills it a random while after it began, and gives what it was told and what it sent. */
async function killed(home: string, name: string, random: Random, long: boolean): Promise<Done> {
  // Short lives die in the middle of a start; a long one has segments behind it that retention removes.
  const lines = long ? 400 + below(random, 400) : below(random, 90);
  const wait = random() * 3;
  const child = spawn(process.execPath, [join(folder, 'built', 'sending.mjs'), home, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.split('\n').length > lines) setTimeout(() => child.kill('SIGKILL'), wait);
  });
  const signal = await new Promise((closed) => child.once('close', (_code, by) => closed(by)));
  // Who ended by itself did not do what it is there for.
  if (signal !== 'SIGKILL') throw new Error(`the sender ended by itself: ${String(signal)}`);
  const told = text.split('\n').slice(0, -1);
  return { safe: told.filter((line) => !line.startsWith('sent ')), sent: told.flatMap((line) => (line.startsWith('sent ') ? [line.slice(5)] : [])) };
}

describe('a process that is killed', () => {
  it('loses no acknowledged record but what a tombstone accounts for, and sends no call without an intent or twice', LIMIT, async () => {
    let removals = 0;
    await inParallel(Math.ceil(KILLS / EACH_HOME), 3, async (h) => {
      const random = seeded(SEED + h);
      const home = join(folder, `home-${h}`);
      let before = 0;
      for (let n = 0; n < Math.min(EACH_HOME, KILLS - h * EACH_HOME); n += 1) {
        const done = await killed(home, `run${n}`, random, n % 5 === 4);
        const log = await open(home);
        const { ok, removed, firstBad } = await log.verify();
        expect({ home: h, n, ok, firstBad, state: log.state(), faults: await faultsOf(log, done, removed) }).toEqual({ home: h, n, ok: true, firstBad: null, state: 'writable', faults: [] });
        await log.close();
        if (removed > before) removals += 1;
        before = removed;
      }
      await rm(home, { recursive: true });
    });
    expect(removals).toBeGreaterThan(0);
    said(`kill -9: ${KILLS} times, ${removals} of them with a removal by retention begun or ended before; every acknowledged record there or behind a tombstone, no call sent without its intent, none twice`);
  });
});
