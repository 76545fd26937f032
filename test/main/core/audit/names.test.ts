import { expect, it } from 'vitest';
import { namesIn, sameName } from '../../../../main/core/audit/content.ts';

it('a call is found by each of a thousand objects it names at once, and by no more than are bounded', () => {
  const ids = (count: number) => ({ ids: Array.from({ length: count }, (_, n) => `n-${n}`) });
  expect(namesIn(ids(1_000))).toEqual(ids(1_000).ids);
  expect(namesIn(ids(5_000))).toHaveLength(1_024);
});

/** One name as a disk, an editor and an address spell it. */
const SPELLINGS = ['Größe', 'Gro\u0308ße', 'Gr%C3%B6%C3%9Fe', 'Gr%c3%b6%c3%9fe', 'Gro%CC%88%C3%9Fe'];

it('a name is one name, however its letters are composed or encoded for an address', () => {
  expect(SPELLINGS.map(sameName)).toEqual(SPELLINGS.map(() => 'Größe'));
  for (const spelled of SPELLINGS) expect(namesIn({ uri: `file:///a/${spelled}` })).toContain('Größe');
  expect(namesIn({ all: SPELLINGS })).toEqual(['Größe']);
});

it('what is no such encoding stays, and it is undone once alone', () => {
  for (const name of ['n-1', '100% sicher', '50%', '%', '%zz', '%ff', 'a%C3', 'Grosse']) expect(sameName(name)).toBe(name);
  expect(sameName('100%25')).toBe('100%');
  expect(sameName('100%2525')).toBe('100%25');
  expect(sameName('Gr%C3%B6%FF')).not.toContain('\ufffd');
});

it('a long name in an address has as many letters as it would have without', () => {
  const name = 'ж'.repeat(200);
  expect(namesIn({ uri: encodeURIComponent(name) })).toEqual([name]);
  expect(namesIn({ uri: encodeURIComponent('ж'.repeat(301)) })).toEqual([]);
});

it('what a batch names by its members is found, and the fields of it are no names', () => {
  expect(namesIn({ updates: { 'n-1001': { title: 'x', start_time: 4 }, '/news/2.md': { Größe: null }, 17: [] } })).toEqual(['17', 'n-1001', 'x', '4', '/news/2.md', 'news/2.md', '2.md']);
});
