import type { ActivityFilterView } from '../../../preload/contract/views.ts';

/** Spans of time that can be chosen. */
export const SPANS = ['all', 'today', 'week', 'month'] as const;
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
  readonly effect: (typeof WISH_EFFECTS)[number] | '';
  readonly verdict: (typeof WISH_VERDICTS)[number] | '';
  readonly outcome: (typeof WISH_OUTCOMES)[number] | '';
}

export const NO_WISH: Wish = { text: '', object: '', person: '', server: '', tool: '', span: 'all', effect: '', verdict: '', outcome: '' };

/** How many wishes there are besides the text. */
export function wishesIn(wish: Wish): number {
  return [wish.object, wish.person, wish.server, wish.tool, wish.effect, wish.verdict, wish.outcome].filter((one) => one.trim() !== '').length + (wish.span === 'all' ? 0 : 1);
}

/** The filter for a wish; null: everything. Days begin at midnight where the person is. */
export function filterOf(wish: Wish, now: Date): ActivityFilterView | null {
  const { text, object, person, server, tool, span, effect, verdict, outcome } = wish;
  const words = Object.entries({ text, object, person, server, tool }).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()] as const]));
  const filter: ActivityFilterView = {
    ...Object.fromEntries(words),
    ...(effect !== '' && { effect }), ...(verdict !== '' && { verdict }), ...(outcome !== '' && { outcome }),
    ...(span !== 'all' && { from: startOf(span, now).toISOString() }),
  };
  return Object.keys(filter).length === 0 ? null : filter;
}

function startOf(span: 'today' | 'week' | 'month', now: Date): Date {
  const days = span === 'today' ? 0 : span === 'week' ? 6 : 29;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
}
