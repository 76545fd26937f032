import type { GrantWishView } from '../../../preload/contract/views.ts';

/** What stands in the form. `until` is a day as the person's calendar has it; an argument is '', `any` or `in FOLDER`. */
export interface OfferDraft {
  readonly lasts: 'session' | 'times' | 'until';
  readonly times: number;
  readonly until: string;
  readonly args: Readonly<Record<string, string>>;
}

/** What the form asks for, or null where it cannot be asked for like that. Main judges it once more. */
export function wishOf(draft: OfferDraft, now: Date): GrantWishView | null {
  const lasts = lastsOf(draft, now);
  if (lasts === null) return null;
  const args = Object.entries(draft.args).flatMap(([name, wish]): [string, GrantWishView['args'][string]][] => {
    if (wish === 'any') return [[name, 'any']];
    return wish.startsWith('in ') ? [[name, { within: wish.slice(3) }]] : [];
  });
  return { lasts, args: Object.fromEntries(args) };
}

function lastsOf(draft: OfferDraft, now: Date): GrantWishView['lasts'] | null {
  switch (draft.lasts) {
    case 'session': return { kind: 'session' };
    case 'times': return Number.isInteger(draft.times) && draft.times >= 1 && draft.times <= 1000 ? { kind: 'times', times: draft.times } : null;
    case 'until': {
      // The whole of that day, by the person's own clock.
      const end = new Date(`${draft.until}T23:59:59.999`);
      return end.getTime() > now.getTime() ? { kind: 'until', until: end.toISOString() } : null;
    }
  }
}

/** The day so many days from now, as a date field takes it. */
export function dayAfter(now: Date, days: number): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
