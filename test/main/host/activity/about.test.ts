import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../../../main/core/audit/event.ts';
import { createActivityRoom } from '../../../../main/host/activity/activity.ts';
import { newHome, openLog } from '../../adapters/audit-file/home.ts';
import { cli } from '../../cli/harness.ts';
import { intent, outcome, started } from '../../core/audit/events.ts';
import { partsOf } from './parts.ts';

/** A reading of n-1 for a call that names something else. */
function reading(id: string, parent: string): AuditEvent {
  const event = intent(id, { id: 'n-1' }, parent);
  return event.type === 'intent' ? { ...event, call: { ...event.call, effect: 'read' } } : event;
}
const read = (id: string): AuditEvent[] => [reading(id, 'p'), { ...outcome(id), resultDigest: 'a'.repeat(64) } as AuditEvent];
const others = (count: number): AuditEvent[] => Array.from({ length: count }, (_, n) => started(n));
const p = intent('p', { entry: 9 });
const other = [intent('x', { entry: 8 }), outcome('x')];

/** What window and command line say of n-1 after these records. */
async function said(events: readonly AuditEvent[], monotonic = (): number => 0): Promise<{ readonly window: object; readonly terminal: object }> {
  const home = await newHome();
  const log = await openLog(home);
  await Promise.all(events.map((event) => log.append(event)));
  const { answer, last, sure, partial } = await createActivityRoom(log, { ...partsOf(log), monotonic }).about('n-1');
  const [line] = (await cli(['audit', 'ask', home, '--object', 'n-1'])).lines as { answer: string; last: object; sure: object; partial: boolean }[];
  return { window: { answer, last, sure, partial }, terminal: { answer: line?.answer, last: line?.last, sure: line?.sure, partial: line?.partial } };
}

describe('what the window says of an object', () => {
  it.each<readonly [string, AuditEvent[], string | null]>([
    ['was looked at long before it was approved', [...read('r'), ...others(500), p, outcome('p')], 'executed'],
    ['ended long after it was looked at', [...read('r'), p, ...others(3_000), outcome('p')], 'executed'],
    ['failed long after it was looked at', [...read('r'), p, ...others(3_000), { ...outcome('p'), outcome: 'failed', isError: true } as AuditEvent], 'failed'],
    ['was read back long after it began', [p, ...others(1_500), ...read('r'), ...others(1_500), outcome('p')], 'executed'],
    ['is still under way, and read back long after it began', [p, ...others(1_500), ...read('r')], 'open'],
    ['was never recorded', [...read('r'), ...others(500), ...other], null],
    ['is answered for twice', [...read('r'), ...others(300), ...read('s'), ...others(300), p, ...others(300), outcome('p')], 'executed'],
  ])('is what the command line says, where the call it was read for %s', async (_, events, end) => {
    const { window, terminal } = await said(events);
    expect(window).toEqual(terminal);
    expect(window).toMatchObject({ partial: false, last: end === null ? null : { call: 'p', end } });
  });

  it('is said to be part of it where there was no time to look for the rest', async () => {
    let asked = 0;
    const { window } = await said([...read('r'), p, ...others(4_500), outcome('p')], () => ((asked += 1) > 5 ? 10_000 : 0));
    expect(window).toMatchObject({ partial: true, last: { end: 'open' } });
  });
});
