import { describe, expect, it } from 'vitest';
import type { AuditEvent, AuditRecord } from '../../../../main/core/audit/event.ts';
import { provenanceOf } from '../../../../main/host/activity/object.ts';
import { intent, outcome } from '../../core/audit/events.ts';

/** One step with an object: a change through Countersign, or a reading of it that gave this. */
type Step = { readonly write: string; readonly end?: 'executed' | 'refused' | 'failed' | 'unknown' } | { readonly read: string; readonly gave: string; readonly tool?: string };

function log(...steps: Step[]): AuditRecord[] {
  const events = steps.flatMap((step): AuditEvent[] => {
    const start = intent('write' in step ? step.write : step.read);
    const end = outcome('write' in step ? step.write : step.read);
    if (start.type !== 'intent' || end.type !== 'outcome') return [];
    if ('write' in step) return [start, { ...end, outcome: step.end ?? 'executed' }];
    const call = { ...start.call, effect: 'read' as const, tool: { ...start.call.tool, name: step.tool ?? 'get_news' } };
    return [{ ...start, call }, { ...end, resultDigest: step.gave.repeat(64) }];
  });
  return events.map((event, at) => ({
    v: 1, chain: 'c', seq: at + 1, at: `2026-01-02T00:00:${String(at).padStart(2, '0')}.000Z`, prev: '', event: JSON.parse(JSON.stringify(event)), hash: '',
  }));
}

describe('who changed an object', () => {
  it('is Countersign where it changed it and nothing else was seen since', () => {
    expect(provenanceOf(log({ read: 'r1', gave: 'a' }, { write: 'w1' }, { read: 'r2', gave: 'b' }, { read: 'r3', gave: 'b' })))
      .toMatchObject({ answer: 'through Countersign', last: { call: 'w1' }, elsewhere: [], observed: { call: 'r3' } });
  });

  it('is not this log where no call may have changed it', () => {
    expect(provenanceOf(log({ read: 'r1', gave: 'a' }, { write: 'w1', end: 'refused' }))).toMatchObject({ answer: 'not through this log', last: null });
    expect(provenanceOf(log({ read: 'r1', gave: 'a' }, { read: 'r2', gave: 'b' })))
      .toMatchObject({ answer: 'not through this log', elsewhere: [{ after: { call: 'r1' }, seen: { call: 'r2' } }] });
    expect(provenanceOf([])).toEqual({ answer: 'not through this log', last: null, elsewhere: [], observed: null });
  });

  it('was changed elsewhere since where it reads otherwise with nothing of ours between', () => {
    expect(provenanceOf(log({ write: 'w1' }, { read: 'r1', gave: 'b' }, { read: 'r2', gave: 'c' })))
      .toMatchObject({ answer: 'changed elsewhere since', last: { call: 'w1' }, elsewhere: [{ after: { call: 'r1' }, seen: { call: 'r2' } }] });
  });

  it('is Countersign again after a later call of ours, and still names the change between', () => {
    expect(provenanceOf(log({ write: 'w1' }, { read: 'r1', gave: 'b' }, { read: 'r2', gave: 'c' }, { write: 'w2', end: 'unknown' }, { read: 'r3', gave: 'd' })))
      .toMatchObject({ answer: 'through Countersign', last: { call: 'w2' }, elsewhere: [{ seen: { call: 'r2' } }] });
  });

  it('compares only readings by the same tool', () => {
    expect(provenanceOf(log({ write: 'w1' }, { read: 'r1', gave: 'b' }, { read: 'r2', gave: 'c', tool: 'list_news' }))).toMatchObject({ answer: 'through Countersign', elsewhere: [] });
  });
});
