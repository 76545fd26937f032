import { describe, expect, it } from 'vitest';
import { createQueue } from '../../../../main/core/turns/queue.ts';

describe('a queue', () => {
  it('runs one piece after the other, in their order, whatever became of the one before', async () => {
    const queue = createQueue();
    const seen: string[] = [];
    const piece = (name: string, turns: number, fails = false) => queue(async () => {
      seen.push(`${name} begins`);
      for (let n = 0; n < turns; n += 1) await Promise.resolve();
      seen.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
    const all = await Promise.allSettled([piece('a', 9), piece('b', 5, true), piece('c', 0)]);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(all.map((one) => (one.status === 'fulfilled' ? one.value : one.reason))).toEqual(['a', new Error('b'), 'c']);
  });
});
