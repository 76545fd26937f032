import { idShape, KINDS } from './kinds.ts';
import { holderOf, type Desk } from './records.ts';
import { may } from './rights.ts';
import { type Fields, type Row, type Value } from './rows.ts';
import { objectSchema, READS, type DemoTool } from './tool.ts';

/** Fields by which one record names another. */
const NAMING = ['speakers', 'image'] as const;

/** The records that name this one, as far as the account may read them. */
function listReferences(desk: Desk, args: Fields): Fields {
  const data = desk.store.read();
  const holder = holderOf(desk);
  const items = KINDS.flatMap((kind) => data[kind.store]
    .filter((row) => may(holder, { deed: 'read', kind: kind.store, project: row.project, row }))
    .flatMap((row) => NAMING.filter((field) => names(row[field], args['id'])).map((field) => ({ kind: kind.noun, id: row.id, title: titleOf(row), field }))));
  return { items, total: items.length };
}

function names(value: Value | undefined, id: Value | undefined): boolean {
  return Array.isArray(value) ? value.includes(id) : value !== undefined && value === id;
}

function titleOf(row: Row): Value {
  return row['title'] ?? row['name'] ?? row.id;
}

const REFERENCE = objectSchema({
  kind: { type: 'string', title: 'Kind' }, id: { type: 'string', title: 'Id' }, title: { type: 'string', title: 'Title' }, field: { type: 'string', title: 'Field' },
}, ['kind', 'id', 'title', 'field']);

/** What would hang in the air if a record went. */
export const REFERENCE_TOOLS: readonly DemoTool[] = [
  {
    name: 'list_references', title: 'List references', description: 'Lists the records that name a record, such as the sessions of a speaker or the news with a picture.',
    input: objectSchema({ id: { type: 'string', title: 'Id', ...idShape('[nadm]') } }, ['id']),
    output: objectSchema({ items: { type: 'array', title: 'Items', items: { ...REFERENCE } }, total: { type: 'integer', title: 'Total' } }, ['items', 'total']),
    annotations: READS, run: listReferences,
  },
];
