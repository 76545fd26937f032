import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../../../main/core/audit/event.ts';
import { createActivityRoom } from '../../../../main/host/activity/activity.ts';
import { promptsOf } from '../../../../main/host/activity/prompts.ts';
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
      prompts: { tasks: 2, asked: 3, most: 2, mostTool: 'write_file', approved: 3, denied: 0, withdrawn: 0, quick: 1, medianMs: 1_000 },
    });
    expect(JSON.stringify(summary)).not.toContain('ada');
    expect(await room.summary('2026-01-03T00:00:00.000Z', '2026-01-04T00:00:00.000Z')).toMatchObject({ calls: 0, prompts: { asked: 0, medianMs: null } });
  });

  it('counts no other day where the clock went back over its first moments', async () => {
    let now = '2026-05-02T00:00:01.000Z';
    const log = await openLog(await newHome(), { clock: { now: () => now, monotonic: () => 0 } });
    await log.append(started());
    now = '2026-05-01T12:00:00.000Z';
    for (let n = 0; n < 4; n += 1) for (const event of [asked(`y${n}`, null, 100, 'approved'), outcome(`y${n}`), started()]) await log.append(event);
    now = '2026-05-02T12:00:00.000Z';
    await log.append(asked('today', null, 4_000, 'approved'));
    now = '2026-05-03T00:00:05.000Z';
    await log.append(outcome('today'));
    const room = createActivityRoom(log, partsOf(log));
    const summary = await room.summary('2026-05-02T00:00:00.000Z', '2026-05-03T00:00:00.000Z');
    expect(summary).toMatchObject({ calls: 1, events: 1, outcomes: { executed: 1 }, prompts: { asked: 1 } });
    expect(await room.summary('2026-05-01T00:00:00.000Z', '2026-05-02T00:00:00.000Z')).toMatchObject({ calls: 4, events: 4, outcomes: { executed: 4 } });
  });

  it('counts a set as one question however many rows it has, and again when it is put again', async () => {
    const log = await openLog(await newHome());
    const answered = (planId: string, choice: string, afterMs: number): AuditEvent => ({ ...started(), what: 'plan-answered', detail: { planId, choice, by: 'person', afterMs } } as AuditEvent);
    const rows = (plan: string, decision: 'approved' | 'denied') => Array.from({ length: 60 }, (_, n) => asked(`${plan}-${n}`, plan, 5, decision));
    for (const event of [answered('one', 'look-first', 100), answered('one', 'approve', 4_000), ...rows('one', 'approved'), answered('one', 'approve', 1_500), answered('two', 'deny', 9_000), ...rows('two', 'denied')]) await log.append(event);
    const { prompts } = await createActivityRoom(log, partsOf(log)).summary('2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z');
    expect(prompts).toEqual({ tasks: 2, asked: 3, most: 2, mostTool: null, approved: 2, denied: 1, withdrawn: 0, quick: 1, medianMs: 4_000 });
  });

  it('takes single calls of one tool for one task until ten minutes pass without any', async () => {
    const at = (minutes: number): string => new Date(Date.UTC(2026, 0, 2, 9, minutes)).toISOString();
    const call = (minutes: number, tool: string) => ({ at: at(minutes), plan: null, server: 'files', tool, decision: 'approved', by: 'person', afterMs: 3_000 });
    const calls = [call(0, 'write'), call(4, 'read'), call(9, 'write'), call(18, 'write'), call(28, 'write'), call(29, 'write')];
    expect(promptsOf(calls, [])).toMatchObject({ tasks: 3, asked: 6, most: 3, mostTool: 'write' });
  });

  it('is the same before a long log was read', async () => {
    const log = await openLog(await newHome());
    await Promise.all(Array.from({ length: 5_200 }, (_, n) => log.append(n % 2 === 0 ? asked(`c${n}`, null, 2_500, 'denied') : started())));
    const early = await createActivityRoom(log, partsOf(log)).summary('2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z');
    expect(early).toMatchObject({ calls: 2_600, events: 2_600, partial: false });
  });
});
