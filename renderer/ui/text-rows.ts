/** Lines are cut into rows of about this length, so that one endless line cannot stall the screen; nothing is left out. */
export const ROW_LENGTH = 2_000;

/** One row of a long text. `number` is the line's, and null where the row goes on with the line before it. */
export interface TextRow {
  readonly text: string;
  readonly number: number | null;
}

/** Cuts a text into rows that together are exactly the text, line breaks at their ends; no character is torn in two. */
export function textRows(text: string): TextRow[] {
  const rows: TextRow[] = [];
  let number = 0;
  for (let from = 0; from < text.length;) {
    const at = text.indexOf('\n', from);
    const end = at === -1 ? text.length : at + 1;
    number += 1;
    addRows(rows, text, from, end, number);
    from = end;
  }
  return rows;
}

function addRows(rows: TextRow[], text: string, from: number, end: number, number: number): void {
  let start = from;
  do {
    const cut = start + ROW_LENGTH >= end ? end : beforePair(text, start + ROW_LENGTH);
    rows.push({ text: text.slice(start, cut), number: start === from ? number : null });
    start = cut;
  } while (start < end);
}

/** The place, or the one before it where it would tear a pair of code units that are one character. */
function beforePair(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) && /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) ? at - 1 : at;
}

/** A row as it is painted: its line break is the end of the row. */
export function paintedRow(row: TextRow | undefined): string {
  return row === undefined ? '' : row.text.replace(/\n$/, '');
}
