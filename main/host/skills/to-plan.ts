import type { Mark, MarkCode } from '../../core/bulk/mark.ts';
import { valueAt } from '../../core/canonical/pointer.ts';
import type { RowMark, RowMarkCode } from '../../core/skills/plan/table.ts';
import type { PlannedItem } from '../../core/skills/plan/run-plan.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';
import type { Label } from '../../gate/planned-call.ts';
import type { PlanItemInput, Reference } from '../plans/plan-input.ts';
import { mappedCall } from './mapped-calls.ts';
import type { SystemMapping } from './mapping-file.ts';

/** What the rows of a file are marked with, in the words of the set's table. */
const SAID: Record<RowMarkCode, MarkCode> = {
  missing: 'missing', 'bad-cell': 'bad-value', 'bad-day': 'bad-date', 'bad-time': 'bad-date', 'bad-number': 'bad-value', 'bad-choice': 'bad-value', 'too-long': 'bad-value',
  check: 'check', identical: 'duplicate', 'maybe-there': 'maybe-there', 'unknown-reference': 'unknown-reference', 'check-mark': 'check-mark', clash: 'clash', 'same-key': 'same-key',
  'clock-change': 'clock-change', 'odd-text': 'odd-text', 'maybe-renamed': 'maybe-renamed',
};

function markOf({ code, column, value }: RowMark): Mark {
  return { code: SAID[code], pointer: column === '' ? '' : `/${column}`, value };
}

/** The items of a plan as the room of sets takes them. */
export function planItemsOf(items: readonly PlannedItem[], serverId: string, mapping: SystemMapping | null): readonly PlanItemInput[] {
  const given = new Map(items.map((item) => [item.key, item.args]));
  // What an object will be called is foreseen where its own call says so; should the answer say otherwise, it is asked about again.
  // Another system may name its objects by itself: nothing is foreseen there.
  const foreseen: Foreseen = (key, result) => (mapping === null ? valueAt(given.get(key) ?? null, result) : undefined);
  return items.map((item) => planItemOf(item, serverId, mapping, foreseen));
}

/** The value that an earlier item's answer will hold at a pointer, where it is known beforehand. */
type Foreseen = (key: string, result: string) => Json | undefined;

/** Values of earlier items become references with their places. */
function planItemOf(item: PlannedItem, serverId: string, mapping: SystemMapping | null, foreseen: Foreseen): PlanItemInput {
  const { tool, args, labels } = mappedCall(item, mapping);
  const references: Reference[] = [];
  const placed = place(args, '', references, foreseen);
  return {
    key: item.key, serverId, tool, args: isJsonObject(placed) ? placed : {},
    labels: Object.entries(labels).flatMap(([pointer, sources]) => sources.filter((source) => !source.startsWith('state.')).map((source): Label => ({ pointer, source }))),
    ...(references.length === 0 ? {} : { references }), marks: item.marks.map(markOf),
    // The skill knows which rows it leaves out; a mark of the same name may be graver in other sets.
    leftOut: item.out,
  };
}

/** Takes references out and notes where they stood; what stands there meanwhile is an empty text. */
function place(value: Json, pointer: string, references: Reference[], foreseen: Foreseen): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item, at) => place(item, `${pointer}/${at}`, references, foreseen));
  if (!isJsonObject(value)) return value;
  if (typeof value['$from'] === 'string' && typeof value['pointer'] === 'string') {
    const known = foreseen(value['$from'], value['pointer']);
    references.push({ pointer, item: value['$from'], result: value['pointer'], ...(known === undefined ? {} : { foreseen: known }) });
    return '';
  }
  const members: [string, Json][] = Object.entries(value).map(([key, item]) => [key, place(item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, references, foreseen)]);
  return Object.fromEntries(members) satisfies JsonObject;
}
