import { expect, it } from 'vitest';
import { namesIn } from '../../../../main/core/audit/content.ts';

it('a call is found by each of a thousand objects it names at once, and by no more than are bounded', () => {
  const ids = (count: number) => ({ ids: Array.from({ length: count }, (_, n) => `n-${n}`) });
  expect(namesIn(ids(1_000))).toEqual(ids(1_000).ids);
  expect(namesIn(ids(5_000))).toHaveLength(1_024);
});
