import type { Kind } from './kinds.ts';
import { demand, may, rightsOf, type Account, type Deed, type Holder } from './rights.ts';
import { Refusal, type Fields, type Row, type Value } from './rows.ts';
import type { Data, Store } from './store.ts';

/** What the record tools work with. */
export interface Desk {
  readonly store: Store;
  readonly account: Account;
  readonly now: () => string;
}

/** Who acts at this desk, with the rights as they are now. */
export function holderOf(desk: Desk): Holder {
  return { account: desk.account, rights: rightsOf(desk.account, desk.store.read().rights) };
}

/** A list, narrowed by equal fields, in the order of the ids; `total` counts what the page leaves out too. */
export function listRecords(desk: Desk, kind: Kind, args: Fields): Fields {
  const data = desk.store.read();
  const project = args['project'];
  const holder = holderOf(desk);
  if (typeof project === 'string') demand(holder, { deed: 'read', kind: kind.store, project });
  const rows = data[kind.store].filter((row) => (project === undefined || row.project === project)
    && kind.filters.every((filter) => args[filter] === undefined || row[filter] === args[filter])
    && may(holder, { deed: 'read', kind: kind.store, project: row.project, row }));
  const offset = Number(args['offset'] ?? 0);
  const page = rows.slice(offset, offset + Number(args['limit'] ?? 50));
  const light = page.map((row) => withoutFields(shown(data, row), kind.heavy));
  return { items: light, total: rows.length };
}

/** One whole record. */
export function getRecord(desk: Desk, kind: Kind, args: Fields): Fields {
  const data = desk.store.read();
  return shown(data, found(desk, data, kind, args, 'read'));
}

/** What a step on the data gives: the data as it would be, and the record as it is sent. */
interface Stepped {
  readonly data: Data;
  readonly shown: Fields;
}

function kept(desk: Desk, { data, shown: record }: Stepped): Fields {
  desk.store.write(data);
  return record;
}

/** Makes a record: the fields as given, the kind's defaults, and the id that was chosen or a number that was never given before. */
export function createRecord(desk: Desk, kind: Kind, args: Fields): Fields {
  return kept(desk, created(desk, desk.store.read(), kind, args));
}

/** Sets the fields that are given and leaves the others. */
export function updateRecord(desk: Desk, kind: Kind, args: Fields): Fields {
  return kept(desk, updated(desk, desk.store.read(), kind, args));
}

/** Sets the status of a news item. */
export function setStatus(desk: Desk, kind: Kind, args: Fields, status: 'draft' | 'published'): Fields {
  const data = desk.store.read();
  return kept(desk, changed(desk, data, kind, found(desk, data, kind, args, 'publish'), { status }));
}

/** Removes a record; answers with what went. */
export function deleteRecord(desk: Desk, kind: Kind, args: Fields): Fields {
  return kept(desk, removed(desk, desk.store.read(), kind, args));
}

/** The data with one more record. Nothing is written here. */
export function created(desk: Desk, data: Data, kind: Kind, args: Fields): Stepped {
  const row = newRow(desk, data, kind, args, 1);
  return { data: withRows(data, kind, [row]), shown: shown(data, row) };
}

/** The data with more records of a kind, in this order. */
export function withRows(data: Data, kind: Kind, rows: readonly Row[]): Data {
  const last = { ...data.last, [kind.idPrefix]: (data.last[kind.idPrefix] ?? 0) + rows.length };
  return { ...data, [kind.store]: [...data[kind.store], ...rows], last };
}

/** A record as it would be made, `step` numbers after the last one. */
export function newRow(desk: Desk, data: Data, kind: Kind, args: Fields, step: number): Row {
  const project = String(args['project']);
  if (!data.projects.some((candidate) => candidate.id === project)) throw new Refusal(`Not found: project ${project}`);
  const holder = holderOf(desk);
  demand(holder, { deed: 'create', kind: kind.store, project });
  const fields = { ...kind.defaults, ...args };
  if (fields['status'] === 'published') demand(holder, { deed: 'publish', kind: kind.store, project });
  const at = desk.now();
  const id = args['id'] === undefined ? `${kind.idPrefix}-${(data.last[kind.idPrefix] ?? 0) + step}` : String(args['id']);
  if (data[kind.store].some((row) => row.id === id)) throw new Refusal(`The id ${id} is taken.`);
  return complete(kind, { ...fields, id, project, version: 1, createdAt: at, updatedAt: at }, at);
}

/** The data with the given fields of one record changed. Nothing is written here. */
export function updated(desk: Desk, data: Data, kind: Kind, args: Fields): Stepped {
  const patch = Object.fromEntries(Object.entries(args).filter(([name]) => name !== 'id'));
  if (Object.keys(patch).length === 0) throw new Refusal('Nothing to change: give at least one field beside the id.');
  const row = found(desk, data, kind, args, 'update');
  const changesStatus = patch['status'] !== undefined && patch['status'] !== row['status'];
  if (changesStatus) demand(holderOf(desk), { deed: 'publish', kind: kind.store, project: row.project, row });
  return changed(desk, data, kind, row, patch);
}

/** The data without one record. Nothing is written here. */
export function removed(desk: Desk, data: Data, kind: Kind, args: Fields): Stepped {
  const row = found(desk, data, kind, args, 'delete');
  return { data: { ...data, [kind.store]: data[kind.store].filter((candidate) => candidate.id !== row.id) }, shown: shown(data, row) };
}

function changed(desk: Desk, data: Data, kind: Kind, row: Row, patch: Fields): Stepped {
  const at = desk.now();
  const merged = { ...row, ...patch, id: row.id, project: row.project, version: Number(row['version']) + 1, updatedAt: at };
  const next = complete(kind, merged, at);
  return { data: { ...data, [kind.store]: data[kind.store].map((candidate) => (candidate.id === row.id ? next : candidate)) }, shown: shown(data, next) };
}

/** Checks what spans fields and sets what the server itself sets. */
function complete(kind: Kind, row: Row, at: string): Row {
  if (kind.store === 'agenda' && String(row['end']) <= String(row['start'])) {
    throw new Refusal(`The end ${String(row['end'])} must be after the start ${String(row['start'])}.`);
  }
  if (kind.store === 'media') return { ...row, bytes: Buffer.from(String(row['content']), 'base64').length };
  if (kind.store !== 'news') return row;
  const { publishedAt, ...rest } = row;
  const unpublished: Row = { ...rest, id: row.id, project: row.project };
  return row['status'] === 'published' ? { ...unpublished, publishedAt: publishedAt ?? at } : unpublished;
}

function found(desk: Desk, data: Data, kind: Kind, args: Fields, deed: Deed): Row {
  const id = String(args['id']);
  const row = data[kind.store].find((candidate) => candidate.id === id);
  // Who may not read a record is not told that it exists.
  const holder = holderOf(desk);
  const readable = row !== undefined && may(holder, { deed: 'read', kind: kind.store, project: row.project, row });
  if (row === undefined || (!readable && deed === 'read')) throw new Refusal(`Not found: ${kind.title.one} ${id}`);
  demand(holder, { deed, kind: kind.store, project: row.project, row });
  return row;
}

/** A record as it is sent: with the name of its project. */
export function shown(data: Data, row: Row): Fields {
  const { id, project, ...fields } = row;
  const name = data.projects.find((candidate) => candidate.id === project)?.name ?? project;
  return { id, project, projectName: name, ...fields };
}

function withoutFields(row: Fields, names: readonly string[]): Record<string, Value> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}
