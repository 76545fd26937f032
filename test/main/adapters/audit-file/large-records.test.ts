import { describe, expect, it } from 'vitest';
import { LONGEST_RECORD, MOST_PARTS } from '../../../../main/core/audit/record.ts';
import { intent } from '../../core/audit/events.ts';
import { newHome, openLog } from './home.ts';

describe('a log of large records', () => {
  it('refuses an event that is too long for a record, alone, and takes one as long as a record may be', async () => {
    const log = await openLog(await newHome());
    const [long, next, longest] = await Promise.allSettled([
      log.append(intent('long', { text: 'ä'.repeat(LONGEST_RECORD / 2) })), log.append(intent('next')), log.append(intent('longest', { text: 'x'.repeat(LONGEST_RECORD - 2_000) })),
    ]);
    expect(long).toMatchObject({ status: 'rejected', reason: expect.any(TypeError) as TypeError });
    expect([next?.status, longest?.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(await log.verify()).toMatchObject({ ok: true, records: 2 });
    expect((await log.list({ before: null, limit: 5 })).map(({ seq }) => seq)).toEqual([2, 1]);
  });

  it('refuses an event of more parts than a record may have, alone; marks in a text are none', async () => {
    const log = await openLog(await newHome());
    const [many, marks, most] = await Promise.allSettled([
      log.append(intent('many', { list: Array.from({ length: MOST_PARTS }, () => []) })), log.append(intent('marks', { text: '[{\\"['.repeat(MOST_PARTS) })),
      log.append(intent('most', { list: Array.from({ length: MOST_PARTS - 100 }, () => []) })),
    ]);
    expect([many?.status, marks?.status, most?.status]).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(await log.verify()).toMatchObject({ ok: true, records: 2 });
  });
});
