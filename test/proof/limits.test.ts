import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openUsageFile, type UsageFile } from '../../main/adapters/usage-file/usage-book.ts';
import { openUseSeal } from '../../main/adapters/usage-file/use-seal.ts';
import type { Reservable } from '../../main/core/policy/usage.ts';
import { MemoryKeychain } from './memory-keychain.ts';
import { below, seeded, type Random } from '../verifier/sample-logs.ts';

/** `npm run prove -- limits` runs many more; COUNTERSIGN_WORLDS and COUNTERSIGN_KILLS say how many. */
const FULL = process.env['COUNTERSIGN_PROOF'] === 'full';
const WORLDS = Number(process.env['COUNTERSIGN_WORLDS'] ?? (FULL ? 100_000 : 150));
const KILLS = Number(process.env['COUNTERSIGN_KILLS'] ?? (FULL ? 200 : 2));
const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20261123);
const LIMIT = { timeout: 7_200_000 };
const said = (sentence: string): void => { if (FULL) process.stdout.write(`${sentence}\n`); };

/** Processes die here, the machine does not: a folder in memory proves the same and does not wait for a disk. */
const MEMORY = '/dev/shm';
let folder = '';
let worlds = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-limits-'));
  worlds = existsSync(MEMORY) ? mkdtempSync(join(MEMORY, 'countersign-limits-')) : folder;
});
afterAll(() => { for (const one of [folder, worlds]) rmSync(one, { recursive: true, force: true }); });

const LIMITS = { perCall: 5, perPlan: 9, perHour: 14, perDay: 25, callsPerMinute: 4 };
const HOUR = 3_600_000;
/** Four planners: two share a client and with it its limits, and all write plans of their own. */
const PLANNERS = [{ client: 'desktop', plan: 'a' }, { client: 'desktop', plan: null }, { client: 'gateway', plan: 'b' }, { client: 'gateway', plan: 'c' }] as const;
type Planner = (typeof PLANNERS)[number];

/** A call that was confirmed, so that it may have gone out: what the limits are about. */
interface Went { readonly callId: string; readonly at: number; readonly planner: Planner; objects: number; readonly isRead: boolean; readonly by: UsageFile; settled: boolean }

interface World {
  readonly random: Random;
  readonly dir: string;
  readonly keychain: MemoryKeychain;
  readonly went: Went[];
  readonly processes: UsageFile[];
  now: number;
  calls: number;
  /** Processes in the middle of a reservation: one process does one thing at a time. */
  readonly busy: Set<UsageFile>;
  refused: number;
}

/** A process of the account, under the account's seal. */
const openIn = (world: World): UsageFile => {
  const file = openUsageFile({
    folder: world.dir, now: () => world.now, seal: () => openUseSeal(world.keychain),
    // Now and then somebody else gets in between the writing and the judging, and somebody else into theirs.
    between() {
      world.busy.add(file);
      if (below(world.random, 3) === 0) void reserveOne(world);
      world.busy.delete(file);
    },
  });
  return file;
};

/** One planner reserves for one call in one process. What it judges, writes and judges again it does in one turn. */
function reserveOne(world: World): Promise<void> {
  const { random } = world;
  const planner = PLANNERS[below(random, PLANNERS.length)] ?? PLANNERS[0];
  const isRead = below(random, 4) === 0;
  const callId = `c${(world.calls += 1)}`;
  const objects = below(random, 8) === 0 ? null : 1 + below(random, 6);
  const free = world.processes.filter((one) => !world.busy.has(one));
  const by = free[below(random, free.length)];
  if (by === undefined) return Promise.resolve();
  const at = world.now;
  const reserved = by.reserve({ person: 'eva', ...planner, callId, objects, isRead, limits: LIMITS });
  const done = reserved.then((result: Reservable) => {
    if (result.ok) world.went.push({ callId, at, planner, objects: result.objects, isRead, by, settled: false });
    else world.refused += 1;
  });
  pending.push(done);
  return done;
}
const pending: Promise<void>[] = [];
const settled = async (): Promise<void> => { while (pending.length > 0) await pending.shift(); };

/** What a client or a plan used, by what really went out. */
function modelled(world: World, planner: Planner): { plan: number; hour: number; day: number; callsInMinute: number } {
  const mine = world.went.filter((one) => one.planner.client === planner.client);
  const sum = (some: readonly Went[]): number => some.reduce((total, one) => total + one.objects, 0);
  return {
    plan: planner.plan === null ? 0 : sum(mine.filter((one) => one.planner.plan === planner.plan)),
    hour: sum(mine.filter((one) => world.now - one.at < HOUR)),
    day: sum(mine.filter((one) => world.now - one.at < 24 * HOUR)),
    callsInMinute: mine.filter((one) => world.now - one.at < 60_000).length,
  };
}

function overRuns(world: World): string[] {
  return PLANNERS.flatMap((planner) => {
    const used = modelled(world, planner);
    const over = used.plan > LIMITS.perPlan || used.hour > LIMITS.perHour || used.day > LIMITS.perDay || used.callsInMinute > LIMITS.callsPerMinute;
    return over ? [`${planner.client} ${planner.plan ?? ''} ${JSON.stringify(used)}`] : [];
  });
}

