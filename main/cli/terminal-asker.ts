import { spokenProblem } from '../../preload/contract/language/index.ts';
import type { ProblemCode } from '../../preload/contract/problem.ts';
import { paintedText } from '../../preload/contract/painted.ts';
import type { Card } from '../core/preview/card.ts';
import { wholeCard, type Pages } from '../core/preview/paged.ts';
import type { Choice, ChoiceRefused } from '../gate/ports.ts';
import { createInk, foreignLines, type Ink } from './ink.ts';
import type { Keys } from './keys.ts';
import { paintCard } from './paint-card.ts';
import type { Terminal } from './terminal.ts';
import { createTypedWord } from './typed-word.ts';

/** The open questions, and where answers go. The gate alone judges each answer. */
export interface Questions {
  cards(): readonly Card[];
  pages(callId: string): Pages;
  answer(callId: string, choice: Choice): { readonly ok: true } | { readonly ok: false; readonly code: ChoiceRefused | 'unknown-call' };
}

/** What the asker works with. */
export interface AskerParts {
  readonly terminal: Terminal;
  readonly questions: Questions;
  readonly keys: Keys;
  readonly sha256: (text: string) => string;
  readonly monotonic: () => number;
}

/** Keys typed this soon after a painting were meant for the one before. */
const GUARD_MS = 500;
const INTERRUPT = '\u0003';
const ESCAPE = '\u001b';

/** Asks a person in the terminal, one question at a time, the oldest first. */
export interface TerminalAsker {
  /** To be called whenever the open questions changed. */
  changed(): void;
  close(): void;
}

/** What stands on the terminal, and who takes the word where one is wanted. */
interface Shown {
  readonly card: Card;
  readonly at: number;
  word: ReturnType<typeof createTypedWord> | null;
}

/** The asker over a terminal. Deny is the default: Enter, Escape and an interrupt are a no. */
export function createTerminalAsker(parts: AskerParts): TerminalAsker {
  const { terminal, questions, keys } = parts;
  const { t } = terminal;
  const ink = createInk(terminal.colours);
  let shown: Shown | null = null;
  let stop: (() => void) | null = null;

  const show = (card: Card): void => {
    for (const line of paintCard(wholeCard(card, questions.pages(card.callId)), t, ink)) terminal.say(line);
    terminal.prompt(t('cli.ask', { choices: choicesOf(card).map((choice) => t(`cli.choice.${choice}`)).join('  ') }));
    shown = { card, at: parts.monotonic(), word: null };
    stop ??= keys.onKeys(heard);
  };

  const rest = (): void => {
    shown = null;
    stop?.();
    stop = null;
  };

  const heard = (typed: string): void => {
    if (shown === null) return;
    if (typed.includes(INTERRUPT)) return give('deny', false);
    if (parts.monotonic() - shown.at < GUARD_MS) return;
    if (shown.word !== null) return heardWord(typed);
    // More than one character at once is no key stroke but a paste.
    switch (typed.toLowerCase()) {
      case 'd': case '\r': case '\n': case ESCAPE: return give('deny', false);
      case 'a': return shown.card.confirm === 'type' ? askWord(shown) : give('approve', false);
      case 'f': return shown.card.lookFirst.length > 0 ? give('look-first', false) : undefined;
      case 'j': return showJson(shown.card);
      default: return undefined;
    }
  };

  const askWord = (on: Shown): void => {
    on.word = createTypedWord(terminal, t(`effect.${on.card.bar.effect}`));
  };

  const heardWord = (typed: string): void => {
    const same = shown?.word?.(typed) ?? null;
    if (same !== null) give(same ? 'approve' : 'deny', same);
  };

  const give = (choice: Choice['choice'], wordTyped: boolean): void => {
    if (shown === null) return;
    const { card } = shown;
    // The digest of the very object that was painted: the gate refuses any other.
    const painted = parts.sha256(paintedText(structuredClone(card) as Parameters<typeof paintedText>[0]));
    rest();
    terminal.prompt('\n');
    const result = questions.answer(card.callId, { choice, painted, args: null, wordTyped, by: 'person' });
    if (result.ok && choice !== 'look-first') terminal.say(t(choice === 'approve' ? 'cli.approved' : 'cli.denied'));
    if (!result.ok) terminal.say(t('cli.not-counted', { why: spokenProblem({ code: result.code satisfies ProblemCode, facts: {} }, t) }));
    changed();
  };

  const showJson = (card: Card): void => {
    terminal.say('');
    for (const line of asJson(wholeCard(card, questions.pages(card.callId)), ink)) terminal.say(line);
  };

  const changed = (): void => {
    const [card] = questions.cards();
    if (card === undefined) {
      if (shown !== null) terminal.say(`\n${t('cli.withdrawn')}`);
      rest();
    } else if (shown === null || shown.card.callId !== card.callId || shown.card.revision !== card.revision) {
      show(card);
    }
  };

  return { changed, close: rest };
}

function choicesOf(card: Card): ('deny' | 'approve' | 'look-first' | 'json')[] {
  return ['deny', 'approve', ...(card.lookFirst.length > 0 ? ['look-first' as const] : []), 'json'];
}

function asJson(card: Card, ink: Ink): string[] {
  return foreignLines(JSON.stringify(card, null, 2), ink);
}
