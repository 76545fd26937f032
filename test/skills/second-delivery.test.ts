import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSkill } from '../../main/core/skills/skill.ts';
import type { Playbook } from '../../main/core/skills/playbook.ts';
import type { Cell } from '../../main/core/skills/plan/table.ts';
import type { JsonObject } from '../../main/core/words/index.ts';
import { afterwards, planned, tableOf } from '../main/core/skills/plan/agenda.ts';

const folder = join(import.meta.dirname, '..', '..', 'skills', 'import-agenda');
const read = readSkill({ folder: 'import-agenda', skill: readFileSync(join(folder, 'SKILL.md'), 'utf8'), playbook: readFileSync(join(folder, 'playbook.yaml'), 'utf8') });
const AGENDA = (read.ok ? read.skill.playbook : null) as Playbook;

type Row = readonly Cell[];
const FIRST: readonly Row[] = [
  ['Opening', '20.05.2027', '09:00', '09:30', 'Hall A'],
  ['Coffee', '20.05.2027', '10:00', '10:30', 'Foyer'],
  ['Coffee', '20.05.2027', '15:00', '15:30', 'Foyer'],
  ['Heat pumps', '20.05.2027', '11:00', '12:00', 'Hall B'],
  ['Storage', '21.05.2027', '11:00', '12:00', 'Hall B'],
];
const present: readonly JsonObject[] = afterwards(planned(tableOf(FIRST), { state: { present: [] } }, AGENDA));
const second = (rows: readonly Row[], answers: Record<string, string> = {}) => planned(tableOf(rows), { state: { present }, answers }, AGENDA);
const without = (...at: number[]): Row[] => FIRST.filter((_, place) => !at.includes(place)).map((row) => [...row]);
const idOf = (title: string, start: string): unknown => present.find((one) => one['title'] === title && one['start'] === start)?.['id'];

