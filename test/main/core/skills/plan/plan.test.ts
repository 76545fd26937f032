import { describe, expect, test } from 'vitest';
import { playbookFrom, SAMPLE_PLAYBOOK } from '../sample-playbook.ts';
import { afterwards, HEADER, plan, planned, sessions, tableOf } from './agenda.ts';

const marksOf = (found: ReturnType<typeof planned>): readonly string[] =>
  [...found.items, ...found.leftOut].flatMap(({ marks, title }) => marks.map(({ code, column }) => `${title}: ${code} ${column}`.trim()));

describe('a delivery of 48 rows', () => {
  const rows = sessions(48).map((row) => [...row]);
  for (const at of [3, 10, 20]) rows[at]![3] = null;
  rows[47] = [...rows[5]!];
  // The end of row 30 reaches into the next one in its room.
  rows[30]![3] = '14:20';
  const found = planned(tableOf(rows));

  test('plans what is whole and leaves out what has no end and what comes twice', () => {
    expect(found.counts).toMatchObject({ rows: 48, create: 43, update: 0, leftOut: 5, clashes: 0, duplicates: 2 });
    expect(found.leftOut.map(({ at, marks }) => [at, marks[0]?.code])).toEqual([[5, 'missing'], [7, 'identical'], [12, 'missing'], [22, 'missing'], [49, 'identical']]);
  });

  test('shows clashing rows and keeps them', () => {
    const clashing = planned(tableOf([...sessions(10), ['Gegenvortrag', '16.03.2027', '8:30', '9:00', 'Saal 0']]));
    expect(clashing.counts).toMatchObject({ create: 11, leftOut: 0, clashes: 2 });
    expect(clashing.items.filter(({ marks }) => marks.some(({ code }) => code === 'clash')).map(({ title, row }) => [title, row?.at])).toEqual([['Vortrag 1', 2], ['Gegenvortrag', 12]]);
  });

  test('takes one of identical rows, or all, where the person says so', () => {
    expect(planned(tableOf(rows), { answers: { identical: 'keep-first' } }).counts).toMatchObject({ create: 44, leftOut: 4 });
    expect(planned(tableOf(rows), { answers: { identical: 'keep-all' } }).counts).toMatchObject({ create: 45, leftOut: 3 });
  });

  test('is the same plan each time', () => {
    expect(planned(tableOf(rows))).toEqual(found);
  });

  test('names the file, row and column each argument comes from', () => {
    expect(found.items[0]?.args).toEqual({ title: 'Vortrag 1', day: '2027-03-16', start: '08:00', end: '08:45', room: 'Saal 0', project: 'demo' });
    expect(found.items[0]?.labels).toEqual({
      '/title': ['agenda.csv:2:1'], '/day': ['agenda.csv:2:2'], '/start': ['agenda.csv:2:3'], '/end': ['agenda.csv:2:4'], '/room': ['agenda.csv:2:5'],
    });
  });
});

describe('a second delivery', () => {
  const first = sessions(20);
  const present = afterwards(planned(tableOf(first)));

  test('that is the same changes nothing', () => {
    const again = planned(tableOf(first), { state: { present } });
    expect(again.items).toEqual([]);
    expect(again.counts).toMatchObject({ unchanged: 20, create: 0, update: 0, missing: 0 });
  });

  test('creates what is new and updates just the fields that differ', () => {
    const second = [...first.map((row, at) => (at === 4 ? [...row.slice(0, 4), 'Foyer'] : row)), ['Neu', '17.03.2027', '9:00', '10:00', 'Foyer']];
    const found = planned(tableOf(second), { state: { present } });
    expect(found.counts).toMatchObject({ unchanged: 19, create: 1, update: 1, missing: 0 });
    expect(found.items.find(({ action }) => action === 'update')?.args).toEqual({ room: 'Foyer', id: present[4]?.['id'] });
  });

  test('that lacks objects counts them and removes them only on request', () => {
    const playbook = playbookFrom(SAMPLE_PLAYBOOK
      .replace('effect: write ', 'effect: delete').replace('update_agenda_item: write }', 'update_agenda_item: write, delete_agenda_item: delete }')
      .replace('checks:', `questions:\n  removals:\n    label: { en: Remove?, de: Entfernen? }\n    when: count.missing > 0\n    options: [{ value: keep, label: { en: Keep, de: Behalten } }, { value: remove, label: { en: Remove, de: Entfernen } }]\n    default: keep\nchecks:`)
      .replace("    clash:", "    remove: { tool: delete_agenda_item, with: { id: '{{ item.id }}' }, when: 'answer.removals == \"remove\"' }\n    clash:"));
    const kept = planned(tableOf(first.slice(2)), { state: { present } }, playbook);
    expect(kept.counts).toMatchObject({ missing: 2, remove: 0 });
    expect(kept.questions.map(({ id, answer }) => [id, answer])).toEqual([['removals', 'keep']]);
    const removed = planned(tableOf(first.slice(2)), { state: { present }, answers: { removals: 'remove' } }, playbook);
    expect(removed.items.map(({ action, args }) => [action, args])).toEqual([['remove', { id: present[0]?.['id'] }], ['remove', { id: present[1]?.['id'] }]]);
    // An answer nobody offers is no answer.
    expect(planned(tableOf(first.slice(2)), { state: { present }, answers: { removals: 'yes' } }, playbook).counts.remove).toBe(0);
  });

  test('pairs sessions of one name with their own, however often they come', () => {
    const breaks = ['10:00', '12:00', '15:00'].map((start) => ['Pause', '16.03.2027', start, `${start.slice(0, 2)}:30`, 'Foyer']);
    const there = afterwards(planned(tableOf(breaks)));
    expect(there).toHaveLength(3);
    const found = planned(tableOf([breaks[0]!, breaks[2]!, ['Pause', '16.03.2027', '12:15', '12:45', 'Foyer']]), { state: { present: there } });
    expect(found.counts).toMatchObject({ unchanged: 2, update: 1, create: 0 });
    expect(found.items[0]?.args).toEqual({ start: '12:15', end: '12:45', id: there[1]?.['id'] });
  });
});

