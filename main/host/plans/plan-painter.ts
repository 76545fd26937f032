import { digestOf, type Sha256 } from '../../core/canonical/canonical.ts';
import { oddness } from '../../core/bulk/mark.ts';
import type { Pause } from '../../core/turns/pause.ts';
import { alwaysAsks, EFFECTS, type Json } from '../../core/words/index.ts';
import type { PlanRow } from './plan-rows.ts';
import type { PlanState } from './plan-state.ts';
import { headOf, rowView, type PlanHead, type PlanRowView } from './plan-view.ts';

/** Rows of one page. */
const PAGE_ROWS = 200;

/** A set as it stands for those who paint it. */
export interface PlanPainting {
  readonly head: PlanHead;
  readonly pages: readonly (readonly PlanRowView[])[];
  /** Digest of the head: what a choice must carry. */
  readonly painted: string;
}

/** Paints one set again and again. */
export interface Painter {
  paint(limit: number): PlanPainting;
  /** Does most of the work of the next painting in slices; `pause` is asked between them. Whatever moves meanwhile is painted anew then. */
  prepare(pause: Pause): Promise<void>;
}

interface Page {
  readonly rows: readonly PlanRowView[];
  readonly digest: string;
}

/** What did not move since the last painting is kept: a set of ten thousand is painted after each of its calls. */
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

/** Higher stands higher: what moved, what is graver than a write, what is odd about a row, then its cautions. */
function riskOf(view: PlanRowView, row: PlanRow): number {
  const moved = view.state === 'moved' ? 1_000_000 : 0;
  const effect = view.effect !== null && alwaysAsks(view.effect) ? EFFECTS.indexOf(view.effect) : 0;
  return moved + effect * 100_000 + oddness(row.marks) * 1000 + Math.min(view.cautions.length, 40);
}
