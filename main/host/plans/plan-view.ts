import { digestOf, type Sha256 } from '../../core/canonical/canonical.ts';
import { oddness, type Mark } from '../../core/bulk/mark.ts';
import { alwaysAsks, EFFECTS, type Afterwards, type Effect, type Json, type JsonObject, type PreviewKind } from '../../core/words/index.ts';
import type { SentenceFacts } from '../../core/preview/preview.ts';
import type { Card } from '../../core/preview/card.ts';
import { columnsOf, COLUMNS, type PlanColumn } from './titled-columns.ts';
import type { PlanItem } from './plan-item.ts';
import { countsOf, rowReceipt, type PlanReceipt, type RowEnd } from './plan-receipt.ts';
import { requestableOf } from './plan-request.ts';
import { undoableItems } from './plan-undo.ts';
import type { PlanRow } from './plan-rows.ts';
import { argumentsNow, asksPerson, gravest, objectsOf, openItems, wantsWord, type PlanStage, type PlanState } from './plan-state.ts';

/** Rows of one page. */
export const PAGE_ROWS = 200;
/** Longest text of a cell; the whole stands on the row's own card. */
const CELL_LENGTH = 160;

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
  readonly columns: readonly PlanColumn[];
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
export interface Painter {
  paint(limit: number): PlanPainting;
  /** Does most of the work of the next painting in slices; `pause` is asked between them. Whatever moves meanwhile is painted anew then. */
  prepare(pause: () => Promise<void>): Promise<void>;
}

interface Page {
  readonly rows: readonly PlanRowView[];
  readonly digest: string;
}

export function createPainter(state: PlanState, sha256: Sha256): Painter {
  const views: PlanRowView[] = [];
  const firsts = firstRows(state);
  const kept: Page[] = [];
  let order: readonly number[] = [];
  let moved = true;
  const renew = (item: number): void => {
    // Before it is looked at: what moves from now on makes it dirty again.
    state.dirty.delete(item);
    (state.rowSets[item] ?? []).forEach((row, place) => { views[(firsts[item] ?? 0) + place] = rowView(state, row); });
    moved = true;
  };
  const sort = (): void => {
    // While a set runs its rows stay where the person saw them.
    const sorts = order.length === 0 || state.stage === 'checking' || state.stage === 'asking';
    if (sorts && moved) order = orderOf(state, views);
    moved = false;
  };
  const page = (number: number): Page => {
    const rows = order.slice(number * PAGE_ROWS, (number + 1) * PAGE_ROWS).map((at) => views[at] as PlanRowView);
    const known = kept[number];
    if (known !== undefined && known.rows.length === rows.length && rows.every((row, at) => row === known.rows[at])) return known;
    return kept[number] = { rows, digest: digestOf(rows as unknown as Json, sha256) };
  };
  const pages = (): number => Math.ceil(order.length / PAGE_ROWS);
  return {
    async prepare(pause) {
      for (const item of [...state.dirty]) {
        renew(item);
        await pause();
      }
      sort();
      for (let at = 0; at < pages(); at += 1) {
        page(at);
        await pause();
      }
    },
    paint(limit) {
      for (const item of [...state.dirty]) renew(item);
      sort();
      const all = Array.from({ length: pages() }, (_, at) => page(at));
      const head = headOf(state, views, limit, all.map(({ digest }) => digest));
      return { head, pages: all.map(({ rows }) => rows), painted: digestOf(head as unknown as Json, sha256) };
    },
  };
}

/** Where the rows of each item begin among all rows. */
function firstRows({ rowSets }: PlanState): readonly number[] {
  let first = 0;
  return rowSets.map((rows) => (first += rows.length) - rows.length);
}

/** The rows by their places, riskiest first. */
function orderOf(state: PlanState, views: readonly PlanRowView[]): readonly number[] {
  const risks = state.rows.map((row, at) => ({ at, risk: riskOf(views[at] as PlanRowView, row) }));
  return risks.toSorted((a, b) => b.risk - a.risk || a.at - b.at).map(({ at }) => at);
}

function headOf(state: PlanState, rows: readonly PlanRowView[], limit: number, pages: readonly string[]): PlanHead {
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
    objects: objectsOf(open), limit, columns: columnsOf(state.rows, state.titleOf),
    lookFirst: open.reduce((sum, item) => sum + (item.question()?.card.lookFirst.length ?? 0), 0),
    moved: open.filter((item) => item.moved()).length, waitsForMinute: state.waitsForMinute(),
    confirm: wantsWord(open) ? 'type' : 'plain', pages, decision: state.decision, counts: countsOf(state), askedAt: state.askedAt,
  };
}

function rowView(state: PlanState, row: PlanRow): PlanRowView {
  const item = state.items[row.item] as PlanItem;
  const question = item.question();
  const card = question?.card;
  const over = item.stage() === 'done' || state.skipped.has(row.item) || state.stage === 'done';
  const receipt = over ? rowReceipt(state, row) : null;
  return {
    rowId: row.id, callId: item.callId(), serverId: item.input.serverId, tool: item.input.tool,
    state: receipt !== null && !row.leftOut ? receipt.end : stateOf(state, row, item), effect: item.effect(),
    kind: card?.preview.kind ?? null, sentence: card?.preview.sentence ?? null,
    cells: cellsOf(row.values), marks: row.marks, cautions: card?.cautions.map((caution) => caution.code) ?? [],
    painted: question?.painted ?? null,
    why: receipt?.why ?? null, said: receipt?.said ?? null, afterwards: over ? item.receipt()?.afterwards ?? null : null,
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
  type Tool = { serverName: string; readonly tool: string; effect: Effect | null; items: number };
  const tools = new Map<string, Map<string, Tool>>();
  for (const item of state.items) {
    const { serverId, tool } = item.input;
    const ofServer = tools.get(serverId) ?? new Map<string, Tool>();
    tools.set(serverId, ofServer);
    const known = ofServer.get(tool) ?? { serverName: serverId, tool, effect: null, items: 0 };
    ofServer.set(tool, known);
    if (known.serverName === serverId) known.serverName = item.question()?.card.bar.serverName ?? item.receipt()?.serverName ?? serverId;
    known.effect = item.effect() ?? known.effect;
    known.items += 1;
  }
  return [...tools.values()].flatMap((ofServer) => [...ofServer.values()]);
}
