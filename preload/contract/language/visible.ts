/** What cannot be seen or can reorder its neighbours: controls, format and bidi characters, odd spaces, fillers. */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u00A0\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2000-\u200A\u202F\u205F\u2800\u3000\u3164\uFE00-\uFE0F\uFFA0\u{E0100}-\u{E01EF}]/u;
/** No script sets more marks over one letter; a stack of them paints over the lines above. What goes beyond is one mark of ours. */
const STACKED = /(?<=\p{M}{4})\p{M}+/u;
const HIDDEN_ALL = new RegExp(`${HIDDEN.source}|${STACKED.source}`, 'gu');

/** A run of text, or the mark of one hidden character such as `⟨U+200B⟩`. */
export interface VisiblePiece {
  readonly text: string;
  readonly hidden: boolean;
}

/** The mark that stands for a hidden character, or for several that are stacked on one letter. */
function mark(characters: string): string {
  const [first = '', ...more] = characters;
  return `⟨U+${(first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}${more.length === 0 ? '' : ` +${more.length}`}⟩`;
}

/** True when the text holds a character that is shown as a mark; `keep` lists those that are not, such as `\n`. */
export function hidesCharacters(text: string, keep = ''): boolean {
  return visiblePieces(text, keep).some((piece) => piece.hidden);
}

/**
 * Splits hostile text so that a screen can set marks apart from text that merely spells one.
 * Every character of the input is in exactly one piece, in order; nothing is dropped.
 */
export function visiblePieces(text: string, keep = ''): VisiblePiece[] {
  const pieces: VisiblePiece[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN_ALL)) {
    if (keep.includes(match[0])) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), hidden: false });
    pieces.push({ text: mark(match[0]), hidden: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), hidden: false });
  return pieces;
}

/**
 * Hostile text as one plain line: hidden characters become marks, and what is longer than `cap` code points ends
 * in an ellipsis. The result has no line break, no control and no bidi character.
 */
export function visible(text: string, cap = Number.POSITIVE_INFINITY): string {
  const whole = visiblePieces(text).map((piece) => piece.text).join('');
  if (whole.length <= cap) return whole;
  const points = [...whole];
  return points.length <= cap ? whole : `${points.slice(0, cap).join('')}…`;
}
