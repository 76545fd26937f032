/** The longest row of a diff, in characters; longer lines are cut, or one line could stall the screen. */
export const LONGEST_ROW = 2_000;
/** Where a long line may be cut: behind what sets things apart in JSON, HTML and lists, now and then behind a space. */
const ENDS: ReadonlySet<number> = new Set(Array.from(',;>}] ', (end) => end.charCodeAt(0)));
/** So many characters before a place decide whether it is cut there: the same text is cut alike wherever it stands. */
const DECIDING = 12;

/** The rows of a text: its lines with their ends, the long ones cut. Joined they are the exact text. */
export interface CutText {
  readonly rows: readonly string[];
  readonly cut: boolean;
}

/** Lines with their line ends; joined they are the exact text. A text without characters has no lines. */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end + 1;
    lines.push(text.slice(from, to));
    from = to;
  }
  return lines;
}

/** Splits a text into rows that a screen can paint. No character is torn in two. */
export function cutLines(text: string): CutText {
  const lines = splitLines(text);
  if (lines.every((line) => line.length <= LONGEST_ROW)) return { rows: lines, cut: false };
  return { rows: lines.flatMap((line) => (line.length <= LONGEST_ROW ? [line] : pieces(line))), cut: true };
}

function pieces(line: string): string[] {
  const cut: string[] = [];
  for (let from = 0; from < line.length;) {
    const end = endOfPiece(line, from);
    cut.push(line.slice(from, end));
    from = end;
  }
  return cut;
}

function endOfPiece(line: string, from: number): number {
  const most = Math.min(line.length, from + LONGEST_ROW);
  for (let at = from; at < most; at += 1) if (ENDS.has(line.charCodeAt(at)) && isCut(line, at)) return at + 1;
  return line.length - from <= LONGEST_ROW ? line.length : whole(line, from + LONGEST_ROW);
}

function isCut(line: string, at: number): boolean {
  let sum = 0;
  for (let before = Math.max(0, at - DECIDING); before <= at; before += 1) sum = (Math.imul(sum, 31) + line.charCodeAt(before)) | 0;
  // The low bits of such a sum are poor; one of so many places is taken.
  return ((sum ^ (sum >>> 15)) & (line.charAt(at) === ' ' ? 31 : 1)) === 0;
}

/** The place, or the one before it where it would tear a pair of code units that are one character. */
function whole(line: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(line.charAt(at)) && /[\uD800-\uDBFF]/.test(line.charAt(at - 1)) ? at - 1 : at;
}
