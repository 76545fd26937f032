import type { ArgumentWish } from './pattern.ts';

/** How long a person allows something: while this session lasts, so many times, or until a moment. */
export type GrantLasts = { readonly kind: 'session' } | { readonly kind: 'times'; readonly times: number } | { readonly kind: 'until'; readonly until: string };

/** What a person wants to allow for longer, beside the call that is asked about. */
export interface GrantWish {
  readonly lasts: GrantLasts;
  /** Arguments that may differ; each other one stays exactly as it is. */
  readonly args: Readonly<Record<string, ArgumentWish>>;
}

/** Nobody remembers what they allowed for longer than this. */
export const LONGEST_DAYS = 90;
export const MOST_TIMES = 1_000;
const DAY_MS = 86_400_000;

/** Whether a permission may last like that from now on. */
export function mayLast(lasts: GrantLasts, now: string): boolean {
  switch (lasts.kind) {
    case 'session': return true;
    case 'times': return Number.isInteger(lasts.times) && lasts.times >= 1 && lasts.times <= MOST_TIMES;
    case 'until': {
      const left = Date.parse(lasts.until) - Date.parse(now);
      return left > 0 && left <= LONGEST_DAYS * DAY_MS;
    }
  }
}
