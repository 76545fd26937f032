import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askKey } from '../../../main/cli/ask-key.ts';
import type { Terminal } from '../../../main/cli/terminal.ts';
import { createTranslator } from '../../../preload/contract/language/index.ts';

const terminal: Terminal = {
  input: Readable.from([]), canAsk: true, colours: false, t: createTranslator('en'), answer: () => undefined, print: () => undefined,
  drained: async () => undefined, allPrinted: async () => undefined, say: () => undefined, prompt: () => undefined,
};

/** Puts the question and types; each entry is what arrives and when. */
async function typed(...keys: readonly (readonly [key: string, at: number])[]): Promise<{ answer: string; listens: boolean }> {
  let now = 0;
  let listener: ((key: string) => void) | null = null;
  const answer = askKey(terminal, { onKeys: (heard) => { listener = heard; return () => { listener = null; }; } }, () => now, {
    prompt: '?', answers: { y: 'yes', n: 'no' }, no: 'no',
  });
  const press = (key: string): void => listener?.(key);
  for (const [key, at] of keys) {
    now = at;
    press(key);
  }
  return { answer: await answer, listens: listener !== null };
}

describe('a question with a few keys', () => {
  it('takes a known key, and stops listening', async () => {
    expect(await typed(['y', 501])).toEqual({ answer: 'yes', listens: false });
    expect(await typed(['Y', 501])).toMatchObject({ answer: 'yes' });
  });

  it.each(['\r', '\n', '\u001b', '\u0003', 'n'])('takes %j for a no', async (key) => {
    expect(await typed([key, 501], ['y', 502])).toMatchObject({ answer: 'no' });
  });

  it('ignores what comes within half a second, pastes, and keys it does not know', async () => {
    expect(await typed(['y', 499], ['yy', 501], ['toString', 501], ['x', 501], ['n', 600])).toMatchObject({ answer: 'no' });
  });
});
