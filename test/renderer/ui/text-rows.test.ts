import { describe, expect, it } from 'vitest';
import { ROW_LENGTH, textRows } from '../../../renderer/ui/text-rows.ts';

const whole = (text: string): string => textRows(text).map((row) => row.text).join('');

describe('the rows of a long text', () => {
  it('are together exactly the text, whatever its lines', () => {
    for (const text of ['', 'a', 'a\nb', 'a\n\nb', 'a\n', '\n\n', `${'x'.repeat(ROW_LENGTH)}\ny`, 'x'.repeat(ROW_LENGTH * 3 + 1), `\n${'é'.repeat(5000)}`]) expect(whole(text)).toBe(text);
  });
  it('never tear a character in two', () => {
    const text = `x${'👋'.repeat(ROW_LENGTH)}`;
    expect(whole(text)).toBe(text);
    expect(textRows(text).every((row) => row.text.isWellFormed())).toBe(true);
  });
  it('stay short, so that one endless line cannot stall the screen', () => {
    const rows = textRows('b'.repeat(20 * 1024 * 1024));
    expect(Math.max(...rows.map((row) => row.text.length))).toBeLessThanOrEqual(ROW_LENGTH);
  });
});
