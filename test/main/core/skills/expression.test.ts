import { describe, expect, it } from 'vitest';
import { ExpressionFailed, FUNCTIONS, readExpression } from '../../../../main/core/skills/expression.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import { below, seeded, type Random } from '../../../verifier/sample-logs.ts';

const SCOPE: JsonObject = {
  row: { title: 'Heat pumps', day: '2027-05-20', count: 3, share: 0.5, none: null, tags: ['a', 'b'], deep: { er: { still: true } } },
  input: { project: 'demo' }, state: { present: Array.from({ length: 30 }, (_, at) => ({ id: `a-${at}`, title: `T ${at}` })) },
};
const codeOf = (text: string): string => {
  try {
    readExpression(text).evaluate(SCOPE);
    return 'fine';
  } catch (error) {
    if (error instanceof ExpressionFailed) return error.code;
    throw error;
  }
};

/** A random text that looks like an expression, and often is one. */
function sample(random: Random, depth = 0): string {
  const leaf = ['row.title', 'row.count', 'row.none', 'row.gone', 'gone', 'input.project', 'state.present', '"x"', '1', '2.5', 'true', 'null', 'row.tags', '[1, "a"]', '{"a": 1}', ''];
  const inner = (): string => sample(random, depth + 1);
  if (depth > 3 || random() < 0.3) return leaf[below(random, leaf.length)] ?? '';
  const forms = [
    () => `${inner()} ${['+', '-', '*', '/', '%', '==', '!=', '<', '>=', '&&', '||', 'in', '@'][below(random, 13)]} ${inner()}`,
    () => `${inner()} ? ${inner()} : ${inner()}`, () => `!${inner()}`, () => `(${inner()}`, () => `${inner()}[${inner()}]`, () => `${inner()}.${['title', 'x', 'constructor', '__proto__'][below(random, 4)]}`,
    () => `${FUNCTIONS[below(random, FUNCTIONS.length)]}(${inner()}, ${inner()})`, () => `${inner()}.${FUNCTIONS[below(random, FUNCTIONS.length)]}(${inner()})`,
    () => `${inner()}.map(x, ${inner()})`, () => `${inner()}.exists(x, x == ${inner()})`,
  ];
  return forms[below(random, forms.length)]?.() ?? '';
}

describe('an expression', () => {
  it('gives a value or fails with a code, whatever it says', () => {
    const random = seeded(20261128);
    const found: Record<string, number> = {};
    for (let n = 0; n < 3_000; n += 1) {
      const code = codeOf(sample(random));
      found[code] = (found[code] ?? 0) + 1;
    }
    // Both happen, or the sample says nothing.
    expect(found['fine']).toBeGreaterThan(300);
    expect(found['expression-wrong']).toBeGreaterThan(300);
  });

  it('has no patterns, no clock, no code and nothing of its surroundings within reach', () => {
    for (const text of ['row.title.matches("(a+)+$")', 'timestamp("2027-05-20T00:00:00Z")', 'now()', 'duration("1h")', 'eval("1")', 'require("fs")', 'bytes("x")']) expect(codeOf(text), text).toBe('function-unknown');
    for (const text of ['process', 'globalThis.process', 'row.constructor', 'row.__proto__', 'row.tags.constructor', 'this']) expect(codeOf(text), text).toBe('expression-wrong');
  });

  it('is small: no loop in a loop in a loop, no endless text, nothing deeper than it may be', () => {
    expect(codeOf('state.present.all(a, state.present.exists(b, a.id == b.id))')).toBe('fine');
    expect(codeOf('state.present.all(a, state.present.exists(b, state.present.exists(c, a.id == c.id)))')).toBe('expression-too-large');
    expect(codeOf('('.repeat(60) + '1' + ')'.repeat(60))).toMatch(/^expression/);
    expect(codeOf(Array.from({ length: 500 }, () => '1').join(' + '))).toBe('expression-too-large');
    expect(codeOf(`"${'x'.repeat(300)}" + state.present.map(a, "${'y'.repeat(9_000)}").join("")`)).toBe('expression-too-large');
  });

  it('reads a plain path as the interpreter would', () => {
    for (const path of ['row.title', 'row.count', 'row.share', 'row.none', 'row.tags', 'row.deep.er', 'row.deep.er.still']) {
      // In brackets it is no plain path any more and goes the long way.
      expect(readExpression(path).evaluate(SCOPE), path).toEqual(readExpression(`[${path}][0]`).evaluate(SCOPE));
    }
    for (const path of ['gone', 'row.gone', 'row.none.more', 'row.title.size', 'row.tags.first']) {
      expect(codeOf(path), path).toBe('expression-wrong');
      expect(codeOf(`[${path}][0]`), path).toBe('expression-wrong');
    }
    expect(readExpression('row.title').paths).toEqual([['row', 'title']]);
  });
});
