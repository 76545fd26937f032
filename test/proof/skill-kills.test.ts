import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SkillReceipt } from '../../main/host/skills/receipt.ts';
import { buildProgram } from '../main/host/skills/build-program.ts';
import { below, seeded } from '../verifier/sample-logs.ts';

/** `npm run prove -- skill-kills` kills 200 imports; COUNTERSIGN_KILLS says another number. */
const FULL = process.env['COUNTERSIGN_PROOF'] === 'full';
const KILLS = Number(process.env['COUNTERSIGN_KILLS'] ?? (FULL ? 200 : 2));
const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20261128);
const ROWS = 24;
const said = (sentence: string): void => { if (FULL) process.stdout.write(`${sentence}\n`); };

let program: Awaited<ReturnType<typeof buildProgram>>;
let folder = '';
beforeAll(async () => {
  program = await buildProgram([['test/proof/importing-process.ts', 'importing-process.cjs']]);
  folder = await mkdtemp(join(tmpdir(), 'countersign-kills-'));
  const rows = Array.from({ length: ROWS }, (_, at) => `Talk ${at + 1};2027-05-20;${String(8 + (at % 10)).padStart(2, '0')}:00;${String(8 + (at % 10)).padStart(2, '0')}:45;Room ${Math.floor(at / 10)}`);
  await writeFile(join(folder, 'agenda.csv'), ['Title;Date;Start;End;Room', ...rows].join('\n'));
}, 180_000);
afterAll(async () => {
  await program.remove();
  await rm(folder, { recursive: true, force: true });
});

interface Said { readonly open?: boolean; readonly receipt?: SkillReceipt; readonly resumed?: boolean; readonly error?: string }

/** An import in a process group of its own. */
function begin(home: string, how: 'first' | 'resume'): { readonly child: ChildProcess; readonly lines: readonly Said[]; readonly opened: Promise<void>; readonly over: Promise<void> } {
  const child = spawn(process.execPath, [join(program.parts, 'importing-process.cjs'), home, program.parts, join(folder, 'agenda.csv'), how], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: Said[] = [];
  let text = '';
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => { open = resolve; });
  child.stdout.on('data', (piece: Buffer) => {
    const parts = (text + piece.toString()).split('\n');
    text = parts.pop() ?? '';
    for (const line of parts) lines.push(JSON.parse(line) as Said);
    if (lines.length > 0) open();
  });
  const over = new Promise<void>((resolve) => { child.on('close', () => { open(); resolve(); }); });
  return { child, lines, opened, over };
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Titles of the project's items as they stand in the system's own file. */
async function titlesIn(home: string): Promise<readonly string[]> {
  const data = JSON.parse(await readFile(join(home, 'demo-cms', 'demo-cms.json'), 'utf8')) as { readonly agenda: readonly { readonly project: string; readonly title: string }[] };
  return data.agenda.filter(({ project }) => project === 'trade-fair').map(({ title }) => title);
}

/** How many of them there are, roughly and quickly: the file is read while it is being replaced. */
async function rowsIn(home: string): Promise<number> {
  const text = await readFile(join(home, 'demo-cms', 'demo-cms.json'), 'utf8').catch(() => '');
  return text.split('"title": "Talk ').length - 1;
}

interface Outcome { readonly faults: readonly string[]; readonly before: number; readonly told: number; readonly resumed: boolean }

/** One import that is killed, the next start, and what must hold then. */
async function kill(n: number): Promise<Outcome> {
  const random = seeded(SEED + n);
  const home = join(folder, `home-${n}`);
  const first = begin(home, 'first');
  await first.opened;
  // When so many rows are there, and a moment later: every point of the import is as likely as any other, however busy the machine is.
  const rows = below(random, ROWS);
  while (first.child.exitCode === null && (await rowsIn(home)) < rows) await wait(4);
  await wait(below(random, 80));
  // Half of the time the system dies with us; otherwise it may still carry out what it was told last.
  const target = n % 2 === 0 ? -(first.child.pid ?? 0) : first.child.pid ?? 0;
  try { process.kill(target, 'SIGKILL'); } catch { /* it was over already */ }
  await first.over;
  const before = (await titlesIn(home).catch(() => [])).length;
  const second = begin(home, 'resume');
  await second.over;
  const { receipt, error, resumed = false } = second.lines.at(-1) ?? {};
  if (receipt === undefined) return { faults: [`no receipt: ${error ?? 'it said nothing'}`], before, told: 0, resumed };
  const titles = await titlesIn(home);
  const told = new Set([...receipt.leftOut, ...receipt.failed, ...receipt.unknown, ...receipt.skipped].map(({ title }) => title));
  const faults = Array.from({ length: ROWS }, (_, at) => `Talk ${at + 1}`).flatMap((title) => {
    const times = titles.filter((one) => one === title).length;
    if (times > 1) return [`${title} is there ${times} times`];
    return times === 0 && !told.has(title) ? [`${title} is not there, and nobody was told`] : [];
  });
  await rm(home, { recursive: true, force: true });
  return { faults, before, told: told.size, resumed };
}

describe('an import that is killed', () => {
  it(`makes no item twice and loses none silently, at ${KILLS} random points`, async () => {
    const whole = begin(join(folder, 'whole'), 'first');
    await whole.opened;
    await whole.over;
    expect(whole.lines.at(-1)?.receipt).toMatchObject({ created: ROWS, outcome: 'executed' });
    const began = performance.now();
    const all: Outcome[] = [];
    for (let n = 0; n < KILLS; n += 1) {
      const one = await kill(n);
      expect(one.faults, `kill ${n} of seed ${SEED}`).toEqual([]);
      all.push(one);
    }
    const within = all.filter(({ before }) => before > 0 && before < ROWS).length;
    said(`${KILLS} kills, seed ${SEED}: ${within} with part of the rows there, ${all.filter(({ resumed }) => resumed).length} resumed, ${all.reduce((sum, { told }) => sum + told, 0)} rows told of, ${(KILLS / ((performance.now() - began) / 60_000)).toFixed(1)} a minute`);
  }, 7_200_000);
});
