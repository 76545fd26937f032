import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { instructionsItem, listedItems, measured, sortDefinitions, type ListedItem } from '../../../../main/core/connections/build-catalogue.ts';
import { digestOf } from '../../../../main/core/canonical/canonical.ts';
import { LIMITS } from '../../../../main/core/connections/limits.ts';
import type { Json } from '../../../../main/core/words/index.ts';

const tool = (value: Json): ListedItem => measured('tool', value, null, sha256);

describe('sorting what a server listed', () => {
  it('keeps definitions whole and in order', () => {
    const value = { name: 'a', extra: { deep: [1] } };
    expect(sortDefinitions([tool(value)]).definitions).toEqual([{ kind: 'tool', name: 'a', value, digest: digestOf(value, sha256) }]);
  });

  it('leaves a name that stands twice in both lists, so that it is ambiguous', () => {
    const { definitions, refused } = sortDefinitions([tool({ name: 'a' }), tool({ name: 'a', x: 1 })]);
    expect([definitions.length, refused]).toEqual([1, [{ kind: 'tool', name: 'a', why: 'duplicate-name' }]]);
  });

  it('keeps a tool and a prompt of one name apart', () => {
    expect(sortDefinitions([tool({ name: 'a' }), measured('prompt', { name: 'a' }, null, sha256)]).refused).toEqual([]);
  });

  it.each([
    ['no-name', { title: 'x' }], ['no-name', 'text'], ['no-name', { name: '' }], ['no-name', null],
    ['too-large', { name: 'a', x: 'y'.repeat(LIMITS.definitionChars) }], ['not-canonical', { name: 'a', x: '\ud800' }],
    ['not-canonical', { name: 'a', inputSchema: JSON.parse('{"properties":{"__proto__":{"default":"unseen"}}}') as Json }],
  ])('refuses with %s', (why, value) => {
    expect(sortDefinitions([tool(value as Json)])).toMatchObject({ definitions: [], refused: [{ why }] });
  });

  it('gives a note to the entry it was found in and to no other', () => {
    const notes = [{ why: 'too-deep' as const, path: ['result', 'tools', 1, 'x'] }, { why: 'duplicate-keys' as const, path: ['result', '_meta'] }];
    expect(listedItems('tool', 'tools', [{ name: 'a' }, { name: 'b' }], notes, sha256).map((item) => item.why)).toEqual([null, 'too-deep']);
  });

  it('takes instructions as one definition and nothing for none', () => {
    expect(sortDefinitions(instructionsItem('Be kind.', sha256)).definitions).toMatchObject([{ kind: 'instructions', name: '', value: { instructions: 'Be kind.' } }]);
    expect(instructionsItem('', sha256)).toEqual([]);
  });
});
