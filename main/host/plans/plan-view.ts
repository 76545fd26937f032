import { digestOf, type Sha256 } from '../../core/canonical/canonical.ts';
import { oddness, type Mark } from '../../core/bulk/mark.ts';
import { alwaysAsks, EFFECTS, type Afterwards, type Effect, type Json, type JsonObject, type PreviewKind } from '../../core/words/index.ts';
import type { SentenceFacts } from '../../core/preview/preview.ts';
import type { Card } from '../../core/preview/card.ts';
import type { PlanItem } from './plan-item.ts';
import { receiptOf, type PlanReceipt, type RowEnd, type RowReceipt } from './plan-receipt.ts';
import { requestableOf } from './plan-request.ts';
import { undoableItems } from './plan-undo.ts';
import type { PlanRow } from './plan-rows.ts';
import { argumentsNow, asksPerson, gravest, objectsOf, openItems, wantsWord, type PlanStage, type PlanState } from './plan-state.ts';

/** Rows of one page. */
export const PAGE_ROWS = 200;
/** Longest text of a cell; the whole stands on the row's own card. */
const CELL_LENGTH = 160;
const COLUMNS = 12;

/** Where a row is, for the table. `waits`: it rests on a result that is not there yet. */
export type RowState = 'left-out' | 'waits' | 'checking' | 'asks' | 'moved' | 'approved' | 'calling' | RowEnd;

/** One row as it is painted. Cells are shortened; `painted` binds the whole card behind it. */
export interface PlanRowView {
  readonly rowId: string;
  readonly callId: string | null;
  readonly serverId: string;
  readonly tool: string;
  readonly state: RowState;
  readonly effect: Effect | null;
  readonly kind: PreviewKind | null;
  readonly sentence: SentenceFacts | null;
  readonly cells: JsonObject;
  readonly marks: readonly Mark[];
  readonly cautions: readonly string[];
  /** Digest of the row's card as it stands; null where it does not ask. */
  readonly painted: string | null;
  readonly why: string | null;
  readonly said: string | null;
  readonly afterwards: Afterwards | null;
}

/** What a set does in sum: so many of one kind in one project. */
export interface PlanTotal {
  readonly verb: SentenceFacts['verb'];
  readonly noun: string | null;
  readonly project: string | null;
  readonly objects: number;
}

/** The head of a set as it is painted. It names the digest of each page of rows, so its own digest binds them all. */
export interface PlanHead {
  readonly planId: string;
  readonly revision: number;
  readonly stage: PlanStage;
  readonly title: string;
  readonly planner: Card['bar']['planner'];
  readonly client: string;
  readonly skill: string | null;
  /** The set this one undoes; null for one that does something new. */
  readonly undoes: string | null;
  /** Items of this set that can be undone, once it is over. */
  readonly undoable: number;
  /** Calls of this set that somebody else may be asked to countersign, once it is over. */
  readonly requestable: number;
  /** The bar of the gravest card; null while nothing was previewed. */
  readonly bar: Card['bar'] | null;
  /** Servers and tools of the set. */
  readonly tools: readonly { readonly serverName: string; readonly tool: string; readonly effect: Effect | null; readonly items: number }[];
  readonly totals: readonly PlanTotal[];
  readonly rows: number;
  /** Rows that a yes would approve now: neither left out, nor carried out, nor approved before. */
  readonly asks: number;
  readonly leftOut: number;
  readonly waiting: number;
  readonly over: number;
  readonly objects: number | null;
  readonly limit: number;
  readonly columns: readonly string[];
  readonly lookFirst: number;
  readonly moved: number;
  /** It goes on by itself once the minute has room for more calls. */
  readonly waitsForMinute: boolean;
  readonly confirm: 'plain' | 'type';
  readonly pages: readonly string[];
  readonly decision: PlanReceipt['decision'];
  readonly counts: PlanReceipt['counts'];
  readonly askedAt: string;
}

/** A set as it stands for those who paint it. */
export interface PlanPainting {
  readonly head: PlanHead;
  readonly pages: readonly (readonly PlanRowView[])[];
  /** Digest of the head: what a choice must carry. */
  readonly painted: string;
}

/** Paints one set again and again; what did not move since the last time is kept. */
export function createPainter(state: PlanState, sha256: Sha256): (limit: number) => PlanPainting {
  const views: PlanRowView[] = [];
  let order: readonly number[] = [];
  const digests: string[] = [];
  return (limit) => {
    const receipt = receiptOf(state);
    const moved = new Set<number>();
    state.rows.forEach((row, at) => {
      if (!state.dirty.has(row.item) && views[at] !== undefined) return;
      views[at] = rowView(state, row, receipt.rows[at]);
      moved.add(at);
    });
    state.dirty.clear();
    // While a set runs its rows stay where the person saw them.
    const sorts = order.length === 0 || state.stage === 'checking' || state.stage === 'asking';
    const before = order;
    if (sorts && moved.size > 0) order = orderOf(state, views);
    const pages: PlanRowView[][] = [];
    for (let from = 0; from < order.length; from += PAGE_ROWS) {
      const places = order.slice(from, from + PAGE_ROWS);
      const page = places.map((at) => views[at] as PlanRowView);
      const same = digests[pages.length] !== undefined && places.every((at, place) => !moved.has(at) && before[from + place] === at);
      if (!same) digests[pages.length] = digestOf(page as unknown as Json, sha256);
      pages.push(page);
    }
    const head = headOf(state, views, receipt, limit, [...digests]);
    return { head, pages, painted: digestOf(head as unknown as Json, sha256) };
  };
}

/** The rows by their places, riskiest first. */
function orderOf(state: PlanState, views: readonly PlanRowView[]): readonly number[] {
  const risks = state.rows.map((row, at) => ({ at, risk: riskOf(views[at] as PlanRowView, row) }));
  return risks.toSorted((a, b) => b.risk - a.risk || a.at - b.at).map(({ at }) => at);
}

