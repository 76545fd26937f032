import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nesting, scanJson } from '../../../../main/core/connections/json-scan.ts';
import { outgrows } from '../../../data/growth.ts';

const whys = (text: string, depth = 64): string[] => scanJson(text, depth).notes.map((note) => `${note.why} ${note.path.join('/')}`);

describe('scanning a JSON text', () => {
  it('finds nothing in what JSON.stringify writes of ordinary values, and leaves it as it is', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      const text = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'number' && !Number.isSafeInteger(inner) && Number.isInteger(inner) ? 0 : inner));
      const scan = scanJson(text, 64);
      expect(scan).toEqual({ notes: [], text });
    }), { seed: 7, numRuns: 300 });
  });

  it('cuts every value that is too deep and leaves a text that parses to the rest', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 9 }), fc.integer({ min: 1, max: 5 }), (value, depth) => {
      const text = JSON.stringify(value);
      expect(nesting(scanJson(text, depth).text)).toBeLessThanOrEqual(depth);
      expect(() => JSON.parse(scanJson(text, depth).text) as unknown).not.toThrow();
    }), { seed: 7, numRuns: 300 });
  });

  it('walks any text to its end without overflow or endless loop', () => {
    fc.assert(fc.property(fc.stringMatching(/^[[\]{}",:\\0-9eE.a-]{0,200}$/), (text) => {
      scanJson(text, 3);
      nesting(text);
    }), { seed: 7, numRuns: 1000 });
    expect(nesting('['.repeat(1_000_000))).toBe(1_000_000);
  });

  it('measures depth as the value nests', () => {
    expect(nesting('{"a":[1,{"b":"]]]}"}]}')).toBe(3);
    expect(nesting('"[[["')).toBe(0);
  });

  it('notes what one entry holds, however much another holds', () => {
    const twice = `{${'"a":1,'.repeat(5000)}"a":1}`;
    expect(whys(`{"result":{"tools":[${twice},{"deep":[[[[1]]]]}]}}`, 6)).toEqual(['duplicate-keys result/tools/0/a', 'too-deep result/tools/1/deep']);
  });

  it('names keys that stand twice, however they are written', () => {
    expect(whys('{"result":{"tools":[{"a":1},{"name":1,"n\\u0061me":2}]}}')).toEqual(['duplicate-keys result/tools/1/name']);
    expect(whys('{"a":{"b":1},"c":{"b":1}}')).toEqual([]);
    expect(whys('["a","a",{"x":"a"}]')).toEqual([]);
  });

  it.each([['1e400'], ['-1e400'], ['1e-400'], ['0.10000000000000001'], ['0.1000000000000000055511151231257827'], ['1.00000000000000000001'], ['9007199254740993'], ['123456789012345678901234567890']])('names the number %s', (number) => {
    expect(whys(`{"a":[${number}]}`)).toEqual(['number-range a/0']);
  });

  it.each<[string, (length: number) => string]>([
    ['zeros behind the point', (length) => `[1.${'0'.repeat(length)}1]`], ['zeros in front of it', (length) => `[1${'0'.repeat(length)}.1]`],
    ['a long name above many numbers', (length) => `{"${'k'.repeat(length / 2)}":[${'1e400,'.repeat(length / 12)}1]}`],
    ['signs', (length) => `[${'-'.repeat(length)}]`], ['white space', (length) => `["a"${' '.repeat(length)}]`],
  ])('takes a time that grows with the text: %s', (_, shape) => {
    expect(outgrows((text) => scanJson(text, 64), shape)).toBeNull();
  });

  it('refuses a number of more digits than anybody means, whatever it is worth', () => {
    expect(whys(`[1.${'0'.repeat(500)}]`)).toEqual(['number-range 0']);
    expect(whys(`[0.${'0'.repeat(300)}1]`)).toEqual([]);
  });

  it.each([['9007199254740991'], ['0.1'], ['-0'], ['1e3'], ['1.50'], ['15E-1'], ['0.30000000000000004'], ['0e-400'], ['-1.0e0']])('keeps the number %s', (number) => {
    expect(whys(`[${number}]`)).toEqual([]);
  });
});
