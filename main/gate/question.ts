import { digestOf } from '../core/canonical/canonical.ts';
import type { Card } from '../core/preview/card.ts';
import type { Json } from '../core/words/index.ts';
import { GUARD_MS } from './approval.ts';
import type { DrawnCard } from './card.ts';
import type { Choice, ChoiceRefused, GatePorts, Question } from './ports.ts';

/** A choice that was accepted, and how long the card had been shown. */
export interface Chosen extends Choice {
  readonly afterMs: number;
  /** True when the call was withdrawn: nobody answered, which is a no by nobody. */
  readonly withdrawn: boolean;
}

/** Other policies came into force while the question stood: it is judged and painted anew. */
export type Superseded = 'other-policy';

/**
 * Asks one question and waits as long as the person needs; a cancelled call is a no. Each answer is judged here:
 * on the painting that is current, not within its first half second, with the word typed where the effect wants it.
 */
export function askPerson({ card, pages }: DrawnCard, policy: string, ports: GatePorts, signal: AbortSignal): Promise<Chosen | Superseded> {
  if (ports.policy.digest() !== policy) return Promise.resolve('other-policy');
  const painted = digestOf(card as unknown as Json, ports.sha256);
  const shownAt = ports.clock.monotonic();
  return new Promise<Chosen | Superseded>((resolve) => {
    let open = true;
    const end = (): void => {
      open = false;
      signal.removeEventListener('abort', cancel);
      unlisten();
      ports.asker.settled(card.callId);
    };
    const settle = (choice: Choice, withdrawn = false): void => {
      end();
      resolve({ ...choice, afterMs: Math.round(ports.clock.monotonic() - shownAt), withdrawn });
    };
    const cancel = (): void => settle({ choice: 'deny', painted, args: null, wordTyped: false, by: 'person' }, true);
    const answer: Question['answer'] = (choice) => {
      const code = open ? refusal(choice, card, painted, ports.clock.monotonic() - shownAt) : 'already-answered';
      if (code !== null) return { ok: false, code };
      settle(choice);
      return { ok: true };
    };
    // SECURITY: a question asked under other policies is no question any more, and nobody needs to answer it for that.
    const unlisten = ports.policy.onChange(() => {
      if (!open || ports.policy.digest() === policy) return;
      end();
      resolve('other-policy');
    });
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    ports.asker.ask({ card, painted, pages, answer });
  });
}

/** SECURITY: why a choice does not count, or null. A no always counts: denying the wrong painting harms nobody. */
function refusal(choice: Choice, card: Card, painted: string, shownMs: number): ChoiceRefused | null {
  if (choice.choice === 'deny') return null;
  if (choice.painted !== painted) return 'card-moved';
  if (choice.by === 'person' && shownMs < GUARD_MS) return 'too-soon';
  if (choice.choice === 'edit') return choice.args === null ? 'bad-request' : null;
  if (choice.choice === 'look-first') return card.lookFirst.length === 0 ? 'bad-request' : null;
  // SECURITY: only what the card offered, and only by the person at the screen, is allowed for longer.
  if ((choice.grant ?? null) !== null && (card.grant === null || choice.by !== 'person')) return 'not-allowed';
  return card.confirm === 'type' && !choice.wordTyped ? 'word-missing' : null;
}
