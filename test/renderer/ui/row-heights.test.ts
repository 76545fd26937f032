import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowHeights } from '../../../renderer/ui/row-heights.ts';

describe('the heights of rows', () => {
  it('are what was measured, and for all others the usual one: every place agrees with a plain sum', () => {
    const measured = fc.array(fc.tuple(fc.nat({ max: 199 }), fc.integer({ min: 1, max: 90 })), { maxLength: 80 });
    fc.assert(fc.property(fc.integer({ min: 1, max: 200 }), measured, fc.integer({ min: -50, max: 9_000 }), (count, sets, height) => {
      const heights = new RowHeights(count, 22);
      const plain = Array.from({ length: count }, () => 22);
      for (const [index, value] of sets) {
        heights.set(index, value);
        if (index < count) plain[index] = value;
      }
      let sum = 0;
      for (let index = 0; index <= count; index += 1) {
        expect(heights.before(index)).toBe(sum);
        sum += plain[index] ?? 0;
      }
      let at = 0;
      for (let top = 0; at < count - 1 && top + (plain[at] ?? 0) <= height; at += 1) top += plain[at] ?? 0;
      expect(heights.at(height)).toBe(at);
    }), { seed: 4, numRuns: 300 });
  });

  it('give the average of what was seen, for rows that come', () => {
    const heights = new RowHeights(1_000_000, 22);
    expect(heights.average()).toBe(22);
    heights.set(0, 20);
    heights.set(999_999, 40);
    heights.set(0, 30);
    expect(heights.average()).toBe(35);
  });
});
