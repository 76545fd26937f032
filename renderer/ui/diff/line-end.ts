/** A line without its end, and what the end is. `none` only for a last line that has none. */
export function splitLineEnd(text: string): { body: string; end: 'lf' | 'crlf' | 'cr' | 'none' } {
  if (text.endsWith('\r\n')) return { body: text.slice(0, -2), end: 'crlf' };
  if (text.endsWith('\n')) return { body: text.slice(0, -1), end: 'lf' };
  if (text.endsWith('\r')) return { body: text.slice(0, -1), end: 'cr' };
  return { body: text, end: 'none' };
}

/** The mark to paint for a line's end: unusual ends always, the ordinary one only where its partner differs. */
export function endMark(text: string, partner: string | null): '' | '␍␊' | '␍' | '␊' | '∅' {
  const { end } = splitLineEnd(text);
  if (end === 'crlf') return '␍␊';
  if (end === 'cr') return '␍';
  if (partner !== null && splitLineEnd(partner).end !== end) return end === 'none' ? '∅' : '␊';
  return '';
}
