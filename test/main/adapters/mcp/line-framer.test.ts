import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineFramer, LineTooLong } from '../../../../main/adapters/mcp/line-framer.ts';

function lines(chunks: readonly Buffer[], cap = 10_000): string[] {
  const framer = new LineFramer(cap);
  const found: string[] = [];
  for (const chunk of chunks) framer.push(chunk, (line) => void found.push(line.toString('latin1')));
  return [...found, framer.rest().toString('latin1')];
}

describe('cutting bytes into lines', () => {
  it('gives the same lines however the bytes arrive', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), fc.stringMatching(/^[a\n]{0,60}$/), (chunks, more) => {
      const all = [...chunks.map((chunk) => Buffer.from(chunk)), Buffer.from(more)];
      expect(lines(all)).toEqual(Buffer.concat(all).toString('latin1').split('\n'));
    }), { seed: 11, numRuns: 300 });
  });

  it('refuses a line over the cap, in one piece or in many', () => {
    expect(() => lines([Buffer.alloc(11, 97)], 10)).toThrow(LineTooLong);
    expect(() => lines([Buffer.from(`${'a'.repeat(11)}\n`)], 10)).toThrow(LineTooLong);
    expect(() => lines(Array.from({ length: 11 }, () => Buffer.from('a')), 10)).toThrow(LineTooLong);
    expect(lines([Buffer.from(`${'a'.repeat(10)}\n`)], 10)).toEqual(['a'.repeat(10), '']);
  });
});
