import type { PageView, PlannedCallView } from '../../preload/contract/views.ts';
import type { Host } from '../host/host.ts';
import { ProblemError, type Handlers } from './handle.ts';

/** Open questions, and a person's answers on their way to the gate. */
export function approvalHandlers({ inbox, plans, activity }: Pick<Host, 'inbox' | 'plans' | 'activity'>): Pick<Handlers, 'approvals:list' | 'approvals:page' | 'approvals:answer'> {
  return {
    // The card crosses as it is: its digest is taken over these very values on both sides.
    'approvals:list': () => inbox.cards().map((card) => structuredClone(card) as unknown as PlannedCallView),
    // Whoever asks holds the page against the digest that the card names.
    'approvals:page': ({ callId, digest }) => {
      const text = [inbox, plans, activity].map((room) => room.pages(callId).get(digest)).find((found) => found !== undefined);
      if (text === undefined) throw new ProblemError('unknown-call');
      return { page: JSON.parse(text) as PageView };
    },
    'approvals:answer': ({ callId, painted, choice, args, wordTyped, grant }) => {
      const answered = inbox.answer(callId, { choice, painted, args, wordTyped, by: 'person', grant });
      if (!answered.ok) throw new ProblemError(answered.code);
      return {};
    },
  };
}
