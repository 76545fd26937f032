import { describe, expect, it } from 'vitest';
import { DEMO_CMS_RECIPE } from '../../../../main/core/recipes/demo-cms.ts';
import { effectByStates } from '../../../../main/core/recipes/effect.ts';
import { matchRecipe, RECIPES } from '../../../../main/core/recipes/match.ts';
import digests from '../../../../main/core/recipes/digests.json' with { type: 'json' };

const FILESYSTEM = '@modelcontextprotocol/server-filesystem';
const WRITE = digests.servers[FILESYSTEM].write_file[0] ?? '';

describe('a recipe', () => {
  it('is found by launched package, tool and digest together', () => {
    expect(matchRecipe({ package: FILESYSTEM, bundle: null, tool: 'write_file', digest: WRITE })).toMatchObject({ effect: 'write', change: { how: 'write-text' } });
  });

  it('is not found by less than that', () => {
    const query = { package: FILESYSTEM, bundle: null, tool: 'write_file', digest: WRITE };
    expect(matchRecipe({ ...query, package: 'evil-filesystem' })).toBeNull();
    expect(matchRecipe({ ...query, package: null })).toBeNull();
    expect(matchRecipe({ ...query, package: null, bundle: 'demo-cms' })).toBeNull();
    expect(matchRecipe({ ...query, tool: 'edit_file' })).toBeNull();
    expect(matchRecipe({ ...query, digest: '0'.repeat(64) })).toBeNull();
    expect(matchRecipe({ ...query, tool: '__proto__' })).toBeNull();
  });

  it('knows earlier releases, but not the edits of those that read a dollar as a pattern', () => {
    const march = digests.earlier['server-filesystem@2025.3.28'];
    expect(matchRecipe({ package: FILESYSTEM, bundle: null, tool: 'write_file', digest: march.write_file[0] ?? '' }))
      .toMatchObject({ change: { read: 'read_file' } });
    expect(Object.keys(march)).not.toContain('edit_file');
    expect(Object.keys(digests.earlier['server-filesystem@2025.11.25'])).not.toContain('edit_file');
  });

  it('carries at least one digest for each tool it speaks of', () => {
    for (const recipe of RECIPES) {
      for (const [name, tool] of Object.entries(recipe.tools)) expect(tool.digests.length, `${recipe.id} ${name}`).toBeGreaterThan(0);
    }
  });
});

describe('the effect once the record is known', () => {
  const update = DEMO_CMS_RECIPE.tools['update_news'];
  if (update === undefined) throw new Error('no recipe for update_news');

  it('rises when the record is public already', () => {
    const state = (status: string) => [{ key: 'before', state: 'read', value: { status }, text: '' }] as const;
    expect(effectByStates(update, 'write', state('published'))).toBe('publish');
    expect(effectByStates(update, 'write', state('draft'))).toBe('write');
    expect(effectByStates(update, 'delete', state('published'))).toBe('delete');
    expect(effectByStates(update, 'write', [{ key: 'before', state: 'absent' }])).toBe('write');
  });
});
