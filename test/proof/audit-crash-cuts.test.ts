import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { below, seeded, type Random } from '../verifier/sample-logs.ts';
import { countOf, faultsOf, inParallel, LIMIT, open, said, SEED, session, type Done } from './crash-session.ts';
import { MemoryDisk, type CutModel } from './memory-disk.ts';
import { MemoryKeychain } from './memory-keychain.ts';

/** `npm run prove -- audit-crash` runs all; COUNTERSIGN_CUTS says how many of each kind. */
const CUTS = countOf('COUNTERSIGN_CUTS', 10_000, 60);
/** Most of a cut is waiting for timers and small files. */
const WIDTH = 8;

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'countersign-cut-')); });
afterAll(() => rm(folder, { recursive: true, force: true }));

class PowerGone extends Error {}

/** One session on a disk whose power goes at some operation, what it leaves, and what the next start makes of it. */
async function powerCut(n: number, model: CutModel): Promise<{ faults: string[]; ok: boolean; broken: boolean }> {
  const random = seeded(SEED + n);
  const home = join(folder, `cut-${model}-${n}`);
  const work = join(folder, `work-${model}-${n}`);
  const disk = new MemoryDisk();
  const cutAt = 1 + below(random, 70);
  disk.before = (operation) => { if (operation >= cutAt) throw new PowerGone(); };
  const done: Done = { safe: [], sent: [] };
  const keychain = new MemoryKeychain();
  const log = await open(work, { disk, maxSegmentBytes: 12_000, mirrorMs: 1 });
  await log.signWith(keychain);
  await session(log, 60, 1 + below(random, 6), 'a', done);
  await log.close();
  await disk.keepAfterCut(home, model, random);
  await anchorAfterCut(work, home, random);
  const again = await open(home);
  await again.signWith(keychain);
  await session(again, 1, 1, 'b', done);
  const result = { faults: await faultsOf(again, done), ok: (await again.verify()).ok, broken: again.state() === 'broken' };
  await again.close();
  await rm(home, { recursive: true });
  await rm(work, { recursive: true });
  return result;
}

/** The anchor is not flushed: it may be there, empty or gone. */
async function anchorAfterCut(work: string, home: string, random: Random): Promise<void> {
  const left = random();
  for (const name of left < 0.2 ? [] : await readdir(join(work, 'anchors'))) {
    await writeFile(join(home, 'anchors', name), left < 0.4 ? '' : await readFile(join(work, 'anchors', name)));
  }
}

describe('a power cut', () => {
  it('loses no record that was acknowledged, where appends reach the disk in order, and the log verifies', LIMIT, async () => {
    await inParallel(CUTS, WIDTH, async (n) => {
      const { faults, ok, broken } = await powerCut(n, 'prefix');
      expect({ n, faults, ok, broken }).toEqual({ n, faults: [], ok: true, broken: false });
    });
    said(`power cuts, appends in order: ${CUTS}, every acknowledged record there, every log whole`);
  });

  it('loses no record that was acknowledged, where the disk writes any sectors of what was not flushed', LIMIT, async () => {
    let broken = 0;
    await inParallel(CUTS, WIDTH, async (n) => {
      const cut = await powerCut(n, 'sectors');
      expect({ n, faults: cut.faults, agree: cut.ok !== cut.broken }).toEqual({ n, faults: [], agree: true });
      if (cut.broken) broken += 1;
    });
    said(`power cuts, sectors in any order: ${CUTS}, every acknowledged record there; ${broken} logs hold damaged lines that nobody was told are safe, and are named broken`);
  });
});
