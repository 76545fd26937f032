import { describe, expect, it } from 'vitest';
import { createActivityRoom } from '../../../../main/host/activity/activity.ts';
import type { AuditEvent } from '../../../../main/core/audit/event.ts';
import { hasMessage } from '../../../../preload/contract/language/index.ts';
import { partsOf } from './parts.ts';
import { newHome, openLog } from '../../adapters/audit-file/home.ts';
import { intent, outcome, started } from '../../core/audit/events.ts';

async function roomWith(events: readonly AuditEvent[]) {
  const log = await openLog(await newHome());
  await Promise.all(events.map((event) => log.append(event)));
  return { log, room: createActivityRoom(log, partsOf(log)) };
}
const refusal = (callId: string): AuditEvent => ({ ...intent(callId), type: 'refusal', why: null } as AuditEvent);

describe('the activity room', () => {
  it('shows a call and its end as one entry, newest first', async () => {
    const { room } = await roomWith([started(), intent('a'), intent('b'), outcome('b'), outcome('a'), refusal('c'), intent('d')]);
    const { entries, total } = await room.list({ before: null, limit: 10 });
    expect(total).toBe(7);
    expect(entries.map(({ seq, what, callId, outcome: end }) => [seq, what, callId, end])).toEqual([
      [7, 'call', 'd', null], [6, 'call', 'c', 'refused'], [3, 'call', 'b', 'executed'], [2, 'call', 'a', 'executed'], [1, 'app-started', null, null],
    ]);
    expect(JSON.stringify(entries)).not.toContain('/notes/a.md');
  });

  it('names an export by how it ended, in words of its own and one line; an end of no known kind is an export', async () => {
    const exported = (end: Record<string, string>): AuditEvent => ({ ...started(), what: 'log-exported', detail: { format: 'csv', records: 1, ...end } } as AuditEvent);
    const { room } = await roomWith([exported({}), exported({ end: 'stopped' }), exported({ end: 'failed' }), exported({ end: 'x' })]);
    const named = (await room.list({ before: null, limit: 10 })).entries.map(({ what }) => what);
    expect(named).toEqual(['log-exported', 'log-export-failed', 'log-export-stopped']);
    expect(named.every((what) => hasMessage(`event.${what}`))).toBe(true);
  });

  it('shows an export that did not finish as one line, found or listed, also on a page that starts between its two records, and reads both', async () => {
    const exported = (end: Record<string, string> = {}): AuditEvent => ({ ...started(), what: 'log-exported', detail: { format: 'csv', records: 1, ...end } } as AuditEvent);
    const { log, room } = await roomWith([exported(), started(), exported(), intent('a'), exported({ end: 'stopped' }), exported()]);
    const exports = [[6, 'log-exported'], [5, 'log-export-stopped'], [1, 'log-exported']];
    const lines = ({ entries }: { entries: readonly { seq: number; what: string }[] }) => entries.filter(({ what }) => what.startsWith('log-')).map(({ seq, what }) => [seq, what]);
    expect(lines(await room.list({ before: null, limit: 10 }))).toEqual(exports);
    expect(lines(await room.list({ before: 5, limit: 10 }))).toEqual([[1, 'log-exported']]);
    expect(lines(await room.find({ text: 'log-exported' }, { before: null, limit: 10 }))).toEqual(exports);
    await log.append(exported({ end: 'failed' }));
    expect(lines(await room.find({ text: 'log-exported' }, { before: null, limit: 10 }))).toEqual([[7, 'log-export-failed'], ...exports.slice(1)]);
    expect((await room.read(5))?.map(({ seq }) => seq)).toEqual([3, 5]);
    expect((await room.read(3))?.map(({ seq }) => seq)).toEqual([3]);
  });

  it('knows the end of a call also on a page that starts between the two, and far behind it', async () => {
    const many = Array.from({ length: 2_500 }, (_, n) => started(n));
    const { room } = await roomWith([intent('a'), started(), outcome('a'), intent('late'), ...many, outcome('late')]);
    expect((await room.list({ before: 3, limit: 5 })).entries.map((one) => one.outcome)).toEqual([null, 'executed']);
    expect((await room.list({ before: 5, limit: 1 })).entries).toMatchObject([{ callId: 'late', outcome: 'executed' }]);
    expect((await room.read(4))?.map((record) => record.seq)).toEqual([4, 2_505]);
  });

  it('gives every record of a call, with the reads made for it', async () => {
    const { room } = await roomWith([intent('r', {}, 'a'), outcome('r'), intent('x'), intent('a'), outcome('a'), outcome('x')]);
    expect((await room.read(4))?.map((record) => record.seq)).toEqual([1, 2, 4, 5]);
    expect((await room.read(5))?.map((record) => record.seq)).toEqual([1, 2, 4, 5]);
    expect(await room.read(99)).toBeNull();
    expect(await room.verify()).toMatchObject({ ok: true, records: 6, firstBad: null, anchored: 'file' });
  });

  it('says what became of the key that signs', async () => {
    const keys = (['created', 'vanished', 'unavailable', 'returned'] as const).map((why): AuditEvent => ({ type: 'key', keyId: null, previous: null, why }));
    const { room } = await roomWith([...keys, { type: 'key', keyId: null, previous: null, why: 'stolen' as 'created' }]);
    const { entries } = await room.list({ before: null, limit: 10 });
    const said = entries.map(({ what }) => what).reverse();
    expect(said).toEqual(['key-created', 'key-vanished', 'key-unavailable', 'key-returned', 'key']);
    for (const what of said.slice(0, 4)) expect(hasMessage(`event.${what}`)).toBe(true);
  });

  it('says that an anchor could not be written, and leaves the name of one that was missing as it is', async () => {
    const { room } = await roomWith([{ type: 'anchor', where: 'file', why: 'absent' }, { type: 'anchor', where: 'keychain', why: 'unwritable' }, { type: 'anchor', where: 'file', why: 'odd' as 'absent' }]);
    const { entries } = await room.list({ before: null, limit: 10 });
    const said = entries.map(({ what }) => what).reverse();
    expect(said).toEqual(['anchor', 'anchor-unwritable', 'anchor']);
    for (const what of said) expect(hasMessage(`event.${what}`)).toBe(true);
    expect((await room.verify()).breaks.map(({ what }) => what)).toEqual(said);
  });

  it('pages to the beginning without a gap or a repeat', async () => {
    const { room } = await roomWith(Array.from({ length: 150 }, (_, n) => [intent(`c${n}`), outcome(`c${n}`)]).flat());
    const seen: number[] = [];
    for (let before: number | null = null; ;) {
      const { entries } = await room.list({ before, limit: 40 });
      seen.push(...entries.map((entry) => entry.seq));
      const last = entries.at(-1);
      if (last === undefined) break;
      before = last.seq;
    }
    expect(seen).toEqual(Array.from({ length: 150 }, (_, n) => 299 - 2 * n));
  });
});
