import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInk } from '../../../main/cli/ink.ts';
import { paintCard } from '../../../main/cli/paint-card.ts';
import { createTerminalAsker } from '../../../main/cli/terminal-asker.ts';
import type { Terminal } from '../../../main/cli/terminal.ts';
import { sha256 } from '../../../main/adapters/digest/sha256.ts';
import { canonical } from '../../../main/core/canonical/canonical.ts';
import type { Card } from '../../../main/core/preview/card.ts';
import type { Choice } from '../../../main/gate/ports.ts';
import { createTranslator } from '../../../preload/contract/language/index.ts';
import { card } from './cards.ts';

const t = createTranslator('en');

/** A terminal in memory with the asker on it; `press` waits out the guard unless told otherwise. */
function desk(refuse: 'too-soon' | null = null) {
  const said: string[] = [];
  const given: Choice[] = [];
  let cards: Card[] = [];
  let now = 0;
  let listener: ((keys: string) => void) | null = null;
  const terminal: Terminal = {
    input: Readable.from([]), canAsk: true, colours: false, t, answer: () => undefined, print: () => undefined, drained: async () => undefined, allPrinted: async () => undefined, say: (line) => said.push(line), prompt: (text) => said.push(text),
  };
  const asker = createTerminalAsker({
    terminal, sha256, monotonic: () => now,
    keys: { onKeys: (heard) => { listener = heard; return () => { listener = null; }; } },
    questions: {
      cards: () => cards,
      pages: () => new Map(),
      answer(_callId, choice) {
        given.push(choice);
        if (refuse !== null) return { ok: false, code: refuse };
        cards = cards.slice(1);
        asker.changed();
        return { ok: true };
      },
    },
  });
  return {
    said, given,
    put: (...now: Card[]) => { cards = now; asker.changed(); },
    press: (keys: string, after = 501) => { now += after; listener?.(keys); },
    listens: () => listener !== null,
  };
}

describe('a question in the terminal', () => {
  it.each(['d', 'D', '\r', '\n', '\u001b', '\u0003'])('takes %j for a no', (key) => {
    const { put, press, given, listens } = desk();
    put(card());
    press(key);
    expect(given).toMatchObject([{ choice: 'deny', by: 'person' }]);
    expect(listens()).toBe(false);
  });

  it('approves with a, bound to the digest of what was painted', () => {
    const { put, press, given, said } = desk();
    put(card());
    press('a');
    expect(given).toEqual([{ choice: 'approve', painted: sha256(canonical(JSON.parse(JSON.stringify(card())))), args: null, wordTyped: false, by: 'person' }]);
    expect(said).toContain('Approved.');
  });

  it('ignores what is typed within the first half second, other keys and pastes', () => {
    const { put, press, given } = desk();
    put(card());
    press('a', 499);
    press('aa', 501);
    press('x');
    press('\u001b[A');
    press('f');
    expect(given).toEqual([]);
    press('a');
    expect(given).toHaveLength(1);
  });

  it('guards each new painting anew', () => {
    const { put, press, given, said } = desk();
    put(card());
    press('x', 600);
    put(card({ revision: 2 }));
    press('a', 300);
    expect(given).toEqual([]);
    expect(said.filter((line) => line.includes('You sign'))).toHaveLength(2);
  });

  it('wants the word of a dangerous effect, and takes any other for a no', () => {
    const right = desk();
    right.put(card({}, 'publish'));
    right.press('a');
    right.press('Publixx\u007f\u007fsh\r', 1);
    expect(right.given).toMatchObject([{ choice: 'approve', wordTyped: true }]);
    for (const typed of ['\r', 'yes\r', 'Publish me\r', '\u001b', '\u0003']) {
      const wrong = desk();
      wrong.put(card({}, 'publish'));
      wrong.press('a');
      wrong.press(typed);
      expect(wrong.given).toMatchObject([{ choice: 'deny', wordTyped: false }]);
    }
  });

  it('offers to look first where there is something to read', () => {
    const { put, press, given, said } = desk();
    put(card({ lookFirst: [{ tool: 'read_text_file', args: { path: '/w/a.txt' } }] }));
    expect(said.join('\n')).toContain('read_text_file {"path":"/w/a.txt"}');
    press('f');
    expect(given).toMatchObject([{ choice: 'look-first' }]);
  });

  it('goes to the next question, says when one is withdrawn, and shows one again whose answer did not count', () => {
    const { put, press, given, said } = desk();
    put(card(), card({ callId: 'c2' }));
    press('d');
    press('d');
    expect(given).toHaveLength(2);
    put(card({ callId: 'c3' }));
    put();
    expect(said.at(-1)).toBe('\nThe question was withdrawn.');
    const refused = desk('too-soon');
    refused.put(card());
    refused.press('a');
    expect(refused.said.some((line) => line.startsWith('The answer was not counted'))).toBe(true);
    expect(refused.said.filter((line) => line.includes('You sign'))).toHaveLength(2);
    expect(refused.listens()).toBe(true);
  });

  it('shows everything as JSON on demand', () => {
    const { put, press, said, given } = desk();
    put(card());
    press('j');
    expect(said.join('\n')).toContain('"approval": "a1b2c3d4e5f6a7b8"');
    expect(given).toEqual([]);
  });
});

