/** One replacement as `edit_file` takes it. */
export interface TextEdit {
  readonly oldText: string;
  readonly newText: string;
}

/**
 * The text after these edits, exactly as the filesystem server makes it: line ends become LF; each edit replaces
 * the first exact occurrence, else the first run of lines that is equal but for white space at their ends.
 * Null where an edit finds nothing: the server then writes nothing at all.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string | null {
  let now = withLf(text);
  for (const edit of edits) {
    const next = applyOne(now, withLf(edit.oldText), withLf(edit.newText));
    if (next === null) return null;
    now = next;
  }
  return now;
}

function withLf(text: string): string {
  return text.replace(/\r\n/g, '\n');
}

function applyOne(text: string, oldText: string, newText: string): string | null {
  // A function, for `$` in the new text must stay what it is.
  if (text.includes(oldText)) return text.replace(oldText, () => newText);
  const lines = text.split('\n');
  const oldLines = oldText.split('\n');
  const at = lines.findIndex((_, start) => matchesAt(lines, start, oldLines));
  if (at < 0) return null;
  const indented = indentAs(indentOf(lines[at] ?? ''), oldLines, newText.split('\n'));
  return [...lines.slice(0, at), ...indented, ...lines.slice(at + oldLines.length)].join('\n');
}

function matchesAt(lines: readonly string[], start: number, oldLines: readonly string[]): boolean {
  return start <= lines.length - oldLines.length
    && oldLines.every((line, offset) => line.trim() === (lines[start + offset] ?? '').trim());
}

function indentOf(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? '';
}

/** The first line takes the indent found in the file; later ones keep their indent relative to the old lines. */
function indentAs(indent: string, oldLines: readonly string[], newLines: readonly string[]): string[] {
  return newLines.map((line, index) => {
    if (index === 0) return indent + line.trimStart();
    const oldIndent = indentOf(oldLines[index] ?? '');
    const newIndent = indentOf(line);
    if (oldIndent === '' || newIndent === '') return line;
    return indent + ' '.repeat(Math.max(0, newIndent.length - oldIndent.length)) + line.trimStart();
  });
}
