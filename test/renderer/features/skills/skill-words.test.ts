import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../../preload/contract/language/index.ts';
import type { SkillReceiptView } from '../../../../preload/contract/views.ts';
import { receiptSentence } from '../../../../renderer/features/skills/skill-words.ts';

const receipt = (counts: Partial<SkillReceiptView>): SkillReceiptView => ({
  runId: 'r', skill: 's', planned: 0, created: 0, updated: 0, deleted: 0, done: 0, unchanged: 0, leftOut: 0, skipped: 0, failed: 0, unknown: 0,
  decision: 'approved', outcome: 'executed', rows: [], ...counts,
});

describe('what became of a run', () => {
  it('names what happened, in one and in many, and nothing that did not', () => {
    const [en, de] = [createTranslator('en'), createTranslator('de')];
    const some = receipt({ planned: 3, created: 1, failed: 1, unknown: 1, unchanged: 1, leftOut: 2 });
    expect(receiptSentence(some, en)).toBe('3 calls planned: 1 created, 1 failed, 1 with unknown outcome. 1 was already there, 2 left out.');
    expect(receiptSentence(some, de)).toBe('3 Aufrufe geplant: 1 angelegt, 1 fehlgeschlagen, 1 mit unbekanntem Ausgang. 1 war schon da, 2 ausgelassen.');
    expect(receiptSentence(receipt({ planned: 1, done: 1 }), de)).toBe('1 Aufruf geplant: 1 ausgeführt.');
    expect(receiptSentence(receipt({ planned: 2, skipped: 2, unchanged: 42 }), de)).toBe('2 Aufrufe geplant. 42 waren schon da, 2 nicht begonnen.');
  });
});
