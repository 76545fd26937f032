import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { nextLine, startOf } from '../../../../main/core/audit/chain.ts';
import type { AuditEvent, AuditRecord } from '../../../../main/core/audit/event.ts';
import { parseRecord, recordLine, recordText } from '../../../../main/core/audit/record.ts';
import type { AnchoredHead } from '../../../../main/core/audit/anchors.ts';
import { verifyLines as verify } from './verify-lines.ts';
import { checkSignature } from '../../../../main/adapters/audit-file/ed25519.ts';
import { canonical } from '../../../../main/core/canonical/canonical.ts';
import { intent, outcome, started } from './events.ts';

const verifyLines = (lines: Iterable<string>, anchors: readonly AnchoredHead[] = []) => verify(lines, sha256, { anchors, check: checkSignature });

const AT = '2026-01-02T03:04:05.678Z';

function chainOf(events: readonly AuditEvent[]): string[] {
  let head = startOf('chain-1');
  return events.map((event) => {
    const next = nextLine(head, event, AT, sha256);
    head = next.head;
    return next.line.slice(0, -1);
  });
}

/** A line, and the record that is read back from it. */
function written(event: AuditEvent): { readonly record: AuditRecord; readonly line: string } {
  const { line } = nextLine(startOf('chain-1'), event, AT, sha256);
  const record = parseRecord(line.slice(0, -1));
  if (record === null) throw new Error('no record');
  return { record, line };
}

describe('a chain of records', () => {
  it('spells a record exactly as RFC 8785 does', () => {
    const { record, line } = written(intent('c1', { 'ü': 1e21, b: [null, '\u2028'] }));
    expect(line).toBe(`${canonical(JSON.parse(JSON.stringify(record)))}\n`);
    expect(recordLine(record)).toBe(line);
    const { hash, ...body } = record;
    expect(sha256(canonical(JSON.parse(JSON.stringify(body))))).toBe(hash);
    expect(recordText(record, null)).toBe(canonical(JSON.parse(JSON.stringify(body))));
  });

  it('verifies what it wrote', () => {
    const lines = chainOf([started(), intent('c1'), outcome('c1')]);
    expect(verifyLines(lines)).toMatchObject({ ok: true, records: 3, firstBad: null });
  });

  it('keeps every key of an event when it is read back, __proto__ too', () => {
    const args = JSON.parse('{"__proto__":{"x":1},"constructor":2}');
    const line = chainOf([intent('c1', args)])[0] ?? '';
    const back = parseRecord(line);
    expect(back === null ? '' : recordText(back, back.hash)).toBe(line);
  });

  it('records half a character as the mark for it, so that every refusal can be recorded', () => {
    const { record, line } = written(intent('c1', { 'k\ud800': ['a\udfff'] }));
    expect(record.event).toMatchObject({ call: { args: { 'k\ufffd': ['a\ufffd'] } } });
    expect(verifyLines([line.trimEnd()]).ok).toBe(true);
  });

  it('refuses an event that is no JSON', () => {
    const round: Record<string, never> & { self?: unknown } = {};
    round.self = round;
    expect(() => nextLine(startOf('chain-1'), intent('c1', round), AT, sha256)).toThrow();
  });

  it('names the record and the reason when one is changed, removed, repeated, swapped or re-spelled', () => {
    const lines = chainOf([started(), intent('c1'), outcome('c1'), started()]);
    const [a = '', b = '', c = '', d = ''] = lines;
    const bad = (some: readonly string[]) => verifyLines(some).firstBad;
    expect(bad([a, b.replace('write_file', 'read_files'), c, d])).toMatchObject({ record: 2, why: 'wrong-hash' });
    expect(bad([a, c, d])).toMatchObject({ record: 2, why: 'wrong-place' });
    expect(bad([a, b, b, c, d])).toMatchObject({ record: 3, why: 'wrong-place' });
    expect(bad([b, c])).toMatchObject({ record: 1, why: 'not-the-start' });
    expect(bad([a, `${b} `, c, d])).toMatchObject({ record: 2, why: 'not-canonical' });
    expect(bad([a, 'no json', c, d])).toMatchObject({ record: 2, why: 'not-a-record' });
    expect(bad([a, '[]'.repeat(2), c])).toMatchObject({ record: 2, why: 'not-a-record' });
    const other = nextLine({ chain: 'chain-1', seq: 1, hash: 'f'.repeat(64) }, started(), AT, sha256).line.trimEnd();
    expect(bad([a, other])).toMatchObject({ record: 2, why: 'wrong-prev' });
  });

  it('never throws, whatever the lines are', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const nested = `{"v":1,"chain":"c","seq":1,"at":"${AT}","prev":"${'0'.repeat(64)}","hash":"${'0'.repeat(64)}","event":{"type":"x","y":${deep}}}`;
    expect(verifyLines([deep]).firstBad?.why).toBe('not-a-record');
    expect(verifyLines([nested]).ok).toBe(false);
    fc.assert(fc.property(fc.array(fc.string()), (lines) => {
      expect(verifyLines(lines).ok).toBe(lines.length === 0);
    }), { seed: 7, numRuns: 200 });
  });

  it('finds every flipped character', () => {
    const lines = chainOf([started(), intent('c1'), outcome('c1')]);
    fc.assert(fc.property(fc.nat(2), fc.nat(), fc.constantFrom('0', 'x', ' ', '"', '\u00e9'), (which, place, put) => {
      const line = lines[which] ?? '';
      const at = place % line.length;
      fc.pre(line[at] !== put);
      const changed = lines.with(which, line.slice(0, at) + put + line.slice(at + 1));
      expect(verifyLines(changed).ok).toBe(false);
    }), { seed: 7, numRuns: 500 });
  });

  it('says when the log is shorter than its anchor, or another one', () => {
    const lines = chainOf([started(), intent('c1'), outcome('c1')]);
    const last = parseRecord(lines[2] ?? '');
    const anchor = { chain: 'chain-1', seq: 3, hash: last?.hash ?? '', file: '000001.jsonl' };
    expect(verifyLines(lines, [anchor]).ok).toBe(true);
    expect(verifyLines(lines.slice(0, 2), [anchor]).firstBad).toEqual({ file: '000001.jsonl', record: 3, why: 'anchor-not-reached', anchor: { by: 'external', file: '000001.jsonl', chain: anchor.chain, seq: anchor.seq, says: anchor.hash, found: null } });
    expect(verifyLines(lines, [{ ...anchor, hash: 'e'.repeat(64) }]).firstBad).toMatchObject({ record: 3, why: 'anchor-differs' });
    const rewritten = chainOf([started(), intent('c2'), outcome('c2')]);
    expect(verifyLines(rewritten, [anchor]).firstBad).toMatchObject({ record: 3, why: 'anchor-differs' });
  });
});
