import { describe, expect, it } from 'vitest';
import type { AuditEvent, AuditRecord } from '../../../../main/core/audit/event.ts';
import { provenanceOf } from '../../../../main/host/activity/object.ts';
import { intent, outcome } from '../../core/audit/events.ts';

type End = 'executed' | 'refused' | 'failed' | 'unknown' | 'never';
/** Why a reading brought nothing. */
type Failed = 'error' | 'protocol-error' | 'refused-by-system' | 'timeout' | undefined;
/** One step with an object: a change through Countersign, a reading of it that gave this, or a part of a call alone. */
type Step =
  | { readonly write: string; readonly end?: End; readonly person?: string; readonly undoes?: string; readonly on?: string; readonly part?: 'start' | 'end'; readonly dryFor?: string }
  | { readonly read: string; readonly gave: string; readonly tool?: string; readonly failed?: Failed; readonly on?: string; readonly parent?: string; readonly part?: 'start' | 'end'; readonly args?: string };

function eventsOf(step: Step): AuditEvent[] {
  const id = 'write' in step ? step.write : step.read;
  const start = intent(id, {}, ('read' in step ? step.parent : step.dryFor) ?? null);
  const end = outcome(id);
  if (start.type !== 'intent' || end.type !== 'outcome') return [];
  const name = step.on ?? 'A';
  const call = { ...start.call, server: { ...start.call.server, id: name.toLowerCase(), name, identity: name.toLowerCase().repeat(64) } };
  const events: [AuditEvent, AuditEvent] = 'write' in step
    ? [{ ...start, call: { ...call, undoes: step.undoes ?? null, because: step.dryFor === undefined ? call.because : 'looked-first', actor: { ...call.actor, person: step.person ?? 'ada' } } }, { ...end, outcome: step.end === undefined || step.end === 'never' ? 'executed' : step.end }]
    : [{ ...start, call: { ...call, effect: 'read', argsDigest: (step.args ?? 'c').repeat(64), tool: { ...call.tool, name: step.tool ?? 'get_news' } } }, { ...end, ...answered(step.gave, step.failed) }];
  if (step.part !== undefined) return [events[step.part === 'start' ? 0 : 1]];
  return 'write' in step && step.end === 'never' ? [events[0]] : events;
}

/** How the gate records an answer: an error of the tool, of the protocol, of rights, or none at all. */
function answered(gave: string, failed: Failed) {
  const isError = failed === 'error' || failed === 'refused-by-system';
  return {
    outcome: failed === undefined ? 'executed' as const : isError ? 'failed' as const : 'unknown' as const, isError, error: failed === undefined || failed === 'error' ? null : failed,
    resultDigest: failed === undefined || isError ? gave.repeat(64) : null,
  };
}

function log(...steps: Step[]): AuditRecord[] {
  return steps.flatMap(eventsOf).map((event, at) => ({
    v: 1, chain: 'c', seq: at + 1, at: `2026-01-02T00:00:${String(at).padStart(2, '0')}.000Z`, prev: '', event: JSON.parse(JSON.stringify(event)), hash: '',
  }));
}

const read = (n: number, gave: string): Step => ({ read: `r${n}`, gave });
const gone = (n: number, failed: Failed = 'error'): Step => ({ read: `r${n}`, gave: 'e', failed });
/** A server's own dry run for a call that nobody then let run. */
const dry = (n: number, end: End = 'executed'): Step => ({ write: `d${n}`, dryFor: 'denied', end });
const THROUGH = 'through Countersign';
const NOT = 'not through this log';
const SINCE = 'changed elsewhere since';

