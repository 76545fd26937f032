import { describe, expect, it } from 'vitest';
import { answerInAdvance, countsInAdvance } from '../../../main/cli/in-advance.ts';
import { EFFECTS } from '../../../main/core/words/index.ts';
import { card } from './cards.ts';

describe('answers given in advance', () => {
  it('count only under a home that was named and is not the default one', () => {
    expect(countsInAdvance({ named: true, isDefault: false })).toBe(true);
    expect(countsInAdvance({ named: true, isDefault: true })).toBe(false);
    expect(countsInAdvance({ named: false, isDefault: true })).toBe(false);
    expect(countsInAdvance({ named: false, isDefault: false })).toBe(false);
  });

  it('approve reads and writes and nothing graver', () => {
    expect(EFFECTS.map((effect) => answerInAdvance('approve', card({}, effect)))).toEqual(['approve', 'approve', 'deny', 'deny', 'deny', 'deny', 'deny']);
    const unknown = card();
    expect(answerInAdvance('approve', { ...unknown, bar: { ...unknown.bar, effect: 'new-effect' as never } })).toBe('deny');
  });

  it('read the state first where that is offered, and deny whatever it is', () => {
    const offering = { lookFirst: [{ tool: 'read', args: {} }] };
    expect(answerInAdvance('approve', card(offering))).toBe('look-first');
    expect(answerInAdvance('approve', card(offering, 'delete'))).toBe('deny');
    for (const effect of EFFECTS) expect(answerInAdvance('deny', card(offering, effect))).toBe('deny');
  });
});
