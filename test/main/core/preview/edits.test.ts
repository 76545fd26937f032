import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyEdits, type TextEdit } from '../../../../main/core/preview/edits.ts';

type ApplyFileEdits = (path: string, edits: readonly TextEdit[]) => Promise<string>;

let folder = '';
let applyFileEdits: ApplyFileEdits;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'edits-'));
  const manifest = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-filesystem/package.json');
  const library: { applyFileEdits: ApplyFileEdits } = await import(join(manifest, '../dist/lib.js'));
  applyFileEdits = library.applyFileEdits;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the installed server itself makes of the file; null where it refuses. */
async function byServer(text: string, edits: readonly TextEdit[]): Promise<string | null> {
  const file = join(folder, 'file.txt');
  writeFileSync(file, text);
  try {
    await applyFileEdits(file, edits);
  } catch (error) {
    expect(String(error)).toContain('Could not find exact match');
    expect(readFileSync(file, 'utf8')).toBe(text);
    return null;
  }
  return readFileSync(file, 'utf8');
}

const SPACE = fc.constantFrom('', ' ', '  ', '\t', '\u00a0');
const WORD = fc.constantFrom('a', 'b', 'if (x) {', '}', '$&', "$'", '', 'Zeile ä', '\r');
const LINE = fc.tuple(SPACE, WORD, SPACE).map((parts) => parts.join(''));
const LINES = fc.tuple(fc.array(LINE, { maxLength: 7 }), fc.constantFrom('\n', '\r\n')).map(([lines, end]) => lines.join(end));

/** A passage of the text with its white space changed: what the lenient match is for. */
function loosened(text: string, from: number, length: number): string {
  return text.split(/\r?\n/).slice(from, from + length).map((line) => `  ${line.trim()} `).join('\n');
}

describe('edits of a file', () => {
  it('are what the installed server writes, exact and lenient, found or not', async () => {
    let found = 0;
    let refused = 0;
    await fc.assert(fc.asyncProperty(
      LINES, fc.array(fc.tuple(LINES, LINES, fc.boolean(), fc.nat(5), fc.integer({ min: 1, max: 3 })), { maxLength: 3 }),
      async (text, drafts) => {
        const edits = drafts.map(([old, newText, loose, from, length]) => ({ oldText: loose ? loosened(text, from, length) : old, newText }));
        const expected = await byServer(text, edits);
        if (expected === null) refused += 1; else found += 1;
        expect(applyEdits(text, edits)).toBe(expected);
      },
    ), { seed: 20261122, numRuns: 600 });
    expect(Math.min(found, refused)).toBeGreaterThan(50);
  });

  it('turn every line end into LF, as the server does', async () => {
    const edits = [{ oldText: 'two', newText: 'zwei' }];
    expect(applyEdits('one\r\ntwo\r\n', edits)).toBe('one\nzwei\n');
    expect(await byServer('one\r\ntwo\r\n', edits)).toBe('one\nzwei\n');
  });

  it('keep a dollar in the new text as it is', async () => {
    const edits = [{ oldText: 'price', newText: "$& $1 $' 5$" }];
    expect(applyEdits('the price', edits)).toBe("the $& $1 $' 5$");
    expect(await byServer('the price', edits)).toBe("the $& $1 $' 5$");
  });
});
