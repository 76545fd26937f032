import { describe, expect, it } from 'vitest';
import { countObjects } from '../../../../main/core/preview/index.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import { outgrows } from '../../../data/growth.ts';

describe('objects of a call', () => {
  it.each<[string, JsonObject, number]>([
    ['no arguments', {}, 1],
    ['one id', { id: 'n-1001' }, 1],
    ['prose with commas', { title: 'Hello, world; again', body: 'Rooms 1 and 2, second floor' }, 1],
    ['a list', { rows: [1, 2, 3] }, 3],
    ['the largest of several lists, however deep', { a: [1], b: { c: [{ d: [1, 2, 3, 4] }] } }, 4],
    ['an empty filter', { filter: '', where: {}, all: false }, 1],
    ['a plain path', { path: '/notes/a.txt' }, 1],
  ])('%s: counted', (_, args, expected) => expect(countObjects(null, args)).toBe(expected));

  it.each<[string, JsonObject]>([
    ['a filter', { filter: 'status=draft' }], ['a filter by another name', { userFilter: { role: 'x' } }],
    ['a where clause', { where: { a: 1 } }], ['SQL', { sql: 'DELETE FROM news' }], ['a query', { options: { query: 'old' } }],
    ['a glob', { path: '/notes/*.txt' }], ['a pattern', { excludePatterns: ['x'] }], ['a folder path', { path: '/notes/' }],
    ['ids in one string', { ids: 'n-1,n-2' }], ['ids under any name', { which: 'n-1001, n-1002;n-1003' }],
    ['two ids by a space', { userIds: '4711 4712' }], ['all', { all: true }], ['a folder', { folder: 'inbox' }],
  ])('%s: cannot be counted', (_, args) => expect(countObjects(null, args)).toBeNull());

  it.each<[string, (length: number) => string]>([
    ['years behind commas and a word', (length) => `${'2010,'.repeat(length / 5)}2021\nSumme`],
    ['numbers and a mark', (length) => `${'11 '.repeat(length / 3)}!`], ['digits and a mark', (length) => `${'1'.repeat(length)},!`],
    ['spaces and a mark', (length) => `1${' '.repeat(length)},!`],
  ])('are told apart from prose in a time that grows with the text: %s', (_, shape) => {
    expect(outgrows((content) => countObjects(null, { content }), shape)).toBeNull();
    expect(countObjects(null, { content: shape(100) })).toBe(1);
  });

  it('are counted by the recipe where it says how', () => {
    const recipe = { digests: [], effect: 'write', objects: { pointer: '/rows' } } as const;
    expect(countObjects(recipe, { rows: [1, 2], other: [1, 2, 3] })).toBe(2);
    expect(countObjects(recipe, { rows: 'n-1,n-2' })).toBeNull();
  });
});
