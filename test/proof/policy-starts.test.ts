import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealed } from '../../main/core/policy/document/seal.ts';
import type { JsonObject } from '../../main/core/words/index.ts';
import type { PolicyRoom } from '../../main/host/policy/policy-room.ts';
import { managed } from '../main/core/policy/document/documents.ts';
import { file, Machine } from '../main/host/policy/machine.ts';
import { local, RoomUnderTest, running } from '../main/host/servers/room.ts';
import { sha256 } from '../servers/memory.ts';
import { evil } from '../servers/programs.ts';
import { below, seeded, type Random } from '../verifier/sample-logs.ts';

/** `npm run prove -- policy-starts` runs a thousand; COUNTERSIGN_STARTS says how many. */
const FULL = process.env['COUNTERSIGN_PROOF'] === 'full';
const STARTS = Number(process.env['COUNTERSIGN_STARTS'] ?? (FULL ? 1_000 : 6));
const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20261123);
const LIMIT = { timeout: 3_600_000 };

const under = new RoomUnderTest();
let folder = '';
let good = '';
let other = '';
/** IT lists one of the two servers, by its exact command and the digest of its program. */
let listing: JsonObject = {};

beforeAll(async () => {
  // A program of its own, in no package: what else changes in this checkout makes it no other server.
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-starts-')));
  const script = join(folder, 'server.mjs');
  copyFileSync(evil().args[0] ?? '', script);
  const room = under.open();
  good = await running(room, local('Good', [script]));
  other = await running(room, local('Other', [script, '--logs']));
  const entry = room.entry(good);
  const executable = createHash('sha256').update(readFileSync(realpathSync(process.execPath))).digest('hex');
  const config = entry?.config;
  if (config?.kind !== 'local') throw new Error('no local server');
  listing = { servers: [{ id: 'good', match: { by: 'command', command: [config.command, ...config.args], executable } }] };
  await under.close();
}, 60_000);
afterAll(async () => {
  await under.close();
  rmSync(folder, { recursive: true, force: true });
});

const turns = async (count: number): Promise<void> => { for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate); };
const text = (more: JsonObject): string => JSON.stringify(sealed(managed(more), sha256));

/** What lies there when the app starts, and what an administrator puts there while it is still starting. */
function courseOf(random: Random): { readonly first: string; readonly later: string | null } {
  switch (below(random, 4)) {
    case 0: return { first: text(listing).slice(0, 120), later: text({ ...listing, version: 4 }) };
    case 1: return { first: text({ servers: [] }), later: text({ ...listing, version: 4 }) };
    case 2: return { first: text(listing), later: text({ ...listing, version: 4, organisation: 'Town' }) };
    default: return { first: text(listing), later: null };
  }
}

interface Start {
  readonly early: number;
  readonly good: string;
  readonly other: string;
}

/** One start of the app, its policy read slowly, its servers asked for before, during and after the read. */
async function startOnce(random: Random): Promise<Start> {
  const machine = new Machine();
  const course = courseOf(random);
  machine.found = [file(course.first)];
  let known = false;
  let early = 0;
  machine.before = () => turns(below(random, 40));
  const policy: PolicyRoom = machine.open();
  void policy.ready().then(() => { known = true; });
  under.policy = policy;
  under.onOpen = () => { if (!known || policy.effective().closed.length > 0) early += 1; };
  const room = under.open();
  const changed = new Set<Promise<void>>();
  policy.onChange(() => { changed.add(room.enforce()); });
  const asked = [room.start(good), room.start(other)];
  await turns(below(random, 60));
  asked.push(room.start(good));
  if (course.later !== null) {
    machine.found = [file(course.later)];
    await policy.look();
  }
  await Promise.all(asked);
  await Promise.all(changed);
  const state = (id: string): string => { const entry = room.entry(id)?.connection; return entry?.state === 'failed' ? entry.why : (entry?.state ?? 'none'); };
  const result = { early, good: state(good), other: state(other) };
  policy.close();
  await under.close();
  return result;
}

describe('starts with a policy that is read slowly', () => {
  it(`start no server before the verdict and lose no good one after it (${STARTS} starts, seed ${SEED})`, LIMIT, async () => {
    const random = seeded(SEED);
    const wrong: (Start & { readonly start: number })[] = [];
    for (let start = 0; start < STARTS; start += 1) {
      const result = await startOnce(random);
      if (result.early > 0 || result.good !== 'running' || result.other !== 'policy-forbids') wrong.push({ start, ...result });
    }
    if (FULL) process.stdout.write(`policy-starts: ${STARTS} starts, seed ${SEED}, ${wrong.length} wrong\n`);
    expect(wrong).toEqual([]);
  });
});
