import type { Keys } from './keys.ts';
import type { Terminal } from './terminal.ts';

/** Keys typed this soon after a question was put were meant for the one before. */
const GUARD_MS = 500;

/** What one question with a few answers needs. `no` is the answer of Enter, Escape, an interrupt, and of nobody. */
export interface KeyQuestion<A extends string> {
  readonly prompt: string;
  readonly answers: Readonly<Record<string, A>>;
  readonly no: A;
}

/** Puts one question and waits for a key. Other keys, pastes and what comes too soon are ignored. */
export function askKey<A extends string>(terminal: Terminal, keys: Keys, monotonic: () => number, question: KeyQuestion<A>): Promise<A> {
  terminal.prompt(question.prompt);
  const since = monotonic();
  return new Promise((resolve) => {
    const settle = (answer: A): void => {
      stop();
      terminal.prompt('\n');
      resolve(answer);
    };
    const stop = keys.onKeys((typed) => {
      if (typed.includes('\u0003')) return settle(question.no);
      if (monotonic() - since < GUARD_MS) return undefined;
      if (typed === '\r' || typed === '\n' || typed === '\u001b') return settle(question.no);
      const key = typed.toLowerCase();
      return Object.hasOwn(question.answers, key) ? settle(question.answers[key] ?? question.no) : undefined;
    });
  });
}
