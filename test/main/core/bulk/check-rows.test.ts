import { describe, expect, it } from 'vitest';
import { checkRows } from '../../../../main/core/bulk/check-rows.ts';
import { leavesOut, oddness, type Mark } from '../../../../main/core/bulk/mark.ts';
import { momentOf } from '../../../../main/core/bulk/moment.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';

const SCHEMA = { type: 'object', properties: { title: { type: 'string' }, start: { type: 'string', format: 'date-time' }, end: { type: 'string', format: 'date-time' }, room: { type: 'string' } }, required: ['title', 'start'] };
const row = (n: number, more: JsonObject = {}): JsonObject => ({ title: `Talk ${n}`, start: '2027-03-01T09:00:00+01:00', end: '2027-03-01T10:00:00+01:00', room: 'A', ...more });
const codes = (marks: readonly Mark[]) => marks.map(({ code, pointer }) => `${code}${pointer}`);

describe('checking many rows', () => {
  it('leaves out three without an end and both of an identical pair, of 48', () => {
    const rows = Array.from({ length: 48 }, (_, n) => row(n));
    for (const at of [5, 20, 40]) rows[at] = { title: `Talk ${at}`, start: '2027-03-01T09:00:00+01:00', room: 'A' };
    rows[31] = row(30);
    const marks = checkRows(rows, SCHEMA);
    expect(marks.flatMap((of, at) => (leavesOut(of) ? [at] : []))).toEqual([5, 20, 30, 31, 40]);
    expect(codes(marks[5]!)).toEqual(['missing/end']);
    expect(codes(marks[30]!)).toEqual(['duplicate']);
  });

  it('marks what is required and missing, dates no calendar has, ends before their start and references to nothing', () => {
    const rows = [
      row(1), row(2), row(3), row(4), { start: '2027-03-01T09:00:00Z', end: '2027-03-01T10:00:00Z', room: 'A' },
      row(6, { start: '2027-02-29T09:00:00Z' }), row(7, { end: '2027-03-01T08:59:00+01:00' }), row(8, { room: 'Z' }), row(9, { start: 'tomorrow' }),
    ];
    expect(checkRows(rows, SCHEMA, { room: ['A', 'B'] }).map(codes)).toEqual([
      [], [], [], [], ['missing/title'], ['bad-date/start'], ['end-before-start/end'], ['unknown-reference/room'], ['bad-date/start'],
    ]);
  });

  it('does not call a short meeting over midnight of another zone an end before its start', () => {
    expect(checkRows([row(1, { start: '2027-03-01T23:30:00+05:00', end: '2027-03-01T19:00:00Z' })], SCHEMA)).toEqual([[]]);
  });

  it('shows a row that lacks what most others have, and keeps it in', () => {
    const rows = [...Array.from({ length: 9 }, (_, n) => row(n)), row(9, { room: '' })];
    const [last] = checkRows(rows, SCHEMA).slice(-1);
    expect(codes(last!)).toEqual(['unusual/room']);
    expect(leavesOut(last!)).toBe(false);
  });

  it('is total on rows and schemas of any shape', () => {
    expect(checkRows([{ __proto__: 1, start: 3 as never }, {}], null)).toHaveLength(2);
    expect(checkRows([{ title: '\ud800' }, { title: '\ud800' }], 'no schema').map(codes)).toEqual([['duplicate'], ['duplicate']]);
    expect(oddness([])).toBe(0);
  });

  it('reads days of leap years and refuses those of others', () => {
    expect(momentOf('2028-02-29')).not.toBeNull();
    for (const none of ['2027-02-29', '2100-02-29', '2027-13-01', '2027-00-10', '2027-04-31', '24:00', 'x', '']) expect(momentOf(none)).toBeNull();
  });
});
