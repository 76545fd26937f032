import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../../preload/contract/language/index.ts';
import { announcementOf, edgeOf, groupCards, inboxOrder, nextAfter, stepFrom, wordMatches } from '../../../../renderer/features/approvals/approvals-selectors.ts';
import { EFFECTS } from '../../../../preload/contract/words.ts';
import { shareBelow } from '../../../../renderer/ui/more-below.tsx';
import { sampleCard } from '../../sample-world.ts';

const at = (callId: string, minute: number, bar: Parameters<typeof sampleCard>[0] = {}) => sampleCard({ ...bar, callId, askedAt: `2026-11-22T09:0${minute}:00.000Z` });

describe('the inbox', () => {
  it('groups like with like, in the order they were asked', () => {
    const cards = [at('c', 3), at('b', 2, { bar: { tool: 'edit_file' } }), at('a', 1)];
    expect(groupCards(cards).map((group) => group.cards.map((card) => card.callId))).toEqual([['a', 'c'], ['b']]);
  });
  it('never groups calls of different effect', () => {
    const cards = EFFECTS.map((effect, index) => at(`c${index}`, index, { bar: { effect } }));
    expect(groupCards(cards)).toHaveLength(EFFECTS.length);
  });
  it('opens the one below after an answer, at the end the one above, then none', () => {
    const cards = [at('a', 1), at('b', 2), at('c', 3)];
    expect(nextAfter(cards, 'a')?.callId).toBe('b');
    expect(nextAfter(cards, 'c')?.callId).toBe('b');
    expect(nextAfter([at('a', 1)], 'a')).toBeNull();
  });
  it('moves step by step and stops at the ends', () => {
    const cards = [at('a', 1), at('b', 2)];
    expect(stepFrom(cards, 'a', 1)?.callId).toBe('b');
    expect(stepFrom(cards, 'b', 1)?.callId).toBe('b');
    expect(stepFrom(cards, 'a', -1)?.callId).toBe('a');
    expect(stepFrom(cards, null, 1)?.callId).toBe('a');
    expect(inboxOrder([])).toEqual([]);
  });
});

describe('a card', () => {
  it('has an edge for every effect', () => {
    expect(EFFECTS.map(edgeOf)).toEqual(['read', 'write', 'amber', 'amber', 'red', 'red', 'red']);
  });
  it('is announced by effect, server and tool, with nothing hidden in the names', () => {
    const card = sampleCard({ bar: { serverName: 'Files\n\u202eevil' } });
    expect(announcementOf(card, createTranslator('en'))).toBe('New question: Write, server Files⟨U+000A⟩⟨U+202E⟩evil, tool write_file.');
  });
  it('takes its word in any case and with space around it, and nothing else', () => {
    expect(wordMatches(' veröffentlichen ', 'Veröffentlichen', 'de')).toBe(true);
    expect(wordMatches('vero\u0308ffentlichen', 'Veröffentlichen', 'de')).toBe(true);
    expect(wordMatches('Veröffentliche', 'Veröffentlichen', 'de')).toBe(false);
    expect(wordMatches('', 'Delete', 'en')).toBe(false);
  });
  it('says how much is out of sight, and nothing when all is in sight', () => {
    expect(shareBelow(0, 500, 500)).toBe(0);
    expect(shareBelow(0, 500, 1000)).toBe(50);
    expect(shareBelow(500, 500, 1000)).toBe(0);
    expect(shareBelow(0, 500, 505)).toBe(1);
  });
});
