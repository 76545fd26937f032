import { describe, expect, it } from 'vitest';
import { retain } from '../../../../main/host/activity/retention.ts';
import { MemoryKeychain } from '../../../proof/memory-keychain.ts';
import { newHome, openLog } from '../../adapters/audit-file/home.ts';
import { started } from '../../core/audit/events.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const actor = { person: 'it', role: 'owner', planner: { kind: 'person', name: 'it' }, client: 'cli' } as const;

/** A log with a record on each of these days, and what retention of half a year does on the last of them. */
async function retainedAfter(days: readonly number[], kept = 184) {
  let now = 0;
  const clock = { now: () => new Date(START + now * DAY_MS).toISOString(), monotonic: () => now };
  const log = await openLog(await newHome(), { clock, maxSegmentMs: 1 });
  await log.signWith(new MemoryKeychain());
  const erased: string[] = [];
  const content = { eraseBefore: (moment: string) => { erased.push(moment); return Promise.resolve(1); } };
  for (const day of days) {
    now = day;
    await log.append(started(day));
  }
  const done = await retain({ records: kept, content: kept }, { log, content, actor, clock });
  const verified = await log.verify();
  await log.close();
  return { ...done, erased: erased.length, ok: verified.ok };
}

describe('retention', () => {
  it('removes nothing on the word of a clock that went ahead, and what is old once three days of use came after', async () => {
    const honest = Array.from({ length: 30 }, (_, day) => day);
    expect(await retainedAfter([...honest, 400])).toEqual({ records: 'clock', pieces: 0, erased: 0, ok: true });
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
});
