import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHeads } from '../../main/adapters/audit-file/anchor.ts';
import { verifyLog } from '../../main/adapters/audit-file/verify-log.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { below, bytesOf, DAMAGES, events, FORGERIES, linesOf, OURS, seeded, writeHome } from './sample-logs.ts';

const VECTORS = join(import.meta.dirname, 'vectors');
/** `npm run prove -- verifier/verifier` asks for all of them; each run of the tests for a slice. */
const LOGS = process.env['COUNTERSIGN_PROOF'] === 'full' ? 10_000 : 120;
/** So many lie on the disk at a time. */
const BATCH = 500;
const SEED = 20260102;

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'countersign-logs-')); });
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What our verifier answers, in the words of the command line. */
async function ours(home: string): Promise<unknown> {
  const anchors = await readHeads(join(home, 'anchors'));
  const { ok, records, removed, firstBad, torn, anchored, anchoredTo, signed, breaks } = await verifyLog({ folder: join(home, 'audit'), anchors: { file: anchors }, until: null }, sha256);
  return { ok, records, ...(removed > 0 && { removed }), firstBad, torn, anchored, ...(anchoredTo !== null && { anchoredTo }), signed: signed.upTo === null ? false : signed, breaks };
}

/** What the second verifier answers, for many logs at once. */
async function theirs(homes: readonly string[]): Promise<unknown[]> {
  const run = promisify(execFile)('python3', [join(import.meta.dirname, 'verify.py'), ...homes], { maxBuffer: 64 * 1024 * 1024 });
  const { stdout } = await run.catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }));
  return stdout.trimEnd().split('\n').map((line): unknown => JSON.parse(line));
}

describe('two verifiers', () => {
  it('give the answer that stands beside each golden log', async () => {
    const names = (await readdir(VECTORS)).sort();
    expect(names.length).toBeGreaterThanOrEqual(8);
    const homes = names.map((name) => join(VECTORS, name));
    const second = await theirs(homes);
    for (const [index, home] of homes.entries()) {
      const expected: unknown = JSON.parse(await readFile(join(home, 'expected.json'), 'utf8'));
      expect(await ours(home), home).toEqual(expected);
      expect(second[index], home).toEqual(expected);
    }
  });

  it('read what the writer writes today: the golden log is made anew, byte for byte', async () => {
    const golden = await readFile(join(VECTORS, 'signed-whole', 'audit', '000001.jsonl'), 'utf8');
    expect(bytesOf(linesOf(events(seeded(1), 120), OURS)).toString()).toBe(golden);
  });

  it(`agree on ${LOGS} seeded logs, whole, damaged and forged`, async () => {
    let bad = 0;
    for (let from = 0; from < LOGS; from += BATCH) {
      const homes = await Promise.all(Array.from({ length: Math.min(BATCH, LOGS - from) }, (_, n) => makeLog(from + n)));
      const second = await theirs(homes);
      expect(second).toHaveLength(homes.length);
      for (const [index, home] of homes.entries()) {
        const first = await ours(home);
        expect(second[index], home).toEqual(first);
        if (!(first as { ok: boolean }).ok) bad += 1;
        await rm(home, { recursive: true, force: true });
      }
    }
    expect(bad).toBeGreaterThan(LOGS / 3);
    expect(bad).toBeLessThan(LOGS);
  }, 3_600_000);
});

async function makeLog(n: number): Promise<string> {
  const random = seeded(SEED + n);
  const home = join(folder, String(n));
  const lines = linesOf(events(random, 60 + below(random, 90)), random() < 0.7 ? OURS : null);
  const forgeries = Object.values(FORGERIES);
  const kind = n % (forgeries.length + 9);
  const forgery = forgeries[kind];
  const damage = Object.values(DAMAGES)[kind - forgeries.length];
  const kept = forgery === undefined || lines[1]?.includes('checkpoint') !== true ? lines : forgery(lines, random);
  const cut = 1 + below(random, kept.length - 1);
  const parts = [bytesOf(kept.slice(0, cut)), bytesOf(kept.slice(cut))];
  const which = below(random, 2);
  const hurt = damage === undefined ? parts : parts.map((part, index) => (index === which && part.length > 6_000 ? damage(part, random) : part));
  await writeHome(home, hurt, random() < 0.6 ? lines : null);
  return home;
}
