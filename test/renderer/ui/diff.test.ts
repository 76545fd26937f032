import { diffLines } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeRows } from '../../../renderer/ui/diff/change-rows.ts';
import { CONTEXT, foldLines, numberLines, pairRows, type DiffLine } from '../../../renderer/ui/diff/fold.ts';
import { endMark } from '../../../renderer/ui/diff/line-end.ts';
import { wordMarks } from '../../../renderer/ui/diff/words.ts';
import { diffOf } from '../sample-world.ts';

const line = fc.record({ op: fc.constantFrom('same', 'add', 'remove'), text: fc.constantFrom('a\n', 'b\r\n', 'c', '') }) as fc.Arbitrary<DiffLine>;
const none: ReadonlySet<number> = new Set();

describe('folding', () => {
  it('hides only unchanged lines, and all rows opened are exactly the lines', () => {
    fc.assert(fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const rows = foldLines(lines, none);
      expect(rows.flatMap((row) => (row.kind === 'fold' ? row.lines : [row]))).toEqual(numberLines(lines));
      for (const row of rows) if (row.kind === 'fold') expect(row.lines.every((one) => one.op === 'same')).toBe(true);
      const opened = new Set(rows.flatMap((row) => (row.kind === 'fold' ? [row.from] : [])));
      expect(foldLines(lines, opened)).toEqual(numberLines(lines));
    }));
  });
  it('keeps the lines beside a change and counts the rest', () => {
    const lines = diffOf(...Array.from({ length: 20 }, (_, at) => ` ${at}`), '-x', '+y', ...Array.from({ length: 20 }, (_, at) => ` ${at}`));
    expect(foldLines(lines, none).map((row) => (row.kind === 'fold' ? row.lines.length : 1))).toEqual([20 - CONTEXT, 1, 1, 1, 1, 1, 1, 1, 1, 20 - CONTEXT]);
  });
  it('numbers each side by itself', () => {
    expect(numberLines(diffOf(' a', '-b', '+c', ' d')).map((one) => [one.old, one.now])).toEqual([[1, 1], [2, null], [null, 2], [3, 3]]);
  });
});

describe('side by side', () => {
  it('keeps every line on its side, in order', () => {
    fc.assert(fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const rows = numberLines(lines);
      const pairs = pairRows(rows);
      const left = pairs.flatMap((pair) => (pair.kind === 'pair' && pair.left !== null ? [pair.left] : []));
      const right = pairs.flatMap((pair) => (pair.kind === 'pair' && pair.right !== null ? [pair.right] : []));
      expect(left).toEqual(rows.filter((row) => row.op !== 'add'));
      expect(right).toEqual(rows.filter((row) => row.op !== 'remove'));
    }));
  });
});

describe('marks', () => {
  it('joined are the line, on both sides', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (old, now) => {
      expect(wordMarks(old, now, 'old').map((one) => one.text).join('')).toBe(old);
      expect(wordMarks(now, old, 'now').map((one) => one.text).join('')).toBe(now);
    }));
  });
  it('set apart the words that differ', () => {
    expect(wordMarks('Doors open at 9', 'Doors open at 8', 'old').filter((one) => one.changed).map((one) => one.text)).toEqual(['9']);
  });
  it('show CRLF always, and LF only where the other side ends differently', () => {
    expect(endMark('a\r\n', null)).toBe('␍␊');
    expect(endMark('a\n', null)).toBe('');
    expect(endMark('a\n', 'a\r\n')).toBe('␊');
    expect(endMark('a', 'a\n')).toBe('∅');
  });
});

describe('the rows of a change', () => {
  it('lay out texts, records and moves as one list', () => {
    const rows = changeRows([
      { kind: 'text', target: '/a', existsBefore: false, existsAfter: true, lines: diffOf('+x') },
      { kind: 'fields', target: 'n-1', verb: 'update', fields: [{ pointer: '/title', label: 'Title', before: 'a', after: 'b' }] },
      { kind: 'move', from: '/a', to: '/b' },
    ], false, new Set());
    expect(rows.map((row) => row.kind)).toEqual(['text-head', 'line', 'fields-head', 'field-names', 'field', 'move']);
    expect(rows[0]).toMatchObject({ state: 'created', added: 1, removed: 0 });
  });
  it('fold and pair 20,000 lines into the few that are painted', () => {
    const old = Array.from({ length: 20_000 }, (_, at) => `line ${at}\n`).join('');
    const lines: DiffLine[] = diffLines(old, old.replace('line 10000\n', 'line ten thousand\n')).flatMap((part) =>
      (part.value.match(/[^\n]*\n/g) ?? []).map((text) => ({ op: part.added ? 'add' : part.removed ? 'remove' : 'same', text })));
    const rows = changeRows([{ kind: 'text', target: '/a', existsBefore: true, existsAfter: true, lines }], true, new Set());
    expect(rows.length).toBeLessThan(20);
  });
});
