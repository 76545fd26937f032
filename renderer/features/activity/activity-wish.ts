import type { ActivityFilterView } from '../../../preload/contract/views.ts';

/** Spans of time that can be chosen. */
export const SPANS = ['all', 'today', 'week', 'month', 'day'] as const;
export const WISH_EFFECTS = ['read', 'write', 'send', 'publish', 'delete', 'configure', 'permission'] as const;
export const WISH_VERDICTS = ['allow', 'ask', 'deny'] as const;
export const WISH_OUTCOMES = ['executed', 'failed', 'refused', 'unknown'] as const;

/** What somebody looks for, as it stands in the fields; an empty text is no wish. */
export interface Wish {
  readonly text: string;
  readonly object: string;
  readonly person: string;
  readonly server: string;
  readonly tool: string;
  readonly span: (typeof SPANS)[number];
  /** The one day that `day` of the spans is about, ISO 8601; empty: none was named yet. */
  readonly day: string;
  readonly effect: (typeof WISH_EFFECTS)[number] | '';
  readonly verdict: (typeof WISH_VERDICTS)[number] | '';
  readonly outcome: (typeof WISH_OUTCOMES)[number] | '';
}

export const NO_WISH: Wish = { text: '', object: '', person: '', server: '', tool: '', span: 'all', day: '', effect: '', verdict: '', outcome: '' };

/** How many wishes there are besides the text. */
export function wishesIn(wish: Wish): number {
  return [wish.object, wish.person, wish.server, wish.tool, wish.effect, wish.verdict, wish.outcome].filter((one) => one.trim() !== '').length + (wish.span === 'all' ? 0 : 1);
}

/** The filter for a wish; null: everything. Days begin at midnight where the person is. */
export function filterOf(wish: Wish, now: Date): ActivityFilterView | null {
  const { text, object, person, server, tool, effect, verdict, outcome } = wish;
  const words = Object.entries({ text, object, person, server, tool }).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()] as const]));
  const filter: ActivityFilterView = {
    ...Object.fromEntries(words),
    ...(effect !== '' && { effect }), ...(verdict !== '' && { verdict }), ...(outcome !== '' && { outcome }),
    ...timesOf(wish, now),
  };
  return Object.keys(filter).length === 0 ? null : filter;
}

/** The named day of a wish, from midnight to midnight where the person is; null where it is about no one day. */
export function dayOf({ span, day }: Pick<Wish, 'span' | 'day'>): { readonly from: Date; readonly until: Date } | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (span !== 'day' || year === undefined || Number.isNaN(Date.parse(day))) return null;
  return midnights(Number(year), Number(month) - 1, Number(date));
}

/** The day of a moment, from midnight to midnight where the person is. */
export function dayAround(now: Date): { readonly from: Date; readonly until: Date } {
  return midnights(now.getFullYear(), now.getMonth(), now.getDate());
}

function midnights(year: number, month: number, date: number): { from: Date; until: Date } {
  return { from: new Date(year, month, date), until: new Date(year, month, date + 1) };
}

function timesOf(wish: Wish, now: Date): Pick<ActivityFilterView, 'from' | 'until'> {
  const one = dayOf(wish);
  if (one !== null) return { from: one.from.toISOString(), until: one.until.toISOString() };
  if (wish.span === 'all' || wish.span === 'day') return {};
  const days = wish.span === 'today' ? 0 : wish.span === 'week' ? 6 : 29;
  return { from: new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).toISOString() };
}
