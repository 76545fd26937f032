import { canonical, type Sha256 } from '../core/canonical/canonical.ts';
import type { CardChange, CardField, DiffLine, Lines } from '../core/preview/card.ts';
import type { Drawing, Drawn } from '../core/preview/drawing.ts';
import { firstPage, PAGE, pageKeeper } from '../core/preview/paged.ts';
import type { Change, FieldChange } from '../core/preview/preview.ts';
import { isJsonObject, type Json, type JsonObject } from '../core/words/index.ts';
import { diffRows } from './diff-lines.ts';
import { cutLines } from './line-cut.ts';

/** A value longer than this, in characters of its text, is drawn as lines. */
const LONG_VALUE = 4_000;
/** A diff in more stretches than this says nothing to a reader: then everything old goes and everything new comes. */
const MOST_RUNS = 200_000;
/** A list of more records than this is drawn row by row, where a row holds no more values than a screen is wide. */
const MOST_RECORDS = 200;
const MOST_COLUMNS = 12;

/** What drawing needs: a hash, and how long one diff may take. */
export interface Pen {
  readonly sha256: Sha256;
  readonly timeoutMs: number;
}

type Keep = ReturnType<typeof pageKeeper>['keep'];
const keepAll = <T>(keep: Keep) => (page: readonly T[]): string => keep(page as unknown as Json);

/** Draws the changes and the arguments of a card: first pages to stand on it, all others by their digests. */
export function draw({ changes, meanwhile, args }: Drawing, pen: Pen): Drawn {
  const { pages, keep } = pageKeeper(pen.sha256);
  const drawn = (list: readonly Change[]): CardChange[] => list.map((change) => drawChange(change, keep, pen));
  return { changes: drawn(changes), meanwhile: drawn(meanwhile), ...drawArguments(args, keep), pages };
}

/** Long arguments stand on the card as the digests of their text's pieces. */
function drawArguments(args: JsonObject, keep: Keep): Pick<Drawn, 'args' | 'argsText'> {
  const text = textOf(args);
  if (text === null || text.length <= PAGE.characters) return { args };
  const pages: string[] = [];
  for (let from = 0, to = 0; from < text.length; from = to) {
    to = Math.min(text.length, from + PAGE.characters);
    if (to < text.length && /[\uD800-\uDBFF]/.test(text.charAt(to - 1))) to -= 1;
    pages.push(keep(text.slice(from, to)));
  }
  return { args: {}, argsText: { count: text.length, pages } };
}

/** What has no canonical form is denied before anybody is asked; drawn it is all the same. */
function textOf(args: JsonObject): string | null {
  try {
    return canonical(args);
  } catch {
    return null;
  }
}

function drawChange(change: Change, keep: Keep, pen: Pen): CardChange {
  switch (change.kind) {
    case 'move':
    case 'said': return change;
    case 'text': {
      const { target, before, after } = change;
      return { kind: 'text', target, existsBefore: before !== null, existsAfter: after !== null, ...drawLines(before ?? '', after ?? '', keep, pen) };
    }
    case 'fields': return drawRecord(change, keep, pen);
    case 'rows': {
      const rows = change.rows.map((row) => ({ ...row, fields: row.fields.map((field) => drawField(field, keep, pen)) }));
      const { first, rest } = firstPage(rows, PAGE.rows, keepAll(keep));
      return { ...change, rows: first, ...(rest === null ? {} : { rest }) };
    }
  }
}

function drawRecord(change: Extract<Change, { kind: 'fields' }>, keep: Keep, pen: Pen): CardChange {
  const { special } = change;
  // A picture is painted from its bytes, so they stand on the card.
  const bytes = special?.situation === 'media' ? [special.before?.content, special.after?.content] : [];
  const fields = change.fields.map((field) => (bytes.includes(field.pointer) ? field : drawField(field, keep, pen)));
  const { first, rest } = firstPage(fields, PAGE.fields, keepAll(keep));
  const live = special?.situation === 'publication' ? { special: { ...special, live: special.live.map((field) => drawField(field, keep, pen)) } } : {};
  return { ...change, ...live, fields: first, ...(rest === null ? {} : { rest }) };
}

function drawField(field: FieldChange, keep: Keep, pen: Pen): CardField {
  const { before, after, ...named } = field;
  const records = recordLines(before, after);
  if (records !== null) return { ...named, long: { ...diffed(records.old, records.now, keep, pen), columns: records.columns } };
  const [old, now] = [longText(before), longText(after)];
  if (old.length <= LONG_VALUE && now.length <= LONG_VALUE) return field;
  return { ...named, long: drawLines(old, now, keep, pen) };
}

function longText(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** Two long lists of flat records as lines, one for each record. Null for anything else. */
function recordLines(before: Json | undefined, after: Json | undefined): { old: readonly string[]; now: readonly string[]; columns: readonly string[] } | null {
  const [old, now] = [flatRecords(before), flatRecords(after)];
  if (old === null || now === null || old.length + now.length <= MOST_RECORDS) return null;
  const columns = [...new Set([...old, ...now].flatMap((record) => Object.keys(record)))];
  if (columns.length > MOST_COLUMNS) return null;
  const lines = (records: readonly JsonObject[]): string[] => records.map((record) => JSON.stringify(columns.map((name) => (Object.hasOwn(record, name) ? record[name] : []))));
  return { old: lines(old), now: lines(now), columns };
}

function flatRecords(value: Json | undefined): readonly JsonObject[] | null {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return null;
  const flat = (item: Json): item is JsonObject => isJsonObject(item) && Object.values(item).every((member) => typeof member !== 'object' || member === null);
  return (value as readonly Json[]).every(flat) ? value as readonly JsonObject[] : null;
}

function drawLines(before: string, after: string, keep: Keep, pen: Pen): Lines {
  const [old, now] = [cutLines(before), cutLines(after)];
  return { ...diffed(old.rows, now.rows, keep, pen), ...(old.cut || now.cut ? { cut: true } : {}) };
}

function diffed(old: readonly string[], now: readonly string[], keep: Keep, pen: Pen): Lines {
  let lines = diffRows(old, now, pen.timeoutMs);
  let runs = runsOf(lines);
  const wellFormed = [old, now].every((rows) => rows.every((row) => row.isWellFormed()));
  if (runs.count > MOST_RUNS) {
    lines = diffRows(old, now, 0);
    runs = runsOf(lines);
  }
  const { first, rest } = firstPage(lines, PAGE.lines, (page) => keep(page as unknown as Json, wellFormed));
  return rest === null ? { lines } : { lines: first, rest: { ...rest, runs: runs.text } };
}

const SIGNS = { same: '=', add: '+', remove: '-' } as const;

/** The shape of a diff: how many lines of one kind follow one another. */
function runsOf(lines: readonly DiffLine[]): { readonly text: string; readonly count: number } {
  const runs: string[] = [];
  for (let from = 0, to = 0; from < lines.length; from = to) {
    const { op } = lines[from] as DiffLine;
    while (to < lines.length && lines[to]?.op === op) to += 1;
    runs.push(`${SIGNS[op]}${to - from}`);
  }
  return { text: runs.join(''), count: runs.length };
}
