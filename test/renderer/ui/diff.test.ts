import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinesView } from '../../../preload/contract/views.ts';
import { changeRows, type ChangeRow, type ChangeWish } from '../../../renderer/ui/diff/change-rows.ts';
import { CONTEXT, layOut, type LaidRow, type Layout } from '../../../renderer/ui/diff/layout.ts';
import { endMark } from '../../../renderer/ui/diff/line-end.ts';
import { lineCounts, shapeOf } from '../../../renderer/ui/diff/shape.ts';
import { wordMarks } from '../../../renderer/ui/diff/words.ts';
import { diffOf } from '../sample-world.ts';

const line = fc.record({ op: fc.constantFrom('same', 'add', 'remove'), text: fc.constantFrom('a\n', 'b\r\n', 'c', '') }) as fc.Arbitrary<LinesView['lines'][number]>;
const none: ReadonlySet<number> = new Set();
const wish: ChangeWish = { sideBySide: false, opened: new Set(), rendered: new Set() };
const rowsOf = ({ count, row }: Layout): LaidRow[] => Array.from({ length: count }, (_, at) => row(at));
const laid = (lines: LinesView['lines'], sideBySide = false, opened = none): LaidRow[] => rowsOf(layOut(shapeOf({ lines }), sideBySide, opened));
/** Places of lines, those that a fold hides too. */
const placesIn = (rows: readonly LaidRow[]): number[] => rows.flatMap((row) => (row.kind === 'fold' ? Array.from({ length: row.count }, (_, at) => row.from + at) : row.kind === 'line' ? [row.at] : []));

describe('folding', () => {
  it('hides only unchanged lines, and all rows opened are exactly the lines', () => {
    fc.assert(fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const rows = laid(lines);
      expect(placesIn(rows)).toEqual(lines.map((_, at) => at));
      const folds = rows.filter((row) => row.kind === 'fold');
      for (const { from, count } of folds) expect(lines.slice(from, from + count).every(({ op }) => op === 'same')).toBe(true);
      const all = laid(lines, false, new Set(folds.map(({ from }) => from)));
      expect(all.map((row) => (row.kind === 'line' ? [row.at, row.op] : row.kind))).toEqual(lines.map(({ op }, at) => [at, op]));
    }));
  });
  it('keeps the lines beside a change and counts the rest', () => {
    const lines = diffOf(...Array.from({ length: 20 }, (_, at) => ` ${at}`), '-x', '+y', ...Array.from({ length: 20 }, (_, at) => ` ${at}`));
    expect(laid(lines).map((row) => (row.kind === 'fold' ? row.count : 1))).toEqual([20 - CONTEXT, 1, 1, 1, 1, 1, 1, 1, 1, 20 - CONTEXT]);
  });
  it('numbers each side by itself', () => {
    expect(laid(diffOf(' a', '-b', '+c', ' d')).map((row) => (row.kind === 'line' ? [row.old, row.now] : null))).toEqual([[1, 1], [2, null], [null, 2], [3, 3]]);
  });
  it('sets each removed line beside the added one that takes its place', () => {
    expect(laid(diffOf('-a', '-b', '+c')).map((row) => (row.kind === 'line' ? row.partner : null))).toEqual([2, null, 0]);
  });
});

describe('side by side', () => {
  it('keeps every line on its side, in order', () => {
    fc.assert(fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const folds = laid(lines).flatMap((row) => (row.kind === 'fold' ? [row.from] : []));
      const pairs = laid(lines, true, new Set(folds)).flatMap((row) => (row.kind === 'pair' ? [row] : []));
      const side = (other: 'add' | 'remove'): number[] => lines.flatMap(({ op }, at) => (op === other ? [] : [at]));
      expect(pairs.flatMap(({ left }) => (left === null ? [] : [left]))).toEqual(side('add'));
      expect(pairs.flatMap(({ right }) => (right === null ? [] : [right]))).toEqual(side('remove'));
    }));
  });
});

describe('the shape of a diff', () => {
  it('is the same from its runs as from its lines', () => {
    const lines = diffOf(' a', ' b', '-c', '+d', '+e', ' f');
    const [read, counted] = [shapeOf({ lines: lines.slice(0, 2), rest: { count: 6, pages: [], runs: '=2-1+2=1' } }), shapeOf({ lines })];
    const all = (shape: typeof read) => Array.from({ length: shape.length }, (_, at) => shape.run(at));
    expect(all(read)).toEqual(all(counted));
    expect(all(read)).toHaveLength(4);
    expect(lineCounts(read)).toEqual({ added: 2, removed: 1 });
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
  const rows = (...changes: Parameters<typeof changeRows>[0]): ChangeRow[] => {
    const { count, row } = changeRows(changes, wish);
    return Array.from({ length: count }, (_, at) => row(at));
  };
  it('lay out texts, records and moves as one list', () => {
    const all = rows(
      { kind: 'text', target: '/a', existsBefore: false, existsAfter: true, lines: diffOf('+x') },
      { kind: 'fields', target: 'n-1', verb: 'update', fields: [{ pointer: '/title', label: 'Title', before: 'a', after: 'b' }] },
      { kind: 'move', from: '/a', to: '/b' },
    );
    expect(all.map((row) => row.kind)).toEqual(['text-head', 'laid', 'fields-head', 'field-names', 'field', 'move']);
    expect(all[0]).toMatchObject({ added: 1, removed: 0 });
  });
  it('count what stands on later pages, and show a long value as its lines', () => {
    const field = { pointer: '/a', label: 'A', before: 1, after: 2 };
    const long = { pointer: '/b', label: 'B', long: { lines: diffOf('-x', '+y') } };
    const { count, row } = changeRows([{ kind: 'fields', target: 'n', verb: 'update', fields: [field, long], rest: { count: 5_000, pages: [] } }], wish);
    expect(Array.from({ length: 7 }, (_, at) => row(at).kind)).toEqual(['fields-head', 'field-names', 'field', 'long-head', 'laid', 'laid', 'later-field']);
    expect(count).toBe(6 + 4_998);
    expect(row(count - 1)).toMatchObject({ kind: 'later-field', at: 4_999 });
  });
  it('fold a hundred thousand lines into the few that are painted, from the shape alone', () => {
    const { count, row } = changeRows([{ kind: 'text', target: '/a', existsBefore: true, existsAfter: true, lines: diffOf(' a'), rest: { count: 100_001, pages: [], runs: '=50000-1+1=49999' } }], wish);
    expect(count).toBe(1 + 1 + CONTEXT + 2 + CONTEXT + 1);
    expect(row(count - 1)).toMatchObject({ kind: 'fold', count: 49_999 - CONTEXT });
  });
});
