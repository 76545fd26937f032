import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReserveRequest } from '../../../../main/core/policy/usage.ts';
import { openUsageFile, type UsageFile } from '../../../../main/adapters/usage-file/usage-book.ts';
import { usageFolder } from '../../../../main/adapters/usage-file/usage-folder.ts';

const LIMITS = { perCall: 5, perPlan: 8, perHour: 10, perDay: 20, callsPerMinute: 6 };
const HOUR = 3_600_000;
const EVA = { person: 'eva', client: 'desktop', plan: null };

let folder = '';
let now = 1_800_000_000_000;
const opened: UsageFile[] = [];
const open = (between?: () => void): UsageFile => {
  const file = openUsageFile({ folder, now: () => now, ...(between === undefined ? {} : { between }) });
  opened.push(file);
  return file;
};
let calls = 0;
const request = (objects: number | null, more: Partial<ReserveRequest> = {}): ReserveRequest =>
  ({ ...EVA, callId: `c${(calls += 1)}`, objects, isRead: false, limits: LIMITS, ...more });
const journals = (): string[] => readdirSync(folder).map((name) => join(folder, name));

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'countersign-usage-')); });
afterEach(() => {
  for (const file of opened.splice(0)) file.close();
  rmSync(folder, { recursive: true });
});

describe('the use of a person and a client', () => {
  it('is counted over processes and restarts, and what is not settled stays used', async () => {
    const first = open();
    const second = open();
    expect(await first.reserve(request(4))).toEqual({ ok: true, objects: 4 });
    expect(second.usage(EVA)).toEqual({ plan: 0, hour: 4, day: 4, callsInMinute: 1 });
    expect(await second.reserve(request(5, { callId: 'settled' }))).toEqual({ ok: true, objects: 5 });
    expect(await first.reserve(request(2))).toEqual({ ok: false, over: 'perHour' });
    await second.settle('settled', 1);
    first.close();
    second.close();
    expect(open().usage(EVA)).toMatchObject({ hour: 5, day: 5 });
  });

  it('is given back with time: calls after a minute, objects after an hour and a day', async () => {
    const file = open();
    await file.reserve(request(5));
    now += 60_000;
    expect(file.usage(EVA)).toEqual({ plan: 0, hour: 5, day: 5, callsInMinute: 0 });
    now += HOUR;
    expect(file.usage(EVA)).toEqual({ plan: 0, hour: 0, day: 5, callsInMinute: 0 });
    now += 24 * HOUR;
    expect(file.usage(EVA)).toEqual({ plan: 0, hour: 0, day: 0, callsInMinute: 0 });
  });

  it('is not given back by a clock that was set back', async () => {
    const file = open();
    await file.reserve(request(5));
    now -= 48 * HOUR;
    expect(file.usage(EVA)).toMatchObject({ hour: 5, day: 5, callsInMinute: 1 });
    now += 48 * HOUR;
  });

  it('is not spent by another client, and a plan has a limit of its own', async () => {
    const file = open();
    for (const objects of [5, 3]) expect(await file.reserve(request(objects, { plan: 'p' }))).toMatchObject({ ok: true });
    expect(await file.reserve(request(1, { plan: 'p' }))).toEqual({ ok: false, over: 'perPlan' });
    expect(await file.reserve(request(1, { plan: 'q' }))).toMatchObject({ ok: true });
    expect(file.usage({ ...EVA, client: 'other' })).toEqual({ plan: 0, hour: 0, day: 0, callsInMinute: 0 });
  });

  it('counts a call anew that is reserved again', async () => {
    const file = open();
    await file.reserve(request(4, { callId: 'again' }));
    await file.settle('again', 0);
    await file.reserve(request(4, { callId: 'again' }));
    expect(file.usage(EVA)).toMatchObject({ hour: 4 });
    expect(open().usage(EVA)).toMatchObject({ hour: 4 });
  });

  it('counts reads as calls and never as objects', async () => {
    const file = open();
    for (let n = 0; n < 6; n += 1) expect(await file.reserve(request(100, { isRead: true }))).toEqual({ ok: true, objects: 0 });
    expect(await file.reserve(request(1, { isRead: true }))).toEqual({ ok: false, over: 'callsPerMinute' });
  });

  it('of a call that cannot be counted is what one call may have, or what is left, and nothing where nothing is left', async () => {
    const file = open();
    expect(await file.reserve(request(null))).toEqual({ ok: true, objects: 5 });
    expect(await file.reserve(request(3))).toMatchObject({ ok: true });
    expect(await file.reserve(request(null))).toEqual({ ok: true, objects: 2 });
    expect(await file.reserve(request(null))).toEqual({ ok: false, over: 'perHour' });
  });

  it('is never more than the limit where two reserve at the very same moment', async () => {
    const second = open();
    const others: ReturnType<UsageFile['reserve']>[] = [];
    const first = open(() => { if (others.length === 0) others.push(second.reserve(request(4))); });
    await second.reserve(request(5));
    const both = [await first.reserve(request(4)), ...await Promise.all(others)];
    expect(both).toHaveLength(2);
    expect(both.filter(({ ok }) => ok).length).toBeLessThanOrEqual(1);
    expect(open().usage(EVA).hour).toBe(5 + 4 * both.filter(({ ok }) => ok).length);
  });
});

