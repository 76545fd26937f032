import { visiblePieces } from '../../preload/contract/language/index.ts';

/** How a run of text looks in a terminal with colours. */
export type Tone = 'plain' | 'faint' | 'strong' | 'add' | 'remove' | 'read' | 'write' | 'send' | 'danger' | 'caution' | 'mark';

const CODES: Readonly<Record<Tone, string>> = {
  plain: '', faint: '2', strong: '1', add: '32', remove: '31', read: '7', write: '44;97', send: '43;30', danger: '41;97', caution: '33', mark: '7',
};

/** Colours our own words. The only place where control characters are made. */
export interface Ink {
  (tone: Tone, text: string): string;
}

/** Ink for a terminal; without colours it changes nothing. */
export function createInk(colours: boolean): Ink {
  return (tone, text) => (colours && CODES[tone] !== '' ? `\u001b[${CODES[tone]}m${text}\u001b[0m` : text);
}

/**
 * Foreign text as it may reach a terminal: what cannot be seen stands as a mark, set apart. SECURITY: no control
 * character of the text itself comes through; `keep` may hold a tab, nothing else.
 */
export function foreign(text: string, ink: Ink, tone: Tone = 'plain', keep: '' | '\t' = ''): string {
  return visiblePieces(text, keep).map((piece) => ink(piece.hidden ? 'mark' : tone, piece.text)).join('');
}

/** Foreign text that may have several lines, each shown apart. */
export function foreignLines(text: string, ink: Ink, tone: Tone = 'plain'): string[] {
  return text.split('\n').map((line) => foreign(line, ink, tone, '\t'));
}