describe('who changed an object', () => {
  it.each<readonly [string, Step[], string, (readonly [string, string]) | null, string | null, string[]]>([
    // what happened, its steps, the answer, the last call that may have changed it and its end, the last that did, what was changed elsewhere
    ['no trace', [], NOT, null, null, []],
    ['read once', [read(1, 'a')], NOT, null, null, []],
    ['read twice, the same', [read(1, 'a'), read(2, 'a')], NOT, null, null, []],
    ['read twice, differing', [read(1, 'a'), read(2, 'b')], SINCE, null, null, ['r2']],
    ['changed and changed back between reads', [read(1, 'a'), read(2, 'b'), read(3, 'a')], SINCE, null, null, ['r2', 'r3']],
    ['written', [{ write: 'w1' }], THROUGH, ['w1', 'executed'], 'w1', []],
    ['written by somebody else here', [{ write: 'w1', person: 'eve' }], THROUGH, ['w1', 'executed'], 'w1', []],
    ['written, then the same', [read(1, 'a'), { write: 'w1' }, read(2, 'b'), read(3, 'b')], THROUGH, ['w1', 'executed'], 'w1', []],
    ['written, then changed', [{ write: 'w1' }, read(1, 'b'), read(2, 'c')], SINCE, ['w1', 'executed'], 'w1', ['r2']],
    ['changed, then written', [read(1, 'a'), read(2, 'b'), { write: 'w1' }, read(3, 'c')], THROUGH, ['w1', 'executed'], 'w1', ['r2']],
    ['refused after the intent', [read(1, 'a'), { write: 'w1', end: 'refused' }], NOT, null, null, []],
    ['refused, and changed', [read(1, 'a'), { write: 'w1', end: 'refused' }, read(2, 'b')], SINCE, null, null, ['r2']],
    ['failed', [{ write: 'w1', end: 'failed' }], THROUGH, ['w1', 'failed'], null, []],
    ['failed, then differing', [read(1, 'a'), { write: 'w1', end: 'failed' }, read(2, 'b')], THROUGH, ['w1', 'failed'], null, []],
    ['unknown', [{ write: 'w1', end: 'unknown' }, read(1, 'b')], THROUGH, ['w1', 'unknown'], null, []],
    ['still under way', [read(1, 'a'), { write: 'w1', end: 'never' }, read(2, 'b')], THROUGH, ['w1', 'open'], null, []],
    ['written, then failed', [{ write: 'w1' }, { write: 'w2', end: 'failed' }], THROUGH, ['w2', 'failed'], 'w1', []],
    ['unknown, then changed', [{ write: 'w1', end: 'unknown' }, read(1, 'b'), read(2, 'c')], SINCE, ['w1', 'unknown'], null, ['r2']],
    ['written and undone', [read(1, 'a'), { write: 'w1' }, { write: 'u1', undoes: 'w1' }, read(2, 'a')], THROUGH, ['u1', 'executed'], 'u1', []],
    ['changed, written, unknown, read', [{ write: 'w1' }, read(1, 'b'), read(2, 'c'), { write: 'w2', end: 'unknown' }, read(3, 'd')], THROUGH, ['w2', 'unknown'], 'w1', ['r2']],
    ['changed, then tried in vain', [{ write: 'w1' }, read(1, 'a'), read(2, 'b'), { write: 'w2', end: 'failed' }], SINCE, ['w2', 'failed'], 'w1', ['r2']],
    ['changed before anything here, then tried in vain', [read(1, 'a'), read(2, 'b'), { write: 'w1', end: 'failed' }], SINCE, ['w1', 'failed'], null, ['r2']],
    ['changed, perhaps written, then tried in vain', [{ write: 'w1' }, read(1, 'a'), read(2, 'b'), { write: 'w2', end: 'unknown' }, { write: 'w3', end: 'failed' }], THROUGH, ['w3', 'failed'], 'w1', ['r2']],
    ['a dry run alone', [dry(1)], THROUGH, ['d1', 'dry-run'], null, []],
    ['a dry run that failed', [dry(1, 'failed')], THROUGH, ['d1', 'dry-run'], null, []],
    ['a dry run that was never sent', [dry(1, 'refused')], NOT, null, null, []],
    ['written, then a dry run', [{ write: 'w1' }, dry(1)], THROUGH, ['d1', 'dry-run'], 'w1', []],
    ['a dry run, then written', [dry(1), { write: 'w1' }], THROUGH, ['w1', 'executed'], 'w1', []],
    ['changed, then a dry run', [{ write: 'w1' }, read(1, 'a'), read(2, 'b'), dry(1)], SINCE, ['d1', 'dry-run'], 'w1', ['r2']],
    ['changed around a dry run', [{ write: 'w1' }, read(1, 'a'), dry(1), read(2, 'b')], SINCE, ['d1', 'dry-run'], 'w1', ['r2']],
    ['changed around a dry run and a call', [read(1, 'a'), dry(1), { write: 'w1' }, read(2, 'b')], THROUGH, ['w1', 'executed'], 'w1', []],
    ['read by different tools', [{ write: 'w1' }, read(1, 'b'), { read: 'r2', gave: 'c', tool: 'list_news' }], THROUGH, ['w1', 'executed'], 'w1', []],
    ['an error as an answer is no reading', [read(1, 'a'), gone(2)], NOT, null, null, []],
    ['an error between two readings that differ', [read(1, 'a'), gone(2), read(3, 'b')], SINCE, null, null, ['r3']],
    ['read while it is written', [read(1, 'a'), { write: 'w1', part: 'start' }, read(2, 'a'), { write: 'w1', part: 'end' }, read(3, 'b')], THROUGH, ['w1', 'executed'], 'w1', []],
    ['read by the call that wrote it, then changed', [{ write: 'w1', part: 'start' }, { read: 'r1', gave: 'b', parent: 'w1' }, { write: 'w1', part: 'end' }, read(2, 'c')], SINCE, ['w1', 'executed'], 'w1', ['r2']],
  ])('%s', (_, steps, answer, last, sure, elsewhere) => {
    const said = provenanceOf(log(...steps));
    expect([said.answer, said.last === null ? null : [said.last.call, said.last.end], said.sure?.call ?? null, said.elsewhere.map(({ seen }) => seen.call)])
      .toEqual([answer, last, sure, elsewhere]);
  });

  it('says nothing of what it has no record of', () => {
    expect(provenanceOf([])).toEqual({ answer: NOT, last: null, sure: null, elsewhere: [], missing: null, observed: null, servers: [], others: [] });
  });

  it.each<readonly [string, Step[], readonly [string, string] | null]>([
    // what happened, its steps, the last reading that worked and the first that did not
    ['never read but in vain', [gone(1), gone(2)], null],
    ['read, then in vain', [read(1, 'a'), gone(2)], ['r1', 'r2']],
    ['in vain twice', [read(1, 'a'), gone(2), gone(3)], ['r1', 'r2']],
    ['an error of the protocol', [read(1, 'a'), gone(2, 'protocol-error')], ['r1', 'r2']],
    ['no answer at all', [read(1, 'a'), gone(2, 'timeout')], null],
    ['not allowed to see it any more', [read(1, 'a'), gone(2, 'refused-by-system')], null],
    ['there again', [read(1, 'a'), gone(2), read(3, 'a')], null],
    ['there again, and gone', [read(1, 'a'), gone(2), read(3, 'a'), gone(4)], ['r3', 'r4']],
    ['deleted here', [read(1, 'a'), { write: 'w1' }, gone(2)], null],
    ['perhaps deleted here', [read(1, 'a'), { write: 'w1', end: 'unknown' }, gone(2)], null],
    ['not deleted here, for that was refused', [read(1, 'a'), { write: 'w1', end: 'refused' }, gone(2)], ['r1', 'r2']],
    ['written, read, then in vain', [{ write: 'w1' }, read(1, 'a'), gone(2)], ['r1', 'r2']],
    ['in vain for the call that makes it anew', [read(1, 'a'), { read: 'r2', gave: 'e', failed: 'error', parent: 'w1' }, { write: 'w1' }], null],
    ['in vain, then tried in vain', [read(1, 'a'), gone(2), { write: 'w1', end: 'failed' }], ['r1', 'r2']],
    ['in vain, then a dry run', [read(1, 'a'), gone(2), dry(1)], ['r1', 'r2']],
    ['in vain, then there in another language', [read(1, 'a'), gone(2), { read: 'r3', gave: 'f', args: 'd' }], null],
    ['in vain, then there by another tool', [read(1, 'a'), gone(2), { read: 'r3', gave: 'f', tool: 'find_news' }], null],
    ['there by another tool meanwhile', [read(1, 'a'), { read: 'r2', gave: 'f', tool: 'find_news', part: 'start' }, gone(3), { read: 'r2', gave: 'f', tool: 'find_news', part: 'end' }], ['r1', 'r3']],
    ['in vain again, after another tool found it', [read(1, 'a'), gone(2), { read: 'r3', gave: 'f', tool: 'find_news' }, gone(4)], ['r1', 'r4']],
    ['in vain after a dry run', [read(1, 'a'), dry(1), gone(2)], ['r1', 'r2']],
    ['in vain while it is written', [read(1, 'a'), { write: 'w1', part: 'start' }, gone(2), { write: 'w1', part: 'end' }], null],
    ['in vain by another tool', [read(1, 'a'), { read: 'r2', gave: 'e', tool: 'list_news', failed: 'error' }], null],
  ])('missing: %s', (_, steps, missing) => {
    const said = provenanceOf(log(...steps));
    expect(said.missing === null ? null : [said.missing.after.call, said.missing.failed.call]).toEqual(missing);
    expect(said.answer).toBe(steps.some((step) => 'write' in step && step.end !== 'refused') ? THROUGH : NOT);
  });

  it('names the dry run that stands between two readings: the server may have done more than it says', () => {
    const changed = provenanceOf(log(read(1, 'a'), dry(1), read(2, 'b'), read(3, 'c')));
    expect(changed.elsewhere.map(({ seen, dryRun }) => [seen.call, dryRun?.call ?? null])).toEqual([['r2', 'd1'], ['r3', null]]);
    expect(provenanceOf(log(read(1, 'a'), dry(1), gone(2))).missing).toMatchObject({ failed: { call: 'r2' }, dryRun: { call: 'd1' } });
    expect(provenanceOf(log(read(1, 'a'), gone(2), dry(1))).missing).toMatchObject({ dryRun: null });
  });

  it('takes for a dry run what was sent because somebody looked first, and nothing else that was sent for a call', () => {
    const [start, end] = log(dry(1));
    const asked = JSON.parse(JSON.stringify(start).replace('looked-first', 'granted')) as AuditRecord;
    expect(end === undefined ? null : provenanceOf([asked, end])).toMatchObject({ answer: THROUGH, last: { end: 'executed' }, sure: { call: 'd1' } });
  });

  it('takes what two servers call the same for two objects, and never credits one with a call of the other', () => {
    const records = log({ read: 'r1', gave: 'a', on: 'B' }, { write: 'w1', on: 'A' }, { read: 'r2', gave: 'b', on: 'B' });
    expect(provenanceOf(records)).toMatchObject({
      answer: 'several servers', last: null, elsewhere: [], missing: null, observed: null, others: [],
      servers: [
        { server: { name: 'B', identity: 'b'.repeat(64) }, answer: SINCE, last: null, elsewhere: [{ after: { call: 'r1' }, seen: { call: 'r2' } }], observed: { call: 'r2' } },
        { server: { name: 'A' }, answer: THROUGH, last: { call: 'w1' }, elsewhere: [], missing: null, observed: null },
      ],
    });
    for (const name of ['B', 'b', 'b'.repeat(64)]) expect(provenanceOf(records, name)).toMatchObject({ answer: SINCE, servers: [{ server: { name: 'B' } }], others: ['A'] });
    expect(provenanceOf(records, 'C')).toMatchObject({ answer: NOT, servers: [], others: ['B', 'A'] });
  });

  it('takes a server that is started in another way, or leads elsewhere, for another one', () => {
    const records = log({ write: 'w1' }, { read: 'r1', gave: 'a', on: 'B' });
    const renamed = JSON.parse(JSON.stringify(records).replaceAll('"name":"B"', '"name":"A"').replaceAll('"id":"b"', '"id":"a"')) as AuditRecord[];
    expect(provenanceOf(renamed, 'A').servers.map(({ answer, server }) => [server.name, answer])).toEqual([['A', NOT], ['A', THROUGH]]);
  });
});
