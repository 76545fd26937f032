import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, canonicalForRecord, isWellFormed } from '../../../../main/core/canonical/canonical.ts';
import { spellInPieces } from '../../../../main/core/canonical/spell.ts';
import type { Json } from '../../../../main/core/words/index.ts';

describe('the canonical spelling', () => {
  it('is that of the reference library, for any JSON at all', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      fc.pre(JSON.stringify(value).isWellFormed() && !/\\ud[89a-f]/i.test(JSON.stringify(value)));
      expect(canonical(value as Json)).toBe(canonicalize(value));
    }), { seed: 20261123, numRuns: 3_000 });
  });

  it('comes in pieces that joined are the same, however many levels are opened', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(6), (value, levels) => {
      fc.pre(isWellFormed(value as Json));
      expect([...spellInPieces(value as Json, levels)].join('')).toBe(canonical(value as Json));
    }), { seed: 20261128, numRuns: 2_000 });
    expect(() => [...spellInPieces({ a: ['\ud800'] }, 2)]).toThrow(TypeError);
  });

  it.each([0, -0, 1, -1, 1e21, 1e20, 1e-6, 1e-7, 5e-324, 1.7976931348623157e308, 333333333.3333333, 123456789012345680000, 2 ** 53])('spells %d as the library does', (number) => {
    expect(canonical(number)).toBe(canonicalize(number));
  });

  it('sorts names by their UTF-16 units, digits and marks beyond the first plane too', () => {
    const value: Json = { '10': 1, '9': 2, '\u{1f600}': 3, '\ufb01': 4, '': 5, ä: 6, '\u2028': '\u2029"\\\u0007\u007f' };
    expect(canonical(value)).toBe(canonicalize(value));
  });

  it('is the same for names in order, which take a shorter way', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      fc.pre(!/\\ud[89a-f]/i.test(JSON.stringify(value)));
      const inOrder = JSON.parse(canonicalize(value) ?? 'null') as Json;
      expect(canonical(inOrder)).toBe(canonical(value as Json));
    }), { seed: 20261128, numRuns: 1_000 });
    expect(canonical(JSON.parse('{"2":1,"10":2,"a":-0}') as Json)).toBe('{"10":2,"2":1,"a":0}');
    expect(canonical({ a: 'C:\\ud800', b: '\\\\ud83d\\ude00', c: '\u{1f600}' })).toBe('{"a":"C:\\\\ud800","b":"\\\\\\\\ud83d\\\\ude00","c":"\u{1f600}"}');
    expect(canonical(JSON.parse('{"__proto__":{"b":1},"a":2}') as Json)).toBe('{"__proto__":{"b":1},"a":2}');
  });

  it('lets nothing spell itself, and takes nothing from a prototype', () => {
    const spelled = { a: 1, toJSON: () => 'forged' };
    expect(() => canonical(spelled as unknown as Json)).toThrow(TypeError);
    expect(canonical(new Date(0) as unknown as Json)).toBe('{}');
    expect(canonical({ a: Object.create({ b: 1 }) as Json })).toBe('{"a":{}}');
    class Own { public readonly a = 1; public toJSON(): string { return 'forged'; } }
    expect(canonical(new Own() as unknown as Json)).toBe('{"a":1}');
  });

  it('goes down 999 levels and no further, in names that are sorted or not, so that whoever reads it back has stack left', () => {
    const nested = (levels: number, inner: Json, wrap: (value: Json) => Json): Json => (levels === 0 ? inner : nested(levels - 1, wrap(inner), wrap));
    for (const wrap of [(value: Json) => [value], (value: Json) => ({ a: 1, b: value }), (value: Json) => ({ b: value, a: 1 })]) {
      expect(JSON.parse(canonical(nested(999, 'x', wrap)))).toEqual(nested(999, 'x', wrap));
      expect(() => canonical(nested(1_000, 'x', wrap))).toThrow(TypeError);
      expect(() => canonicalForRecord({ deep: nested(999, 'x', wrap) })).toThrow(TypeError);
    }
    const endless: Json = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(() => canonical(endless)).toThrow(TypeError);
  });

  it('refuses half a character, numbers that are not finite, and what is no JSON', () => {
    for (const value of ['\ud800', { '\udfff': 1 }, [Number.NaN], Number.POSITIVE_INFINITY, 1n, () => 1, Symbol('x')]) {
      expect(() => canonical(value as Json), String(value)).toThrow(TypeError);
    }
  });
});

describe('the spelling for records', () => {
  it('has a mark for half a character, and one member where two names become one', () => {
    const text = canonicalForRecord({ 'k\ud800': 'a\udfff', 'k\ud801': 2, j: [undefined, 'x'], gone: undefined });
    expect(text).toBe('{"j":[null,"x"],"k\ufffd":2}');
    expect(canonical(JSON.parse(text))).toBe(text);
  });

  it('is the canonical one for everything else', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      expect(canonicalForRecord(value)).toBe(canonical(JSON.parse(JSON.stringify(value))));
    }), { seed: 20261124, numRuns: 1_000 });
  });
});