describe('a journal', () => {
  it('with a line that is none of ours counts as a day of use', async () => {
    const file = open();
    await file.reserve(request(1));
    const [path = ''] = journals();
    writeFileSync(path, `${readFileSync(path, 'utf8').replace('"n":1', '"n":-1')}`);
    utimesSync(path, now / 1000, now / 1000);
    file.close();
    const next = open();
    expect(await next.reserve(request(1))).toEqual({ ok: false, over: 'perHour' });
    expect(await next.reserve(request(1, { isRead: true }))).toMatchObject({ ok: true });
    now += 25 * HOUR;
    expect(await next.reserve(request(1))).toMatchObject({ ok: true });
  });

  it('that was cut short counts as a day of use where it was read before', async () => {
    const file = open();
    await file.reserve(request(1));
    const next = open();
    next.usage(EVA);
    writeFileSync(journals()[0] ?? '', '');
    utimesSync(journals()[0] ?? '', now / 1000, now / 1000);
    expect(await next.reserve(request(1))).toEqual({ ok: false, over: 'perHour' });
  });

  it('that breaks off in its last line counts up to there: nobody was told of the rest', async () => {
    const file = open();
    await file.reserve(request(2));
    file.close();
    appendFileSync(journals()[0] ?? '', '{"r":"torn","at":1');
    expect(open().usage(EVA)).toMatchObject({ hour: 2 });
  });

  it('that was taken away while its process runs is written again, whole', async () => {
    const file = open();
    await file.reserve(request(2));
    rmSync(journals()[0] ?? '');
    await file.reserve(request(1));
    expect(open().usage(EVA)).toMatchObject({ hour: 3 });
  });

  it('of a dead process is taken over by the next', async () => {
    const file = open();
    await file.reserve(request(2));
    file.close();
    const [path = ''] = journals();
    const dead = join(folder, `4194999-${'a'.repeat(16)}.jsonl`);
    writeFileSync(dead, readFileSync(path));
    rmSync(path);
    utimesSync(dead, now / 1000 - 700, now / 1000 - 700);
    await open().reserve(request(1));
    expect(journals()).toHaveLength(1);
    expect(open().usage(EVA)).toMatchObject({ hour: 3 });
  });

  it('stays small, however many reads there are', async () => {
    const file = open();
    const limits = { ...LIMITS, callsPerMinute: 1_000_000 };
    await file.reserve(request(1));
    for (let n = 0; n < 21_000; n += 1) {
      now += 10_000;
      await file.reserve(request(null, { isRead: true, limits, person: 'eva', client: 'x'.repeat(40) }));
    }
    expect(journals()).toHaveLength(1);
    expect(statSync(journals()[0] ?? '').size).toBeLessThan(2_000_200);
    now += 0;
  }, 60_000);

  it('that cannot be written lets nothing through', async () => {
    const file = open();
    rmSync(folder, { recursive: true });
    await expect(file.reserve(request(1))).rejects.toThrow();
    folder = mkdtempSync(join(tmpdir(), 'countersign-usage-'));
  });
});

it('lies in one place for each account of the system, whatever the home', () => {
  expect(usageFolder({ XDG_STATE_HOME: '/state' }, 'linux')).toBe('/state/countersign/usage');
  expect(usageFolder({ XDG_STATE_HOME: 'state' }, 'linux')).toMatch(/^\/.*\/\.local\/state\/countersign\/usage$/);
  expect(usageFolder({}, 'darwin')).toMatch(/Library\/Application Support\/Countersign State\/usage$/);
});
