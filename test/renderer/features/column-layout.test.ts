import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../preload/contract/language/index.ts';
import type { PlanRowView } from '../../../preload/contract/views.ts';
import { columnWidths, tellingApart } from '../../../renderer/features/plans/column-layout.ts';
import { nameOf } from '../../../renderer/features/plans/plan-table.tsx';

const columnsOf = (...names: readonly string[]) => names.map((name) => ({ name, title: name }));
const COLUMNS = columnsOf('project', 'title', 'day', 'end');
const row = (at: number, cells: PlanRowView['cells']): PlanRowView => ({
  rowId: String(at), callId: null, serverId: 'cms', tool: 'create_agenda_item', state: 'asks', effect: 'write', kind: 'effect', sentence: null,
  cells, marks: [], cautions: [], painted: null, why: null, said: null, afterwards: null,
});
const rows = ['Opening', 'Gesprächsrunde 12'].map((title, at) => row(at, { project: 'demo', title, day: '2027-05-04', end: '09:10' }));

describe('the table of a set', () => {
  it('gives each column the share of its longest word, so that a date is not torn', () => {
    expect(columnWidths(rows, COLUMNS)).toBe('minmax(0, 7fr) minmax(0, 14fr) minmax(0, 10fr) minmax(0, 5fr)');
  });

  it('leaves room for every column, however long a word or a set is', () => {
    const long = [...rows, row(2, { title: 'x'.repeat(100_000), end: null }), ...Array.from({ length: 10_000 }, (_, at) => row(at + 3, {}))];
    expect(columnWidths(long, columnsOf('title', 'end', '')).match(/\d+fr/g)).toEqual(['16fr', '5fr', '4fr']);
  });

  it('calls a row by what tells it from the others', () => {
    const t = createTranslator('en');
    expect(rows.map((one) => nameOf(one, tellingApart(rows, COLUMNS), t))).toEqual(['Opening', 'Gesprächsrunde 12']);
    expect(nameOf(row(7, {}), tellingApart(rows, COLUMNS), t)).toBe('Row 7');
  });
});
