import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, canonicalForRecord } from '../../../../main/core/canonical/canonical.ts';
import type { Json } from '../../../../main/core/words/index.ts';

describe('the canonical spelling', () => {
  it('is that of the reference library, for any JSON at all', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      fc.pre(JSON.stringify(value).isWellFormed() && !/\\ud[89a-f]/i.test(JSON.stringify(value)));
      expect(canonical(value as Json)).toBe(canonicalize(value));
    }), { seed: 20261123, numRuns: 3_000 });
  });

  it.each([0, -0, 1, -1, 1e21, 1e20, 1e-6, 1e-7, 5e-324, 1.7976931348623157e308, 333333333.3333333, 123456789012345680000, 2 ** 53])('spells %d as the library does', (number) => {
    expect(canonical(number)).toBe(canonicalize(number));
  });

  it('sorts names by their UTF-16 units, digits and marks beyond the first plane too', () => {
    const value: Json = { '10': 1, '9': 2, '\u{1f600}': 3, '\ufb01': 4, '': 5, ä: 6, '\u2028': '\u2029"\\\u0007\u007f' };
    expect(canonical(value)).toBe(canonicalize(value));
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
