export type Formatted = 'html' | 'markdown';

/** Longer texts are shown as source only. */
const LONGEST = 200_000;

/** What a text is written in, as far as it can be told: HTML by its tags, Markdown by its marks; null for neither. */
export function formattedAs(text: string): Formatted | null {
  if (text.length > LONGEST) return null;
  if (/<(?:p|div|h[1-6]|ul|ol|li|br|strong|em|b|i|a|table|img|span|blockquote)\b[^>]*>/i.test(text)) return 'html';
  if (/^#{1,6} \S|^\s*(?:[-*+]|\d+\.) \S[\s\S]*\n\s*(?:[-*+]|\d+\.) \S|\*\*[^*\n]+\*\*|\[[^\]\n]+\]\([^)\n]+\)|^> \S/m.test(text)) return 'markdown';
  return null;
}
