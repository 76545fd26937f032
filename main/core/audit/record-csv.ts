import type { AuditRecord } from './event.ts';
import { isJsonObject, type Json } from '../words/index.ts';

/** Columns and where in a record they stand; the first place that holds something counts. */
const COLUMNS: readonly (readonly [name: string, ...places: readonly string[]])[] = [
  ['seq', 'seq'], ['at', 'at'], ['type', 'event/type'], ['what', 'event/what'],
  ['call', 'event/call/callId', 'event/callId'], ['parent', 'event/call/parent'],
  ['person', 'event/call/actor/person', 'event/actor/person'], ['role', 'event/call/actor/role', 'event/actor/role'],
  ['planner', 'event/call/actor/planner/name', 'event/actor/planner/name'],
  ['client', 'event/call/actor/client', 'event/actor/client'],
  ['server', 'event/call/server/name', 'event/server/name'], ['tool', 'event/call/tool/name'], ['arguments', 'event/call/args'],
  ['effect', 'event/call/effect'], ['objects', 'event/call/objects'], ['verdict', 'event/call/verdict'], ['because', 'event/call/because'],
  ['preview', 'event/answer/preview/kind'], ['decision', 'event/answer/decision'], ['by', 'event/answer/by'],
  ['outcome', 'event/outcome'], ['afterwards', 'event/afterwards'], ['error', 'event/error', 'event/why'],
  ['detail', 'event/detail'], ['hash', 'hash'],
];

/** The first line of an export. */
export const CSV_HEAD = `${COLUMNS.map(([name]) => name).join(',')}\r\n`;

/** One record as a line of comma separated values (RFC 4180). */
export function csvLine(record: AuditRecord): string {
  const json: Json = { seq: record.seq, at: record.at, event: record.event, hash: record.hash };
  return `${COLUMNS.map(([, ...places]) => cell(places, json)).join(',')}\r\n`;
}

function cell(places: readonly string[], record: Json): string {
  for (const place of places) {
    const value = valueAt(place, record);
    if (value !== undefined && value !== null) return csvCell(typeof value === 'string' ? value : JSON.stringify(value));
  }
  return '';
}

function valueAt(place: string, record: Json): Json | undefined {
  return place.split('/').reduce<Json | undefined>((at, key) => (isJsonObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), record);
}

/** What a spreadsheet leaves out, or takes for a quote, before it looks whether a cell is a formula. What may end a cell is none of it: a start of its own. */
const SKIPPED = String.raw`(?:(?![\t\r\n])[\s"'\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}])*`;
const FORMULA = String.raw`[=+\-@\u2212\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b]`;
/**
 * Where a formula may begin: at the start of a text, and behind what may end a cell or a line. A spreadsheet that cuts rows at `;` or tabs, as
 * it does where the comma stands in numbers, does not know the quotes of a row that has commas: the row does not begin with one.
 */
const STARTS = new RegExp(`(?:^|(?<=[;|\\t\\r\\n]))(?=${SKIPPED}${FORMULA})|^(?=[\\t\\r\\n])`, 'gu');

/**
 * A text as one cell of comma separated values (RFC 4180).
 * SECURITY: a spreadsheet must not take hostile text for a formula, wherever it cuts the row, also behind characters that it leaves out.
 */
export function csvCell(text: string): string {
  const safe = text.replace(STARTS, "'");
  return /[",;|\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