async function step(world: World): Promise<void> {
  const { random, processes } = world;
  const what = below(random, 10);
  if (what < 6) await reserveOne(world);
  else if (what === 6) world.now += below(random, 50) * 30_000;
  else if (what === 7) {
    const one = world.went[below(random, Math.max(1, world.went.length))];
    // Only who reserved settles; what a dead process had open stays used.
    if (one !== undefined && !one.isRead && !one.settled && processes.includes(one.by)) {
      one.objects = below(random, one.objects + 1);
      one.settled = true;
      await one.by.settle(one.callId, one.objects);
    }
  } else {
    // A process dies with everything it had not settled, and another begins.
    const at = below(random, processes.length);
    processes[at]?.close();
    processes[at] = openIn(world);
  }
  await settled();
}

async function interleaving(n: number): Promise<{ faults: string[]; went: number; refused: number }> {
  const world: World = { random: seeded(SEED + n), dir: join(worlds, `world-${n}`), keychain: new MemoryKeychain(), went: [], processes: [], now: 1_800_000_000_000, calls: 0, busy: new Set(), refused: 0 };
  for (let process = 0; process < 3; process += 1) world.processes.push(openIn(world));
  const faults: string[] = [];
  for (let at = 0; at < 16; at += 1) {
    await step(world);
    faults.push(...overRuns(world));
  }
  for (const file of world.processes) file.close();
  const again = openUsageFile({ folder: world.dir, now: () => world.now, seal: () => openUseSeal(world.keychain) });
  // A read of somebody else: only who reserves has the journals held against the keychain.
  await again.reserve({ person: 'ada', client: 'desktop', plan: null, callId: 'looks', objects: 1, isRead: true, limits: LIMITS });
  for (const planner of PLANNERS) {
    const [said, is] = [again.usage({ person: 'eva', ...planner }), modelled(world, planner)];
    if (JSON.stringify(said) !== JSON.stringify(is)) faults.push(`after a restart ${JSON.stringify(said)} instead of ${JSON.stringify(is)}`);
  }
  again.close();
  rmSync(world.dir, { recursive: true });
  return { faults, went: world.went.length, refused: world.refused };
}

describe('limits', () => {
  it(`hold over ${WORLDS} random interleavings of four planners in three processes with crashes, and what is left is exact after a restart`, LIMIT, async () => {
    let [went, refused] = [0, 0];
    for (let n = 0; n < WORLDS; n += 1) {
      const result = await interleaving(n);
      expect({ n, faults: result.faults }).toEqual({ n, faults: [] });
      went += result.went;
      refused += result.refused;
    }
    expect(Math.min(went, refused)).toBeGreaterThan(WORLDS);
    said(`${WORLDS} interleavings, ${went} calls confirmed, ${refused} refused, seed ${SEED}`);
  });

  it(`hold where real processes reserve at once and ${KILLS} of them are killed`, LIMIT, async () => {
    const { dir, program } = { dir: join(folder, 'killed'), program: join(folder, 'built', 'hammering.mjs') };
    await build({
      configFile: false, logLevel: 'silent', ssr: { noExternal: true },
      build: { ssr: resolve('test/proof/hammering-process.ts'), outDir: join(folder, 'built'), target: 'node20', rolldownOptions: { output: { format: 'es', entryFileNames: 'hammering.mjs' } } },
    });
    const confirmed = new Map<string, number>();
    const random = seeded(SEED);
    let most = 0;
    for (let killed = 0; killed < KILLS; killed += 2) {
      most += 40;
      await Promise.all([0, 1].map((n) => hammer(program, dir, `k${killed}-${n}`, most, 1 + below(random, 25), confirmed)));
      const used = openUsageFile({ folder: dir }).usage({ person: 'eva', client: 'desktop', plan: null }).hour;
      const went = [...confirmed.values()].reduce((sum, objects) => sum + objects, 0);
      // What was written and not confirmed any more counts as well: more than went out, never more than the limit.
      expect({ killed, enough: used >= went, within: used <= most }).toEqual({ killed, enough: true, within: true });
    }
    expect(confirmed.size).toBeGreaterThan(KILLS);
    said(`${KILLS} processes killed, ${confirmed.size} calls confirmed`);
  });
});

/** Runs a process until it confirmed so many lines, then kills it. What it still said is taken in. */
function hammer(program: string, dir: string, name: string, most: number, lines: number, confirmed: Map<string, number>): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [program, dir, name, String(most)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    let seen = 0;
    // At the limit nothing more is confirmed: it is killed all the same. How long the first line takes is up to the machine.
    const killIn = (ms: number): NodeJS.Timeout => setTimeout(() => child.kill('SIGKILL'), ms);
    let timer = killIn(10_000);
    child.stdout.on('data', (chunk: Buffer) => {
      clearTimeout(timer);
      timer = killIn(1_500);
      text += chunk.toString();
      const whole = text.split('\n');
      text = whole.pop() ?? '';
      for (const line of whole) {
        const [callId = '', objects = '0'] = line.split(' ');
        confirmed.set(callId, Number(objects));
      }
      seen += whole.length;
      if (seen >= lines) child.kill('SIGKILL');
    });
    child.on('error', failed);
    child.on('close', () => { clearTimeout(timer); done(); });
  });
}
