import type { Asker, Choice, ChoiceRefused, Question } from '../../gate/ports.ts';
import type { Card } from '../../core/preview/card.ts';
import type { Pages } from '../../core/preview/paged.ts';

/** The open questions, in the order they were first asked. Carries answers to the gate, which alone judges them. */
export interface Inbox extends Asker {
  cards(): Card[];
  /** What a card names by its digest and does not hold; empty for a call nobody asks about. */
  pages(callId: string): Pages;
  answer(callId: string, choice: Choice): { readonly ok: true } | { readonly ok: false; readonly code: ChoiceRefused | 'unknown-call' };
  open(): number;
}

const NO_PAGES: Pages = new Map();

/** `onChange` is told whenever a question comes, is painted anew, or is settled. */
export function createInbox(onChange: () => void): Inbox {
  const questions = new Map<string, Question>();
  return {
    ask(question) {
      questions.set(question.card.callId, question); // keeps its place when it is painted anew
      onChange();
    },
    settled(callId) {
      if (questions.delete(callId)) onChange();
    },
    pages: (callId) => questions.get(callId)?.pages ?? NO_PAGES,
    cards: () => [...questions.values()].map((question) => question.card),
    answer: (callId, choice) => questions.get(callId)?.answer(choice) ?? { ok: false, code: 'unknown-call' },
    open: () => questions.size,
  };
}
