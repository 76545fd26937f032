import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../../../main/core/audit/event.ts';
import { createActivityRoom } from '../../../../main/host/activity/activity.ts';
import { intent, outcome, started } from '../../core/audit/events.ts';
import { newHome, openLog } from '../../adapters/audit-file/home.ts';
import { partsOf } from './parts.ts';

/** A call that was asked about, in a plan or by itself, and answered after so long. */
function asked(callId: string, plan: string | null, afterMs: number, decision: 'approved' | 'denied'): AuditEvent {
  const start = intent(callId);
  if (start.type !== 'intent') throw new Error('no intent');
  const answer = { ...start.answer, decision, afterMs, painted: 'e'.repeat(64) };
  const call = { ...start.call, plan };
  return decision === 'denied' ? { type: 'refusal', call, answer, why: null } : { ...start, call, answer };
}

describe('a day, counted', () => {
  it('says how calls ended and how questions were answered, per task, and names nobody', async () => {
    const log = await openLog(await newHome());
    const events = [
      started(), asked('a', 'plan-1', 900, 'approved'), outcome('a'), asked('b', 'plan-1', 5_000, 'approved'), outcome('b'), asked('c', 'plan-1', 3_000, 'denied'),
      intent('read', {}, 'a'), outcome('read'), asked('d', null, 1_000, 'approved'), { ...outcome('d'), outcome: 'unknown' } as AuditEvent, asked('e', null, 8_000, 'approved'),
    ];
    for (const event of events) await log.append(event);
    const room = createActivityRoom(log, partsOf(log));
    const summary = await room.summary('2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z');
    expect(summary).toEqual({
      calls: 5, events: 1, outcomes: { executed: 2, failed: 0, refused: 1, unknown: 1, open: 1 }, effects: { write: 5 }, partial: false,
      prompts: { tasks: 3, asked: 5, most: 3, approved: 4, denied: 1, withdrawn: 0, quick: 2, medianMs: 3_000 },
    });
    expect(JSON.stringify(summary)).not.toContain('ada');
    expect(await room.summary('2026-01-03T00:00:00.000Z', '2026-01-04T00:00:00.000Z')).toMatchObject({ calls: 0, prompts: { asked: 0, medianMs: null } });
  });

  it('is the same before a long log was read', async () => {
    const log = await openLog(await newHome());
    await Promise.all(Array.from({ length: 5_200 }, (_, n) => log.append(n % 2 === 0 ? asked(`c${n}`, null, 2_500, 'denied') : started())));
    const early = await createActivityRoom(log, partsOf(log)).summary('2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z');
    expect(early).toMatchObject({ calls: 2_600, events: 2_600, partial: false });
  });
});
