import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openUsageFile, type UsageFile } from '../../../../main/adapters/usage-file/usage-book.ts';
import { openUseSeal, type UseSeal } from '../../../../main/adapters/usage-file/use-seal.ts';
import type { ReserveRequest } from '../../../../main/core/policy/usage.ts';
import { MemoryKeychain } from '../../../proof/memory-keychain.ts';
import { below, seeded } from '../../../verifier/sample-logs.ts';

const LIMITS = { perCall: 5, perPlan: 50, perHour: 10, perDay: 20, callsPerMinute: 1_000 };
const EVA = { person: 'eva', client: 'desktop', plan: null };
const DAY = 86_400_000;

let folder = '';
let keychain = new MemoryKeychain();
let now = 1_800_000_000_000;
let calls = 0;
const opened: UsageFile[] = [];
const seals: UseSeal[] = [];

/** A process of the account, with the account's keychain. */
const start = (): UsageFile => {
  const file = openUsageFile({
    folder, now: () => now,
    seal: async () => { const seal = await openUseSeal(keychain); if (seal !== null) seals.push(seal); return seal; },
  });
  opened.push(file);
  return file;
};
/** Ends all processes as a clean end does: what the keychain is to know, it knows. */
const endAll = async (): Promise<void> => {
  for (const file of opened.splice(0)) file.close();
  for (const seal of seals.splice(0)) await seal.close();
};
const request = (objects: number, more: Partial<ReserveRequest> = {}): ReserveRequest =>
  ({ ...EVA, callId: `c${(calls += 1)}`, objects, isRead: false, limits: LIMITS, ...more });
const journals = (): string[] => readdirSync(folder).sort().map((name) => join(folder, name));
const text = (path: string): string => readFileSync(path, 'utf8');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-use-seal-'));
  keychain = new MemoryKeychain();
});
afterEach(async () => {
  await endAll();
  rmSync(folder, { recursive: true, force: true });
});

/** Two processes use up 4 and 3 objects of 10; an earlier state of the folder is kept aside. */
async function usedSeven(): Promise<{ readonly earlier: string }> {
  const [first, second] = [start(), start()];
  await first.reserve(request(2));
  await second.reserve(request(1));
  const earlier = mkdtempSync(join(tmpdir(), 'countersign-earlier-'));
  cpSync(folder, earlier, { recursive: true });
  await first.reserve(request(2));
  await second.reserve(request(2));
  await endAll();
  return { earlier };
}

/** What somebody may do to the journals while nothing runs. All of it would give budget back. */
const ATTACKS: readonly (readonly [string, (earlier: string) => void])[] = [
  ['an amount is lowered', () => { for (const path of journals()) writeFileSync(path, text(path).replace(/"n":\d/, '"n":0')); }],
  ['the person becomes another', () => { for (const path of journals()) writeFileSync(path, text(path).replaceAll('"eva"', '"ada"')); }],
  ['a time is moved into the past', () => { for (const path of journals()) writeFileSync(path, text(path).replace(/"at":\d+/g, '"at":1')); }],
  ['seals are taken off and amounts lowered', () => { for (const path of journals()) writeFileSync(path, text(path).replace(/,"m":"[0-9a-f]+"/g, '').replace(/"n":\d/g, '"n":0')); }],
  ['a line is taken out', () => { for (const path of journals()) writeFileSync(path, text(path).split('\n').slice(1).join('\n')); }],
  ['the last line is cut off', () => { for (const path of journals()) truncateSync(path, text(path).trimEnd().lastIndexOf('\n') + 1); }],
  ['a settlement is added', () => { for (const path of journals()) appendFileSync(path, text(path).split('\n').slice(0, -1).map((line) => `{"s":"${/"r":"([^"]+)"/.exec(line)?.[1] ?? ''}","n":0}\n`).join('')); }],
  ['a journal is emptied', () => { for (const path of journals()) truncateSync(path, 0); }],
  ['a journal is deleted', () => { rmSync(journals()[0] ?? ''); }],
  ['the folder is deleted', () => { rmSync(folder, { recursive: true }); }],
  ['the folder is rolled back', (earlier) => { rmSync(folder, { recursive: true }); cpSync(earlier, folder, { recursive: true }); }],
  ['two journals are swapped', () => { const [a = '', b = ''] = journals(); renameSync(a, `${a}.x`); renameSync(b, a); renameSync(`${a}.x`, b); }],
  ['one journal stands in for another', () => { const [a = '', b = ''] = journals(); writeFileSync(b, text(a)); }],
  ['a journal gets another name', () => { const [a = ''] = journals(); renameSync(a, join(folder, `1-${'0'.repeat(16)}.jsonl`)); writeFileSync(join(folder, `1-${'0'.repeat(16)}.jsonl`), ''); }],
];

