import { afterEach, describe, expect, it } from 'vitest';
import type { Session } from '../../../../main/adapters/mcp/session.ts';
import { CATALOGUES } from '../../../../preload/contract/language/index.ts';
import { opened, Witness } from '../../../servers/opened.ts';
import { evil } from '../../../servers/programs.ts';
import { ReviewedServers, tool } from './review-room.ts';

const open: Session[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** A server with this fault, as far as a review: its list came over a real pipe. */
async function reviewOf(...faults: string[]): Promise<ReviewedServers> {
  const heard = new Witness();
  const one = await opened(heard, heard.wire(evil(...faults)));
  open.push(one);
  const servers = new ReviewedServers();
  servers.sends('s', tool('former'));
  servers.lists.set('s', one.catalogue);
  return servers;
}
const refusedIn = (servers: ReviewedServers): [string, string | null][] =>
  (servers.room.read('s')?.items ?? []).filter(({ refused }) => refused !== null).map(({ name, refused }) => [name, refused]);

describe('a list that nobody can judge', () => {
  it.each<[string, [string, string][]]>([
    ['deep', [['deep', 'too-deep']]],
    ['large-definition', [['large', 'too-large']]],
    ['duplicate-keys', [['double', 'duplicate-keys']]],
    ['numbers', [['huge', 'number-range'], ['rounded', 'number-range']]],
    ['lone-surrogate', [['lone', 'not-canonical']]],
    ['proto', [['proto', 'not-canonical']]],
    ['duplicate-names', [['twin', 'duplicate-name'], ['twin', 'duplicate-name']]],
  ])('is refused entry by entry, each with its sentence: %s', async (fault, expected) => {
    const servers = await reviewOf(fault);
    expect(refusedIn(servers)).toEqual(expected);
    for (const [name, why] of expected) {
      expect(CATALOGUES.en).toHaveProperty([`refused.${why}`]);
      expect(await servers.accept('s', name)).toBe('not-allowed');
    }
    // It waits for nobody, for nobody can decide on it.
    expect(servers.room.counts('s')).toMatchObject({ waiting: 5, refused: expected.length });
    // What is not wrong can be accepted all the same.
    expect(await servers.accept('s', 'good')).toBeNull();
    expect(servers.room.tool('s', 'good')?.pin).toBe('same');
    expect(servers.room.tools('s').filter(({ pin, ambiguous }) => pin === 'same' && !ambiguous).map(({ name }) => name)).toEqual(['good']);
  });

  it.each(['endless-pages', 'one-too-many'])('is read and not approved where it does not end: %s', { timeout: 60_000 }, async (fault) => {
    const servers = await reviewOf(fault);
    expect(new Set(refusedIn(servers).map(([, why]) => why))).toContain('partial');
    expect(CATALOGUES.en).toHaveProperty(['refused.partial']);
    expect(servers.room.counts('s')).toMatchObject({ reviewed: 0, waiting: 0 });
    expect(await servers.accept('s', 'good')).toBe('not-allowed');
  });

  it('may hold ten thousand tools, every one of which can be accepted, and a change of one is seen', { timeout: 60_000 }, async () => {
    const servers = await reviewOf('ten-thousand');
    const review = servers.room.read('s');
    expect(review?.items.filter(({ kind }) => kind === 'tool')).toHaveLength(10_000);
    const decisions = (review?.items ?? []).map(({ kind, name }) => ({ kind, name, decision: 'accept' as const, effect: null }));
    expect(await servers.decide('s', 'restricted', decisions)).toBeNull();
    const list = servers.lists.get('s');
    servers.sends('s', ...(list?.definitions ?? []).map((one) => (one.name === 'tool-5000' ? tool('tool-5000', { title: 'x' }) : one)));
    expect(servers.room.counts('s')).toMatchObject({ reviewed: 9999, changed: 1 });
  });
});
