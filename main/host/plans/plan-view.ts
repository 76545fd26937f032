import type { Mark } from '../../core/bulk/mark.ts';
import type { Afterwards, Effect, Json, JsonObject, PreviewKind } from '../../core/words/index.ts';
import type { SentenceFacts } from '../../core/preview/preview.ts';
import type { Card } from '../../core/preview/card.ts';
import { columnsOf, COLUMNS, type PlanColumn } from './titled-columns.ts';
import type { PlanItem } from './plan-item.ts';
import { countsOf, rowReceipt, type PlanReceipt, type RowEnd } from './plan-receipt.ts';
import { requestableOf } from './plan-request.ts';
import { undoableItems } from './plan-undo.ts';
import type { PlanRow } from './plan-rows.ts';
import { argumentsNow, asksPerson, gravest, objectsOf, openItems, wantsWord, type PlanStage, type PlanState } from './plan-state.ts';

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

/** The head of a set as it stands. `rows`: every row as it is painted; `pages`: the digest of each page of them. */
export function headOf(state: PlanState, rows: readonly PlanRowView[], limit: number, pages: readonly string[]): PlanHead {
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

/** One row as it stands. */
export function rowView(state: PlanState, row: PlanRow): PlanRowView {
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
