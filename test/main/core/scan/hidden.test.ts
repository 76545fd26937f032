import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findHidden, hasHidden, showHidden } from '../../../../main/core/scan/hidden.ts';

describe('hidden characters', () => {
  it.each([
    ['zero-width space', '\u200b'], ['zero-width joiner', '\u200d'], ['right-to-left override', '\u202e'],
    ['first strong isolate', '\u2068'], ['tag letter', '\u{e0061}'], ['variation selector', '\ufe0f'],
    ['soft hyphen', '\u00ad'], ['byte order mark', '\ufeff'], ['escape', '\u001b'], ['NUL', '\u0000'],
    ['C1 control', '\u0085'], ['Hangul filler', '\u3164'], ['line separator', '\u2028'], ['Arabic letter mark', '\u061c'],
  ])('%s is found and shown as a token', (_, character) => {
    expect(hasHidden(`a${character}b`)).toBe(true);
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    expect(showHidden(`a${character}b`)).toBe(`a⟦U+${code}⟧b`);
  });

  it('line ends, tabs and ordinary letters of any script stay as they are', () => {
    const text = 'Frühjahrstagung\r\n\tمرحبا 日本語 Ελλάδα 🙂 — “x”';
    expect(findHidden({ text })).toEqual([]);
    expect(showHidden(text)).toBe(text);
  });

  it('are found in values and in names, with the place', () => {
    const value = { ok: 'plain', list: ['x', { 'na\u200bme': 'pay\u202eload' }] };
    expect(findHidden(value)).toEqual([
      { pointer: '/list/1/na\u200bme', excerpt: 'na⟦U+200B⟧me' },
      { pointer: '/list/1/na\u200bme', excerpt: 'pay⟦U+202E⟧load' },
    ]);
  });

  it('give a short excerpt of a long text, and are found however deep they lie', () => {
    expect(findHidden(`${'a'.repeat(100_000)}\u200b${'b'.repeat(100_000)}`)[0]?.excerpt.length).toBeLessThan(80);
    const deep = JSON.parse(`${'['.repeat(5000)}"\\u200b"${']'.repeat(5000)}`);
    expect(findHidden(deep)).toHaveLength(1);
  });

  it('are never left in what is shown', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(hasHidden(showHidden(text))).toBe(false);
    }), { seed: 20261122, numRuns: 500 });
  });
});