describe('a second delivery of an agenda', () => {
  test('that is the same changes nothing, in any order', () => {
    expect(second(FIRST.toReversed()).counts).toMatchObject({ create: 0, update: 0, unchanged: 5, missing: 0, leftOut: 0 });
  });

  test('spelled with other spaces and capitals finds its items', () => {
    const rows = without();
    rows[3] = ['  HEAT   pumps ', '20.05.2027', '11:00', '12:00', 'Hall B'];
    const found = second(rows);
    expect(found.counts).toMatchObject({ create: 0, unchanged: 4, update: 1, missing: 0 });
    expect(found.items[0]?.args).toEqual({ id: idOf('Heat pumps', '11:00'), title: expect.stringMatching(/^HEAT\s+pumps$/) });
  });

  test('with a moved slot changes just the times of that item', () => {
    const rows = without();
    rows[3] = ['Heat pumps', '20.05.2027', '13:00', '14:00', 'Hall B'];
    expect(second(rows).items.map(({ args }) => args)).toEqual([{ id: idOf('Heat pumps', '11:00'), start: '13:00', end: '14:00' }]);
  });

  test('with the times of two breaks swapped in the file changes nothing', () => {
    const rows = without();
    [rows[1], rows[2]] = [rows[2]!, rows[1]!];
    expect(second(rows).counts).toMatchObject({ unchanged: 5, update: 0, create: 0 });
  });

  test('with one of two breaks moved leaves the other alone', () => {
    const rows = without();
    rows[1] = ['Coffee', '20.05.2027', '10:15', '10:45', 'Foyer'];
    expect(second(rows).items.map(({ args }) => args)).toEqual([{ id: idOf('Coffee', '10:00'), start: '10:15', end: '10:45' }]);
  });

  test('with a renamed session asks whether it is the one that is there, and changes its title where it is', () => {
    const rows = without();
    rows[3] = ['Heat pumps, revisited', '20.05.2027', '11:00', '12:00', 'Hall B'];
    const found = second(rows);
    expect(found.counts).toMatchObject({ create: 1, unchanged: 4, missing: 1, remove: 0, alike: 1 });
    expect(found.questions.filter(({ kind }) => kind === 'same')).toMatchObject([{ row: 5, answer: null, default: 'different', examples: ['Heat pumps', 'Heat pumps, revisited'] }]);
    expect(found.items[0]?.marks.map(({ code }) => code)).toEqual(['maybe-renamed']);
    const id = found.questions.find(({ kind }) => kind === 'same')?.id ?? '';
    const same = second(rows, { [id]: 'same' });
    expect(same.counts).toMatchObject({ create: 0, update: 1, unchanged: 4, missing: 0, alike: 0 });
    expect(same.items.map(({ args }) => args)).toEqual([{ id: idOf('Heat pumps', '11:00'), title: 'Heat pumps, revisited' }]);
  });

  test('deletes nothing that a row may be, until somebody says that it is another one', () => {
    const rows = without();
    rows[3] = ['Heat pumps, revisited', '20.05.2027', '11:00', '12:00', 'Hall B'];
    const deleted = (answers: Record<string, string>) => second(rows, { missing: 'remove', ...answers }).items.filter(({ action, out }) => action === 'remove' && !out).map(({ args }) => args);
    expect(deleted({})).toEqual([]);
    expect(deleted({ same: 'different' })).toEqual([{ id: idOf('Heat pumps', '11:00') }]);
    expect(deleted({ same: 'same' })).toEqual([]);
  });

  test('moved to another day asks the same', () => {
    const rows = without();
    rows[3] = ['Heat pumps', '21.05.2027', '11:00', '12:00', 'Hall C'];
    expect(second(rows).counts).toMatchObject({ create: 1, unchanged: 4, missing: 1, remove: 0, alike: 1 });
    expect(second(rows, { same: 'same' }).items.map(({ args }) => args)).toEqual([{ id: idOf('Heat pumps', '11:00'), day: '2027-05-21', room: 'Hall C' }]);
  });

  test('leaves alone what could be one of several', () => {
    const rows = without(3, 4);
    // Two sessions of that title on other days; the one that is there may be either.
    rows.push(['Heat pumps', '22.05.2027', '11:00', '12:00', 'Hall B'], ['Heat pumps', '23.05.2027', '11:00', '12:00', 'Hall B']);
    expect(second(rows).counts).toMatchObject({ create: 2, alike: 0 });
  });

  test('moved by a change of zones, every row of it, is one question and no new object', () => {
    const day = (at: number, late: boolean): string => `${20 + Math.floor(at / 10) + (late ? 1 : 0)}.05.2027`;
    const evening = Array.from({ length: 30 }, (_, at): Row => [`Session ${at}`, day(at, false), '23:00', '23:30', `Hall ${at % 10}`]);
    const there = afterwards(planned(tableOf(evening), { state: { present: [] } }, AGENDA));
    const moved = Array.from({ length: 30 }, (_, at): Row => [`Session ${at}`, day(at, true), '01:00', '01:30', `Hall ${at % 10}`]);
    const deliver = (answers: Record<string, string>) => planned(tableOf(moved), { state: { present: there }, answers }, AGENDA);
    expect(deliver({}).questions).toMatchObject([{ id: 'same.items', kind: 'same-many', rows: 30 }]);
    expect(deliver({}).counts).toMatchObject({ create: 30, alike: 30, update: 0 });
    expect(deliver({ 'same.items': 'same' }).counts).toMatchObject({ create: 0, alike: 0, update: 30, missing: 0 });
  });

  test('with a defect in a row does not take its item for missing', () => {
    const rows = without();
    rows[3] = ['Heat pumps', '20.05.2027', '11:00', null, 'Hall B'];
    const found = second(rows, { missing: 'remove' });
    expect(found.counts).toMatchObject({ unchanged: 4, missing: 0, remove: 0, leftOut: 1 });
    // Without its day nobody can say which item is meant: nothing is deleted on the strength of such a row.
    rows[3] = ['Heat pumps', null, '11:00', '12:00', 'Hall B'];
    expect(second(rows, { missing: 'remove' }).items.filter(({ action, out }) => action === 'remove' && !out)).toEqual([]);
  });

  test('with the same row twice leaves both out and deletes nothing for it, until somebody chooses', () => {
    const rows: Row[] = [...without(), ['Heat pumps', '20.05.2027', '11:00', '12:00', 'Hall B']];
    const found = second(rows, { missing: 'remove' });
    expect(found.counts).toMatchObject({ create: 0, remove: 0, missing: 0, duplicates: 2 });
    expect(second(rows, { 'identical.file': 'keep-first' }).counts).toMatchObject({ create: 0, missing: 0 });
  });

  test('with clashing rows shows and keeps them', () => {
    const rows: Row[] = [...without(), ['Wind', '20.05.2027', '11:30', '12:30', 'Hall B']];
    const found = second(rows);
    expect(found.counts).toMatchObject({ create: 1, clashes: 2 });
    expect(found.items.find(({ title }) => title === 'Wind')).toMatchObject({ out: false, marks: [{ code: 'clash' }] });
  });
});