describe('journals under the account\'s seal', () => {
  it.each(ATTACKS)('give no budget back where %s', async (_name, attack) => {
    const { earlier } = await usedSeven();
    attack(earlier);
    // As old as somebody likes: the moment that counts is the keychain's.
    try { for (const path of journals()) utimesSync(path, 1_000, 1_000); } catch { /* the folder is gone */ }
    rmSync(earlier, { recursive: true });
    const file = start();
    expect(await file.reserve(request(4))).toMatchObject({ ok: false });
    // Everything was lost that could be: nothing more for a day, and then all again.
    expect(file.usage(EVA).hour).toBe(Infinity);
    now += DAY + 120_000;
    expect(await file.reserve(request(4))).toMatchObject({ ok: true });
  });

  it('are exact where nobody was at them, over processes, restarts and a take-over', async () => {
    await usedSeven();
    const file = start();
    expect(await file.reserve(request(1, { isRead: true }))).toMatchObject({ ok: true });
    expect(file.usage(EVA)).toMatchObject({ hour: 7, day: 7 });
    expect(await file.reserve(request(4))).toEqual({ ok: false, over: 'perHour' });
    expect(await file.reserve(request(3))).toMatchObject({ ok: true });
    await endAll();
    expect((await start().reserve(request(1)))).toEqual({ ok: false, over: 'perHour' });
  });

  it('of a dead process are taken over and forgotten, and nobody who runs takes that for a loss', async () => {
    await usedSeven();
    const running = start();
    await running.reserve(request(1, { isRead: true }));
    // Their process is another one, and gone; their marks go along.
    for (const path of journals().filter((one) => text(one).includes('"n":2'))) {
      const seal = await openUseSeal(keychain);
      const name = `4194999-${path.slice(-22, -6)}.jsonl`;
      let before = '';
      const lines = text(path).trimEnd().split('\n').map((line) => line.replace(/,"m":"[0-9a-f]+"\}$/, '}'));
      writeFileSync(join(folder, name), lines.map((line, at) => { before = seal?.digest(name, at + 1, before, line) ?? ''; return `${line.slice(0, -1)},"m":"${before}"}\n`; }).join(''));
      await seal?.note(name, { lines: lines.length, at: now });
      await seal?.drop(path.slice(folder.length + 1));
      rmSync(path);
      utimesSync(join(folder, name), now / 1000 - 700, now / 1000 - 700);
    }
    const next = start();
    expect(await next.reserve(request(1))).toMatchObject({ ok: true });
    await endAll();
    expect(journals().filter((path) => path.includes('4194999-'))).toEqual([]);
    expect([...keychain.all.keys()].filter((account) => account.includes('4194999-'))).toEqual([]);
    const last = start();
    expect(await last.reserve(request(3))).toEqual({ ok: false, over: 'perHour' });
    expect(await running.reserve(request(1, { isRead: true }))).toMatchObject({ ok: true });
    expect(running.usage(EVA)).toMatchObject({ hour: 8 });
  });

  it('that go while others run count as a day of use for them', async () => {
    const [first, second] = [start(), start()];
    await first.reserve(request(1));
    await second.reserve(request(1));
    for (const path of journals()) rmSync(path);
    expect(await second.reserve(request(1))).toMatchObject({ ok: false });
  });

  it('of somebody without our seal only add to what was used', async () => {
    await usedSeven();
    writeFileSync(join(folder, `1-${'a'.repeat(16)}.jsonl`), `${JSON.stringify({ r: 'other', at: now, ...EVA, n: 2 })}\n`);
    const file = start();
    expect(await file.reserve(request(2))).toEqual({ ok: false, over: 'perHour' });
    expect(await file.reserve(request(1))).toMatchObject({ ok: true });
  });

  it('count as they say where no keychain is, and nothing is counted while one that knows of them does not answer', async () => {
    await usedSeven();
    keychain.away = true;
    const without = start();
    expect(await without.reserve(request(4))).toEqual({ ok: false, over: 'perHour' });
    expect(await without.reserve(request(1))).toMatchObject({ ok: true });
    keychain.away = false;
    const list = keychain.list.bind(keychain);
    keychain.list = async () => null;
    const waiting = start();
    await expect(waiting.reserve(request(1))).rejects.toThrow();
    keychain.list = list;
    expect(await waiting.reserve(request(1))).toMatchObject({ ok: true });
  });

  it('tell the keychain little: once for a call that touches objects, never for each read', async () => {
    const file = start();
    await file.reserve(request(1));
    const before = keychain.writes;
    for (let n = 0; n < 100; n += 1) await file.reserve(request(1, { isRead: true }));
    expect(keychain.writes - before).toBeLessThanOrEqual(1);
  });

  it('never give more budget for any byte that is changed, cut or left out', async () => {
    const random = seeded(20261128);
    await usedSeven();
    const whole = journals().map((path) => [path, text(path)] as const);
    for (let n = 0; n < 300; n += 1) {
      const [path, before] = whole[below(random, whole.length)] ?? ['', ''];
      const at = below(random, before.length);
      const changed = [
        () => before.slice(0, at) + String.fromCharCode(32 + below(random, 90)) + before.slice(at + 1), () => before.slice(0, at),
        () => before.slice(0, at) + before.slice(at + 1 + below(random, 40)), () => before + before.slice(at),
      ][below(random, 4)]?.() ?? before;
      if (changed === before) continue;
      writeFileSync(path, changed);
      utimesSync(path, 1_000, 1_000);
      const file = openUsageFile({ folder, now: () => now, seal: () => openUseSeal(keychain) });
      expect(await file.reserve(request(4)), `${n}: ${changed}`).toMatchObject({ ok: false });
      file.close();
      writeFileSync(path, before);
    }
  }, 60_000);
});
