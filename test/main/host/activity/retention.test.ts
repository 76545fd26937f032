import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { retain } from '../../../../main/host/activity/retention.ts';
import { MemoryKeychain } from '../../../proof/memory-keychain.ts';
import { newHome, openLog } from '../../adapters/audit-file/home.ts';
import { started } from '../../core/audit/events.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const actor = { person: 'it', role: 'owner', planner: { kind: 'person', name: 'it' }, client: 'cli' } as const;

/** A log with a record on each of these days, and what retention of half a year does on the last of them. */
async function retainedAfter(days: readonly number[], kept = 184, spoil = async (_audit: string): Promise<void> => undefined) {
  let now = 0;
  const clock = { now: () => new Date(START + now * DAY_MS).toISOString(), monotonic: () => now };
  const home = await newHome();
  const log = await openLog(home, { clock, maxSegmentMs: 1 });
  await log.signWith(new MemoryKeychain());
  const erased: string[] = [];
  const content = { eraseBefore: (moment: string) => { erased.push(moment); return Promise.resolve(1); } };
  for (const day of days) {
    now = day;
    await log.append(started(day));
  }
  /** The disk fails after the removal was put on record, and before it is carried out. */
  const failing = { ...log, retain: (before: string, record: (through: number) => Promise<void>) => log.retain(before, async (through) => { await record(through); await spoil(join(home, 'audit')); }) };
  const done = await retain({ records: kept, content: kept }, { log: failing, content, actor, clock });
  const verified = await log.verify();
  const said = (await log.range(1, log.total())).flatMap(({ event }) => (typeof event === 'object' && event !== null && 'what' in event && String(event['what']).startsWith('log-ret') ? [event['what']] : []));
  await log.close();
  return { ...done, erased: erased.length, ok: verified.ok, said, records: done.records };
}

describe('retention', () => {
  it('removes nothing on the word of a clock that went ahead, and what is old once three days of use came after', async () => {
    const honest = Array.from({ length: 30 }, (_, day) => day);
    expect(await retainedAfter([...honest, 400])).toMatchObject({ records: 'clock', pieces: 0, erased: 0, ok: true, said: [] });
    expect(await retainedAfter([...honest, 400, 400.1, 400.2, 401])).toMatchObject({ records: 'clock', erased: 0 });
    const after = await retainedAfter([...honest, 400, 401, 402]);
    expect(after).toMatchObject({ pieces: 1, erased: 1, ok: true });
    expect(after.records).toBeGreaterThan(20);
  });

  it('goes by the clock where every day of it is on record, also behind many records of one day', async () => {
    const busy = Array.from({ length: 300 }, (_, n) => 230 + n / 1_000);
    expect((await retainedAfter([...Array.from({ length: 230 }, (_, day) => day), ...busy])).records).toBeGreaterThan(20);
  });

  it('that finds nothing old says so, and does not speak of the clock', async () => {
    expect(await retainedAfter([0])).toMatchObject({ records: 0 });
  });

  it('asks for no more days of use than are kept', async () => {
    expect((await retainedAfter([0, 1, 2, 10], 1)).records).toBeGreaterThan(0);
  });

  it('says that the disk did not take the tombstone, and puts on record that only content went, instead of calling the log broken', async () => {
    const days = Array.from({ length: 30 }, (_, day) => day);
    const blocked = async (audit: string): Promise<void> => { await mkdir(join(audit, 'tombstone.json', 'x'), { recursive: true }); };
    const done = await retainedAfter([...days, 400, 401, 402], 184, blocked);
    expect(done).toMatchObject({ records: 'unwritable', said: ['log-retained', 'log-retained', 'log-retention-failed'] });
  });

  it.skipIf(process.platform !== 'linux')('says that a file was not let go of though the log begins behind it, and takes it away later', async () => {
    let now = 0;
    const clock = { now: () => new Date(START + now * DAY_MS).toISOString(), monotonic: () => now };
    const home = await newHome();
    const log = await openLog(home, { clock, maxSegmentMs: 1 });
    await log.signWith(new MemoryKeychain());
    for (now of [0, 1, 2, 400, 401, 402]) await log.append(started(now));
    const content = { eraseBefore: () => Promise.resolve(0) };
    const stuck = join(home, 'audit', '000000.jsonl');
    const again = (): Promise<unknown> => retain({ records: 184, content: 184 }, { log, content, actor, clock });
    expect(await again()).toMatchObject({ records: expect.any(Number) as number });
    await mkdir(join(stuck, 'x'), { recursive: true });
    expect(await again()).toMatchObject({ records: 'unwritable' });
    expect((await log.verify()).ok).toBe(true);
    await rm(stuck, { recursive: true });
    await writeFile(stuck, 'left\n');
    expect(await again()).toMatchObject({ records: 0 });
    expect(await readdir(join(home, 'audit'))).not.toContain('000000.jsonl');
  });
});
