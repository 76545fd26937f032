import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../../../../main/core/policy/document/read.ts';
import { isIssuedAhead, keysOf, MOST_STEP, seenAfter, versionProblem, type SeenPolicy } from '../../../../../main/core/policy/document/seen.ts';
import type { JsonObject } from '../../../../../main/core/words/index.ts';
import { managed, opened } from './documents.ts';

const document = (version: number, issuedAt: string, keys: readonly string[] = [], more: JsonObject = {}) => {
  const read = readPolicy(JSON.stringify(managed({ version, issuedAt, ...(keys.length === 0 ? {} : { signatures: { required: true, keys } }), ...more })));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.document;
};
const MAY = '2026-05-01T00:00:00Z';
const JUNE = '2026-06-01T00:00:00Z';
const seen = (version: number, issuedAt: string, ...keys: string[]): SeenPolicy => ({ version, issuedAt, keys: keys.join('\n') });

describe('the version of a policy', () => {
  it.each([
    ['holds as it was', document(7, MAY), seen(7, MAY), null],
    ['goes up', document(8, MAY), seen(7, MAY), null],
    ['goes up by all it may', document(7 + MOST_STEP, MAY), seen(7, MAY), null],
    ['does not go back', document(6, JUNE), seen(7, MAY), 'rolled-back'],
    ['does not jump', document(8 + MOST_STEP, JUNE), seen(7, MAY), 'version-jump'],
    ['does not jump under keys either', document(8 + MOST_STEP, JUNE, ['A']), seen(7, MAY, 'A'), 'version-jump'],
    ['begins anew under other keys, issued later', document(1, JUNE, ['B']), seen(2_000_000_000, MAY, 'A', 'B'), null],
    ['begins anew where the keys fall away, issued later', document(1, JUNE), seen(2_000_000_000, MAY, 'A'), null],
    ['of an earlier list of keys does not come back', document(4, MAY, ['A']), seen(5, JUNE, 'A', 'B'), 'issued-before'],
    ['of another list of the same moment does not come back', document(4, JUNE, ['A']), seen(5, JUNE, 'A', 'B'), 'issued-before'],
    ['of an earlier list of keys does not come back by a high number', document(900_000, MAY, ['A', 'B']), seen(4, JUNE, 'B'), 'issued-before'],
    ['without keys, issued before, does not come back either', document(900_000, MAY), seen(4, JUNE, 'B'), 'issued-before'],
    ['goes on counting where it had no keys', document(6, MAY, ['B']), seen(5, MAY), null],
    ['goes on counting where it had no keys, and does not go back', document(4, MAY, ['B']), seen(5, MAY), 'rolled-back'],
    ['goes on counting from a build that kept no keys', document(6, JUNE, ['A']), { version: 7, issuedAt: '1970-01-01T00:00:00.000Z', keys: null }, 'rolled-back'],
  ] as const)('%s', (_what, now, before, problem) => {
    expect(versionProblem(now, before)).toBe(problem);
  });

  it('is kept with its keys in any order, and with the latest moment of all keys', () => {
    expect(keysOf(document(1, MAY, ['B', 'A', 'B']))).toBe('A\nB');
    const rotated = seenAfter(document(1, MAY, ['B']), seen(9, JUNE, 'A'));
    expect(rotated).toEqual(seen(1, JUNE, 'B'));
    expect(seenAfter(document(1, MAY, ['B']), seen(3, MAY, 'B'))).toEqual(seen(3, MAY, 'B'));
  });

  it('has an end that a number of the day with two more digits stays below', () => {
    expect(opened(managed({ version: 2_026_112_901 })).state).toBe('good');
    expect(opened(managed({ version: 2_147_483_648 }))).toMatchObject({ state: 'closed', problems: [{ code: 'out-of-range', pointer: '/version' }] });
  });

  it('comes with a moment of issue that is not ahead of the clock', () => {
    const now = '2026-06-01T00:00:00.000Z';
    expect([MAY, JUNE, '2026-06-03T00:00:00Z'].map((at) => isIssuedAhead(document(1, at), now))).toEqual([false, false, false]);
    expect(isIssuedAhead(document(1, '2026-06-03T00:00:01Z'), now)).toBe(true);
    expect(isIssuedAhead(document(1, MAY), 'no moment')).toBe(true);
    expect(opened(managed({ issuedAt: '2026-07-01T00:00:00Z' }))).toMatchObject({ state: 'closed', problems: [{ code: 'issued-ahead', pointer: '/issuedAt' }] });
  });
});