describe('a card as text', () => {
  it.each([
    ['many lines', { text: 'x\n'.repeat(5_000) }], ['one long line', { text: 'x'.repeat(100_000) }], ['many arguments', Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`a${n}`, n]))],
  ])('says once more at its end what it is about, however long it is: %s', (_what, args) => {
    const last = paintCard(card({ args }, 'delete'), t, createInk(false)).slice(-3);
    expect(last.join('\n')).toMatch(/delete .*“Files”.*“write_file”/i);
    expect(paintCard(card({ args: {}, preview: { ...card().preview, changes: [] } }), t, createInk(false)).filter((line) => line.includes('“write_file”'))).toHaveLength(1);
  });

  it('has the bar, the sentence, the change with folded lines, the cautions and the typed arguments', () => {
    const text = paintCard(card(), t, createInk(false)).join('\n');
    expect(text).toContain('Write  · server “Files” (Restricted) · tool “write_file” (as reviewed)');
    expect(text).toContain('Changes 1 file.');
    expect(text).toContain('    … 17 unchanged lines\n      line 17\n');
    expect(text).toContain('    - old\n    + new ⟨no line end⟩');
    expect(text).toContain('“/path” “a⟨U+200B⟩b”');
    expect(text).toContain('  path (text): /w/a.txt');
    expect(text).toContain('  deep (group):\n    | {');
  });

  it('lets no control character of a server through, wherever it stands', () => {
    const evil = '\u001b]0;x\u0007\u001b[2J\r\u202eevil\u200b\u0000\u009b31m\n';
    fc.assert(fc.property(fc.constantFrom('server', 'tool', 'arg', 'key', 'target', 'diff', 'field', 'excerpt', 'move', 'project'), (where) => {
      const base = card();
      const painted = paintCard({
        ...base,
        bar: { ...base.bar, ...(where === 'server' ? { serverName: evil } : {}), ...(where === 'tool' ? { tool: evil } : {}) },
        preview: {
          ...base.preview,
          sentence: { ...base.preview.sentence, project: where === 'project' ? evil : null },
          changes: [
            { kind: 'text', target: where === 'target' ? evil : 't', existsBefore: true, existsAfter: true, lines: [{ op: 'add', text: where === 'diff' ? evil : 'x' }] },
            { kind: 'fields', target: 'r', verb: 'update', fields: [{ pointer: '/a', label: where === 'field' ? evil : 'a', before: evil, after: [evil] }] },
            { kind: 'move', from: where === 'move' ? evil : 'a', to: 'b' },
          ],
        },
        cautions: [{ code: 'hidden-characters', pointer: '/a', excerpt: where === 'excerpt' ? evil : null }],
        args: where === 'key' ? { [evil]: 1 } : { a: where === 'arg' ? evil : 1 },
      }, t, createInk(false));
      // eslint-disable-next-line no-control-regex
      for (const line of painted) expect(line).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200b\u202e]/);
    }), { seed: 5, numRuns: 60 });
  });

  it('paints in German', () => {
    expect(paintCard(card(), createTranslator('de'), createInk(false)).join('\n')).toContain('Ändert 1 Datei.');
  });
});
