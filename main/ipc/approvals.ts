import type { PlannedCallView } from '../../preload/contract/views.ts';
import type { Inbox } from '../host/calls/inbox.ts';
import { ProblemError, type Handlers } from './handle.ts';

/** Open questions, and a person's answers on their way to the gate. */
export function approvalHandlers(inbox: Inbox): Pick<Handlers, 'approvals:list' | 'approvals:answer'> {
  return {
    // The card crosses as it is: its digest is taken over these very values on both sides.
    'approvals:list': () => inbox.cards().map((card) => structuredClone(card) as unknown as PlannedCallView),
    'approvals:answer': ({ callId, painted, choice, args, wordTyped, grant }) => {
      const answered = inbox.answer(callId, { choice, painted, args, wordTyped, by: 'person', grant });
      if (!answered.ok) throw new ProblemError(answered.code);
      return {};
    },
  };
}
