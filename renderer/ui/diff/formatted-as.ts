export type Formatted = 'html' | 'markdown';

/** Longer texts are shown as source only. */
const LONGEST = 200_000;
export const MOST_RENDERED_LINES = 4_000;

/** What a text is written in, as far as it can be told: HTML by its tags, Markdown by its marks; null for neither. */
export function formattedAs(text: string): Formatted | null {
  if (text.length > LONGEST) return null;
  if (/<(?:p|div|h[1-6]|ul|ol|li|br|strong|em|b|i|a|table|img|span|blockquote)\b[^<>]*>/i.test(text)) return 'html';
  if (/^#{1,6} \S|^[ \t]*(?:[-*+]|\d+\.) \S[\s\S]*\n[ \t]*(?:[-*+]|\d+\.) \S|\*\*[^*\n]{1,300}\*\*|\[[^[\]\n]{1,300}\]\([^)\n]{1,2000}\)|^> \S/m.test(text)) return 'markdown';
  return null;
}

/** What a file is written in, by its name. */
export function formattedName(name: string): Formatted | null {
  const end = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (end === 'html' || end === 'htm') return 'html';
  return end === 'md' || end === 'markdown' ? 'markdown' : null;
}
