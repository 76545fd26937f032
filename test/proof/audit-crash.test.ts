import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAuditLog, type AuditFile } from '../../main/adapters/audit-file/audit-log.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { intent, outcome } from '../main/core/audit/events.ts';
import { below, seeded, type Random } from '../verifier/sample-logs.ts';
import { MemoryDisk, type CutModel } from './memory-disk.ts';
import { MemoryKeychain } from './memory-keychain.ts';

/** `npm run prove -- audit-crash` runs many more; COUNTERSIGN_KILLS and COUNTERSIGN_CUTS say how many. */
const FULL = process.env['COUNTERSIGN_PROOF'] === 'full';
const KILLS = Number(process.env['COUNTERSIGN_KILLS'] ?? (FULL ? 10_000 : 5));
const CUTS = Number(process.env['COUNTERSIGN_CUTS'] ?? (FULL ? 10_000 : 60));
const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20260102);
const LIMIT = { timeout: 7_200_000 };
const said = (sentence: string): void => { if (FULL) process.stdout.write(`${sentence}\n`); };

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'countersign-crash-')); });
afterAll(() => rm(folder, { recursive: true, force: true }));

const clock = { now: () => new Date().toISOString(), monotonic: () => performance.now() };
const open = (dir: string, more = {}): Promise<AuditFile> => openAuditLog({ dir, clock, sha256, ...more });

/** What a session did: which records it was told are safe, and which calls it sent because of that. */
interface Done {
  readonly safe: string[];
  readonly sent: string[];
}

/** Sends calls as the gate does: only behind a durable intent. `width` of them at a time. */
async function session(log: AuditFile, calls: number, width: number, name: string, done: Done): Promise<void> {
  for (let n = 0; n < calls; n += width) {
    await Promise.all(Array.from({ length: width }, async (_, w) => {
      const id = `${name}-${n + w}`;
      try {
        await log.append(intent(id));
        done.safe.push(`intent ${id}`);
        done.sent.push(id);
        await log.append(outcome(id));
        done.safe.push(`outcome ${id}`);
      } catch {
        // Not recorded, so not sent.
      }
    }));
  }
}

/** What a log holds: `intent ID` and `outcome ID`, in order. */
async function recordsOf(log: AuditFile): Promise<string[]> {
  const records = await log.range(1, log.total());
  return records.flatMap(({ event }) => {
    const seen = event as { type: string; callId?: string; call?: { callId: string } };
    return seen.type === 'intent' || seen.type === 'outcome' ? [`${seen.type} ${seen.call?.callId ?? seen.callId ?? ''}`] : [];
  });
}

/** What must hold after any crash. Gives the ids that were sent without an intent, sent twice, lost or left open. */
async function faultsOf(log: AuditFile, done: Done): Promise<string[]> {
  const held = await recordsOf(log);
  const all = new Set(held);
  return [
    ...done.safe.filter((one) => !all.has(one)).map((one) => `lost: ${one}`),
    ...done.sent.filter((id) => !all.has(`intent ${id}`)).map((id) => `sent without intent: ${id}`),
    ...(new Set(done.sent).size === done.sent.length ? [] : ['sent twice']),
    ...(all.size === held.length ? [] : ['recorded twice']),
    ...held.filter((one) => one.startsWith('intent ') && !all.has(one.replace('intent', 'outcome'))).map((one) => `no end: ${one}`),
    ...[...log.openCalls()].map((id) => `open: ${id}`),
  ];
}

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
    for (let n = 0; n < CUTS; n += 1) {
      const { faults, ok, broken } = await powerCut(n, 'prefix');
      expect({ n, faults, ok, broken }).toEqual({ n, faults: [], ok: true, broken: false });
    }
    said(`power cuts, appends in order: ${CUTS}, every acknowledged record there, every log whole`);
  });

  it('loses no record that was acknowledged, where the disk writes any sectors of what was not flushed', LIMIT, async () => {
    let broken = 0;
    for (let n = 0; n < CUTS; n += 1) {
      const cut = await powerCut(n, 'sectors');
      expect({ n, faults: cut.faults, agree: cut.ok !== cut.broken }).toEqual({ n, faults: [], agree: true });
      if (cut.broken) broken += 1;
    }
    said(`power cuts, sectors in any order: ${CUTS}, every acknowledged record there; ${broken} logs hold damaged lines that nobody was told are safe, and are named broken`);
  });
});

describe('a disk that fails', () => {
  it.each(['ENOSPC', 'EIO', 'EROFS', 'EDQUOT'])('with %s at any one operation lets no call go out without its intent', LIMIT, async (code) => {
    const calls = FULL ? 200 : 12;
    const kinds = FULL ? [1, 9] : [1 + (code.length % 2) * 3];
    let tried = 0;
    for (const lasts of kinds) {
      for (let k = 1; ; k += 1) {
        const home = join(folder, `fail-${code}-${lasts}-${k}`);
        const disk = new MemoryDisk();
        disk.before = (operation) => { if (operation >= k && operation < k + lasts) throw Object.assign(new Error(code), { code }); };
        const done: Done = { safe: [], sent: [] };
        const log = await open(join(folder, 'fail-work'), { disk, maxSegmentBytes: 40_000, newChain: () => `chain-${k}` });
        await log.signWith(new MemoryKeychain());
        await session(log, calls, 1, 'a', done);
        await log.close();
        await disk.keep(home);
        const again = await open(home);
        expect({ k, faults: await faultsOf(again, done), ok: (await again.verify()).ok }).toEqual({ k, faults: [], ok: true });
        await again.close();
        await rm(home, { recursive: true });
        await rm(join(folder, 'fail-work'), { recursive: true });
        tried += 1;
        if (disk.operations < k) break;
      }
    }
    said(`${code}: ${tried} sessions of ${calls} calls, one for each operation`);
  });
});

describe('a process that is killed', () => {
  it('loses no acknowledged record and sends no call without an intent or twice', LIMIT, async () => {
    await build({
      configFile: false, logLevel: 'silent', ssr: { noExternal: true },
      build: { ssr: resolve('test/proof/sending-process.ts'), outDir: join(folder, 'built'), target: 'node20', rolldownOptions: { output: { format: 'es', entryFileNames: 'sending.mjs' } } },
    });
    const random = seeded(SEED);
    let home = '';
    for (let n = 0; n < KILLS; n += 1) {
      // Some homes see many crashes, each on what the one before left.
      if (n % 10 === 0) home = join(folder, `kill-${n}`);
      const done = await killed(home, `run${n}`, below(random, 60), random);
      const log = await open(home);
      expect({ n, faults: await faultsOf(log, done), ok: (await log.verify()).ok, state: log.state() }).toEqual({ n, faults: [], ok: true, state: 'writable' });
      await log.close();
      if (n % 10 === 9) await rm(home, { recursive: true });
    }
    said(`kill -9: ${KILLS} times, every acknowledged record there, no call sent without its intent, none twice`);
  });
});

/** Starts the sender, kills it a random while after it began, and gives what it was told and what it sent. */
async function killed(home: string, name: string, lines: number, random: Random): Promise<Done> {
  const child = spawn(process.execPath, [join(folder, 'built', 'sending.mjs'), home, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  const wait = random() * 3;
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.split('\n').length > lines) setTimeout(() => child.kill('SIGKILL'), wait);
  });
  await new Promise((closed) => child.once('close', closed));
  const told = text.split('\n').slice(0, -1);
  return { safe: told.filter((line) => !line.startsWith('sent ')), sent: told.flatMap((line) => (line.startsWith('sent ') ? [line.slice(5)] : [])) };
}
