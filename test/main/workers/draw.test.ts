import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../main/adapters/digest/sha256.ts';
import { canonical, digestOf } from '../../../main/core/canonical/canonical.ts';
import type { CardChange, DiffLine } from '../../../main/core/preview/card.ts';
import { PAGE } from '../../../main/core/preview/paged.ts';
import type { Change } from '../../../main/core/preview/preview.ts';
import type { Json } from '../../../main/core/words/index.ts';
import { draw } from '../../../main/workers/draw.ts';
import { LONGEST_ROW } from '../../../main/workers/line-cut.ts';
import { wholeDrawn, wholeOf } from './whole-drawn.ts';

const pen = { sha256, timeoutMs: 1_000 };
const text = (before: string, after: string): Change => ({ kind: 'text', target: '/a', before, after });
const drawn = (...changes: Change[]) => draw({ changes, meanwhile: [], args: {} }, pen);
const hurried = (change: Change) => wholeDrawn(draw({ changes: [change], meanwhile: [], args: {} }, { sha256, timeoutMs: 20 }));
const side = (lines: readonly DiffLine[], without: 'add' | 'remove'): string => lines.filter(({ op }) => op !== without).map((line) => line.text).join('');
const fields = (before: Json, after: Json): Change => ({ kind: 'fields', target: 'n-1', verb: 'update', fields: [{ pointer: '/body', label: 'Body', before, after }] });
const only = <K extends CardChange['kind']>(changes: readonly CardChange[], kind: K): Extract<CardChange, { kind: K }> => {
  const [change] = changes;
  if (change?.kind !== kind) throw new Error(`no ${kind}`);
  return change as Extract<CardChange, { kind: K }>;
};

describe('a long text', () => {
  it('stands on the card with its first page, and with all its pages is exactly both sides', () => {
    const piece = fc.oneof(fc.constantFrom('x\n', 'y\n', '\n', 'z'.repeat(5_000), 'a,b;c '.repeat(500), '\u{1f600}'.repeat(1_500)), fc.string({ unit: 'grapheme' }));
    const texts = fc.tuple(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 40 })).map(([parts, times]) => parts.join('').repeat(times));
    fc.assert(fc.property(texts, texts, (before, after) => {
      const lines = hurried(text(before, after));
      expect(side(lines, 'add')).toBe(before);
      expect(side(lines, 'remove')).toBe(after);
      expect(lines.every((line) => line.text.length <= LONGEST_ROW && line.text.isWellFormed())).toBe(true);
    }), { seed: 5, numRuns: 60 });
  });

  it('names its pages by digests that change with any of its characters, so that the card does', () => {
    const lines = Array.from({ length: 3_000 }, (_, at) => `line ${at}\n`);
    const cardOf = (now: readonly string[]) => digestOf(structuredClone(drawn(text('', now.join(''))).changes) as unknown as Json, sha256);
    const painted = cardOf(lines);
    for (const at of [0, PAGE.lines, 1_777, 2_999]) expect(cardOf(lines.with(at, `line ${at}.\n`))).not.toBe(painted);
    const { changes, pages } = drawn(text('', lines.join('')));
    const { rest } = only(changes, 'text');
    expect(rest).toMatchObject({ count: 3_000, runs: '+3000' });
    expect(rest?.pages.map((digest) => sha256(pages.get(digest) ?? ''))).toEqual(rest?.pages);
  });

  it('of one endless line is cut where it may be, so that what stayed is found again', () => {
    const records = Array.from({ length: 2_000 }, (_, id) => ({ id, title: `Record number ${id}` }));
    const now = records.with(1_000, { id: 1_000, title: 'Another title' });
    const change = text(JSON.stringify(records), JSON.stringify([{ id: -1, title: 'New' }, ...now]));
    expect(only(drawn(change).changes, 'text')).toMatchObject({ cut: true });
    expect(wholeDrawn(drawn(change)).filter(({ op }) => op !== 'same').map(({ text: row }) => row).join('').length).toBeLessThan(800);
  });

  it('of a quarter of a million lines finds what differs at once', () => {
    const old = Array.from({ length: 250_000 }, (_, at) => (at % 5 === 0 ? '},\n' : `"title": "line ${at}",\n`));
    const now = old.flatMap((row, at) => (at % 250 === 1 ? [`"title": "now ${at}",\n`] : at === 9 ? [] : [row]));
    expect(wholeDrawn(drawn(text(old.join(''), now.join('')))).filter(({ op }) => op !== 'same')).toHaveLength(2 * 1_000 + 1);
  });
});

describe('a long value of a field', () => {
  it('is drawn as lines; short ones stay as they are', () => {
    const [long] = only(drawn(fields('a\n'.repeat(3_000), 'b\n'.repeat(3_000))).changes, 'fields').fields;
    expect(long).toMatchObject({ label: 'Body', long: { rest: { count: 6_000 } } });
    expect(long).not.toHaveProperty('before');
    expect(only(drawn(fields('a', 'b')).changes, 'fields').fields).toEqual([{ pointer: '/body', label: 'Body', before: 'a', after: 'b' }]);
  });

  it('that is a list of records is drawn as a table, where one record more moves no other', () => {
    const rows = Array.from({ length: 100_000 }, (_, id) => ({ id, title: `Row ${id}` }));
    const { changes, pages } = drawn(fields(rows, [{ id: -1, title: 'First' }, ...rows]));
    const [field] = only(changes, 'fields').fields;
    expect(field?.long).toMatchObject({ columns: ['id', 'title'], rest: { count: 100_001, runs: '+1=100000' } });
    expect(pages.size).toBe(Math.ceil(100_001 / PAGE.lines) - 1);
  });

  it('that is the bytes of a picture stays, for it is painted', () => {
    const content = 'QUJD'.repeat(3_000);
    const facts = { name: 'a.png', stated: null, found: 'image/png', bytes: 9_000, digest: null, content: '/content' };
    const change: Change = {
      kind: 'fields', target: 'm-1', verb: 'create', fields: [{ pointer: '/content', label: 'Content', after: content }],
      special: { situation: 'media', before: null, after: facts, overwrites: false, used: [], complete: true },
    };
    expect(only(drawn(change).changes, 'fields').fields[0]).toMatchObject({ after: content });
  });
});

describe('many fields, many rows, long arguments', () => {
  it('are whole with all their pages', () => {
    const many = Array.from({ length: 1_234 }, (_, at) => ({ pointer: `/f${at}`, label: `F ${at}`, after: at }));
    const rows = Array.from({ length: 321 }, (_, at) => ({ verb: 'create' as const, target: String(at), fields: [{ pointer: '/a', label: 'A', after: at }] }));
    const changes: Change[] = [{ kind: 'fields', target: 'n', verb: 'create', fields: many }, { kind: 'rows', at: '/items', noun: 'news', rows }];
    const args = { items: Array.from({ length: 20_000 }, (_, at) => ({ at, title: `\u{1f600} ${at}` })) };
    const all = draw({ changes, meanwhile: changes, args }, pen);
    expect(canonical(structuredClone(all.changes) as unknown as Json).length).toBeLessThan(60_000);
    const whole = wholeOf(all);
    expect(whole.preview.changes).toMatchObject([{ fields: many }, { rows }]);
    expect(whole.meanwhile).toMatchObject([{ fields: many }, { rows }]);
    expect(all.args).toEqual({});
    expect(whole.args).toEqual(args);
  });
});
