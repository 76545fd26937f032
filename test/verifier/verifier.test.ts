import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHeads } from '../../main/adapters/audit-file/anchor.ts';
import { findLog } from '../../main/adapters/audit-file/log-place.ts';
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
async function ours(given: string): Promise<unknown> {
  const place = await findLog(given);
  if (place === null) return null;
  const anchors = (await Promise.all(place.homes.map((home) => readHeads(join(home, 'anchors'))))).flat();
  const { ok, records, removed, firstBad, torn, anchored, anchoredTo, signed, breaks } = await verifyLog({ folder: place.audit, anchors: { file: anchors }, until: null }, sha256);
  return { ok, records, ...(removed > 0 && { removed }), firstBad, torn, anchored, ...(anchoredTo !== null && { anchoredTo }), signed: signed.upTo === null ? false : signed, breaks };
}

/** What the second verifier answers, for many logs at once. */
async function theirs(homes: readonly string[], cwd = folder): Promise<unknown[]> {
  const run = promisify(execFile)('python3', [join(import.meta.dirname, 'verify.py'), ...homes], { maxBuffer: 64 * 1024 * 1024, cwd });
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

  it('take a folder of segments for one by what lies in it, whatever it is called, is reached by, and has in it beside', async () => {
    for (const name of ['older-removed', 'removed', 'shortened', 'unsigned-whole']) {
      const home = join(folder, `named-${name}`);
      await cp(join(VECTORS, name), home, { recursive: true });
      const expected: unknown = JSON.parse(await readFile(join(home, 'expected.json'), 'utf8'));
      const audit = join(home, 'audit');
      await mkdir(join(audit, 'audit'));
      await mkdir(join(audit, 'anchors'));
      await symlink(audit, join(folder, `link-${name}`));
      const given = [audit, `${audit}/`, join(audit, '..', 'audit'), join(folder, `link-${name}`)];
      const second = await theirs(given);
      for (const [index, one] of given.entries()) {
        expect(await ours(one), one).toEqual(expected);
        expect(second[index], one).toEqual(expected);
      }
      expect(await theirs(['.'], audit), name).toEqual([expected]);
    }
  });

  it('hold a log that lies where another one was against the anchors there', async () => {
    const home = join(folder, 'another-in-its-place');
    await cp(join(VECTORS, 'signed-whole'), home, { recursive: true });
    const lines = (await readFile(join(home, 'audit', '000001.jsonl'), 'utf8')).split('\n');
    await rm(join(home, 'audit'), { recursive: true });
    await writeFile(join(home, '000001.jsonl'), `${lines.slice(0, 3).join('\n')}\n`);
    for (const answer of [await ours(home), ...await theirs([home])]) expect(answer).toMatchObject({ ok: false, firstBad: { why: 'anchor-not-reached' } });
  });

  it('say of a folder that holds nothing of a log, and of none, that they have nothing to judge', async () => {
    const empty = join(folder, 'empty');
    await mkdir(join(empty, 'anchors'), { recursive: true });
    const nothing = join(folder, 'nowhere');
    const run = await promisify(execFile)('python3', [join(import.meta.dirname, 'verify.py'), nothing, empty, join(VECTORS, 'signed-whole')]).catch((error: { stdout: string; stderr: string; code: number }) => error);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringMatching(/no folder.*\n.*nothing of a log/) as string });
    expect(run.stdout.trimEnd().split('\n').map((line): unknown => JSON.parse(line))).toMatchObject([{ ok: false, firstBad: { why: 'unreadable' } }, { ok: false, firstBad: { why: 'unreadable' } }, { ok: true }]);
    expect([await ours(nothing), await ours(empty)]).toEqual([null, null]);
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