describe('a table', () => {
  test('whose days can be read two ways is asked about, and nothing is planned before', () => {
    const doubtful = tableOf([['A', '03/04/2027', '9:00', '10:00', 'X'], ['B', '05/04/2027', '9:00', '10:00', 'X']]);
    const asked = plan(doubtful);
    expect(asked).toMatchObject({ kind: 'questions', questions: [{ kind: 'day-order', about: 'file', default: null, examples: ['03/04/2027', '05/04/2027'] }] });
    expect(planned(doubtful, { answers: { dayOrder: 'month-first' } }).items[0]?.args['day']).toBe('2027-03-04');
    expect(planned(doubtful, { answers: { dayOrder: 'day-first' } }).items[0]?.args['day']).toBe('2027-04-03');
  });

  test('with one day that has one reading needs no question', () => {
    const table = tableOf([['A', '03/04/2027', '9:00', '10:00', 'X'], ['B', '12/31/2027', '9:00', '10:00', 'X']]);
    expect(planned(table).items.map(({ args }) => args['day'])).toEqual(['2027-03-04', '2027-12-31']);
  });

  test('without a required column is refused whole, with its name', () => {
    expect(plan(tableOf([['A', '03.04.2027', '9:00']], HEADER.slice(0, 3)))).toEqual({ kind: 'refused', because: { code: 'no-column', name: 'file', columns: ['end', 'room'] } });
  });

  test('beyond the limit is refused whole', () => {
    expect(plan(tableOf(sessions(10_001)))).toEqual({ kind: 'refused', because: { code: 'too-many-rows', found: 10_001, limit: 10_000 } });
  });

  test('marks each value that cannot be read, with its column', () => {
    const found = planned(tableOf([['A', '31.02.2027', '25:00', '10:00', 'X'], ['', '16.03.2027', '9:00', '8:00', 'X']]));
    expect(new Set(marksOf(found))).toEqual(new Set(['A: bad-day day', 'A: bad-time start', ': missing title', ': check end']));
    expect(found.counts).toMatchObject({ create: 0, leftOut: 2 });
  });
});

describe('what earlier steps make', () => {
  const PEOPLE = playbookFrom(SAMPLE_PLAYBOOK
    .replace('tools: {', 'tools: { create_directory_entry: write, list_directory_entries: read, ')
    .replace('reads:', "data: { content: { file: data/content.json } }\nreads:\n  people: { tool: list_directory_entries, items: /items }")
    .replace('steps:', `steps:
  - id: speakers
    each: data.content.speakers
    as: person
    key: [person.name]
    title: '{{ person.name }}'
    fields: { name: '{{ person.name }}' }
    match: { in: people, key: [item.name] }
    create: { tool: create_directory_entry, with: { project: '{{ input.project }}', type: speaker } }
`).replace("room: '{{ row.room }}' }", `room: '{{ row.room }}', speakers: ["{{ made('speakers', row.room) }}"] }`));
  const data = { content: { speakers: [{ name: 'Ada' }, { name: 'Grace' }] } };

  test('is named by a reference, and by its id where it is there already', () => {
    const found = planned(tableOf([['A', '16.03.2027', '9:00', '10:00', 'Ada'], ['B', '16.03.2027', '9:00', '10:00', 'Grace'], ['C', '16.03.2027', '9:00', '10:00', 'Nobody']]), {
      data, state: { present: [], people: [{ id: 'd-1', name: 'Grace' }] },
    }, PEOPLE);
    expect(found.items.map(({ key, args }) => [key, args['speakers']])).toEqual([
      ['speakers:Ada', undefined], ['items:a|2027-03-16', [{ $from: 'speakers:Ada', pointer: '/id' }]],
      ['items:b|2027-03-16', ['d-1']], ['items:c|2027-03-16', []],
    ]);
    expect(found.items[3]?.marks).toEqual([{ code: 'unknown-reference', column: '', value: 'Nobody' }]);
    expect(found.items[0]?.labels['/name']).toEqual(['data.content:1']);
  });
});
