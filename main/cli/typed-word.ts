import { visible } from '../../preload/contract/language/index.ts';
import type { Terminal } from './terminal.ts';

const ESCAPE = '\u001b';

/**
 * Takes a word letter by letter, as raw keys bring it. Answers null until it is over, then whether it was the word:
 * upper and lower case are the same, Escape is a no.
 */
export function createTypedWord({ prompt, t }: Pick<Terminal, 'prompt' | 't'>, word: string): (keys: string) => boolean | null {
  let typed = '';
  prompt(`\n${t('cli.type-word', { word })}`);
  return (keys) => {
    for (const character of keys) {
      if (character === ESCAPE) return false;
      if (character === '\r' || character === '\n') return typed.trim().toLocaleLowerCase(t.locale) === word.toLocaleLowerCase(t.locale);
      const erases = character === '\u007f' || character === '\b';
      if (erases && typed !== '') prompt('\b \b');
      if (!erases) prompt(visible(character));
      typed = erases ? typed.slice(0, -1) : typed + character;
    }
    return null;
  };
}
