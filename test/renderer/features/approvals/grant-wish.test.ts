import { describe, expect, it } from 'vitest';
import { grantWish } from '../../../../preload/contract/views.ts';
import { dayAfter, wishOf, type OfferDraft } from '../../../../renderer/features/approvals/grant-wish.ts';

const now = new Date(2026, 10, 23, 9, 0);
const draft: OfferDraft = { lasts: 'session', times: 5, until: dayAfter(now, 7), args: {} };

describe('what is asked for longer', () => {
  it('is what stands in the form, as the main process takes it', () => {
    const wishes = [draft, { ...draft, lasts: 'times' as const }, { ...draft, lasts: 'until' as const, args: { text: 'any', path: 'in /work/a b', left: '' } }].map((one) => wishOf(one, now));
    expect(wishes.map((wish) => grantWish.parse(wish))).toEqual([
      { lasts: { kind: 'session' }, args: {} },
      { lasts: { kind: 'times', times: 5 }, args: {} },
      { lasts: { kind: 'until', until: new Date(2026, 10, 30, 23, 59, 59, 999).toISOString() }, args: { text: 'any', path: { within: '/work/a b' } } },
    ]);
  });
  it('lasts to the end of the day that is named, this day too', () => {
    expect(wishOf({ ...draft, lasts: 'until', until: dayAfter(now, 0) }, now)?.lasts).toEqual({ kind: 'until', until: new Date(2026, 10, 23, 23, 59, 59, 999).toISOString() });
  });
  it.each([[{ lasts: 'times', times: 0 }], [{ lasts: 'times', times: Number.NaN }], [{ lasts: 'times', times: 1001 }], [{ lasts: 'until', until: '' }], [{ lasts: 'until', until: '2026-11-22' }]] as const)('is not asked for with %j', (change) => {
    expect(wishOf({ ...draft, ...change }, now)).toBeNull();
  });
});