function headOf(state: PlanState, rows: readonly PlanRowView[], receipt: PlanReceipt, limit: number, pages: readonly string[]): PlanHead {
  const { input } = state;
  const open = openItems(state);
  const pending = open.filter((item) => asksPerson(state, item));
  const effect = gravest(open);
  const gravestItem = open.find((item) => item.question() !== null && item.effect() === effect);
  return {
    planId: state.planId, revision: state.revision, stage: state.stage, title: input.title, planner: input.planner, client: input.client,
    skill: input.skill ?? null, undoes: input.undoes ?? null, undoable: state.stage === 'done' ? undoableItems(state).length : 0, requestable: requestableOf(state).calls.length, bar: gravestItem?.question()?.card.bar ?? null, tools: toolsOf(state), 
    // What the yes is about; while it runs, what is still to come.
    totals: totalsOf(state.stage === 'asking' ? pending : open),
    rows: rows.length, asks: pending.reduce((sum, item) => sum + (state.rowSets[item.at] ?? []).filter((row) => !row.leftOut).length, 0), leftOut: state.rows.filter((row) => row.leftOut).length,
    waiting: rows.filter((row) => row.state === 'waits').length,
    over: state.items.filter((item) => item.stage() === 'done' || state.skipped.has(item.at)).length,
    objects: objectsOf(open), limit, columns: columnsOf(state.rows),
    lookFirst: open.reduce((sum, item) => sum + (item.question()?.card.lookFirst.length ?? 0), 0),
    moved: open.filter((item) => item.moved()).length, waitsForMinute: state.waitsForMinute(),
    confirm: wantsWord(open) ? 'type' : 'plain', pages, decision: state.decision, counts: receipt.counts, askedAt: state.askedAt,
  };
}

function rowView(state: PlanState, row: PlanRow, receipt: RowReceipt | undefined): PlanRowView {
  const item = state.items[row.item] as PlanItem;
  const question = item.question();
  const card = question?.card;
  const over = item.stage() === 'done' || state.skipped.has(row.item) || state.stage === 'done';
  return {
    rowId: row.id, callId: item.callId(), serverId: item.input.serverId, tool: item.input.tool,
    state: over && !row.leftOut ? receipt?.end ?? 'skipped' : stateOf(state, row, item), effect: item.effect(),
    kind: card?.preview.kind ?? null, sentence: card?.preview.sentence ?? null,
    cells: cellsOf(row.values), marks: row.marks, cautions: card?.cautions.map((caution) => caution.code) ?? [],
    painted: question?.painted ?? null,
    why: over ? receipt?.why ?? null : null, said: over ? receipt?.said ?? null : null, afterwards: over ? item.receipt()?.afterwards ?? null : null,
  };
}

function stateOf(state: PlanState, row: PlanRow, item: PlanItem): RowState {
  if (row.leftOut) return 'left-out';
  switch (item.stage()) {
    case 'idle': {
      const resolved = argumentsNow(state, row.item);
      return resolved !== null && 'missing' in resolved ? 'waits' : 'checking';
    }
    case 'checking': return 'checking';
    case 'calling': return 'calling';
    case 'ready': return 'approved';
    case 'asking': {
      if (item.moved()) return 'moved';
      return state.approved.get(row.item) === item.question()?.painted ? 'approved' : 'asks';
    }
    case 'done': return 'done';
  }
}

/** Higher stands higher: what moved, what is graver than a write, what is odd about a row, then its cautions. */
function riskOf(view: PlanRowView, row: PlanRow): number {
  const moved = view.state === 'moved' ? 1_000_000 : 0;
  const effect = view.effect !== null && alwaysAsks(view.effect) ? EFFECTS.indexOf(view.effect) : 0;
  return moved + effect * 100_000 + oddness(row.marks) * 1000 + Math.min(view.cautions.length, 40);
}

function cellsOf(values: JsonObject): JsonObject {
  const cells = Object.entries(values).slice(0, COLUMNS).map(([name, value]): [string, Json] => [name, cell(value)]);
  return Object.fromEntries(cells);
}

function cell(value: Json): Json {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (text.length > CELL_LENGTH ? `${text.slice(0, CELL_LENGTH)}…` : text).toWellFormed();
}

/** The columns of the table: names of values in the order in which the rows bring them. */
function columnsOf(rows: readonly PlanRow[]): readonly string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row.values)) names.add(name.toWellFormed());
  return [...names].slice(0, COLUMNS);
}

function totalsOf(items: readonly PlanItem[]): readonly PlanTotal[] {
  const totals = new Map<string, PlanTotal>();
  for (const item of items) {
    const card = item.question()?.card;
    if (card === undefined) continue;
    const { verb, noun, project, objects } = card.preview.sentence;
    const key = JSON.stringify([verb, noun, project]);
    totals.set(key, { verb, noun, project, objects: (totals.get(key)?.objects ?? 0) + (objects ?? 1) });
  }
  return [...totals.values()];
}

function toolsOf(state: PlanState): PlanHead['tools'] {
  const tools = new Map<string, PlanHead['tools'][number]>();
  for (const item of state.items) {
    const { serverId, tool } = item.input;
    const serverName = item.question()?.card.bar.serverName ?? item.receipt()?.serverName ?? serverId;
    const key = JSON.stringify([serverId, tool]);
    const known = tools.get(key);
    const effect = item.effect() ?? known?.effect ?? null;
    tools.set(key, { serverName: known?.serverName === undefined || known.serverName === serverId ? serverName : known.serverName, tool, effect, items: (known?.items ?? 0) + 1 });
  }
  return [...tools.values()];
}
