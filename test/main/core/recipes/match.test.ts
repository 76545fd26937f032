import { describe, expect, it } from 'vitest';
import { DEMO_CMS_RECIPE } from '../../../../main/core/recipes/demo-cms.ts';
import { effectByStates } from '../../../../main/core/recipes/effect.ts';
import { isKnownElsewhere, matchRecipe, RECIPES } from '../../../../main/core/recipes/match.ts';
import releases from '../../../../main/core/recipes/releases.json' with { type: 'json' };
import digests from '../../../../main/core/recipes/digests.json' with { type: 'json' };

const FILESYSTEM = '@modelcontextprotocol/server-filesystem';
const WRITE = digests.servers[FILESYSTEM].write_file[0] ?? '';
const { files, fetched } = releases[FILESYSTEM]['2026.8.31'];
const QUERY = { soleCode: files, bundle: null, tool: 'write_file', digest: WRITE };

describe('a recipe', () => {
  it('is found by launched code, tool and digest together', () => {
    expect(matchRecipe(QUERY)).toMatchObject({ effect: 'write', change: { how: 'write-text' } });
    expect(matchRecipe({ ...QUERY, soleCode: fetched })).toBe(matchRecipe(QUERY));
  });

  it('is not found by less than that', () => {
    expect(matchRecipe({ ...QUERY, soleCode: '0'.repeat(64) })).toBeNull();
    expect(matchRecipe({ ...QUERY, soleCode: FILESYSTEM })).toBeNull();
    expect(matchRecipe({ ...QUERY, soleCode: null })).toBeNull();
    expect(matchRecipe({ ...QUERY, soleCode: null, bundle: 'demo-cms' })).toBeNull();
    expect(matchRecipe({ ...QUERY, tool: 'edit_file' })).toBeNull();
    expect(matchRecipe({ ...QUERY, digest: '0'.repeat(64) })).toBeNull();
    expect(matchRecipe({ ...QUERY, tool: '__proto__' })).toBeNull();
  });

  it('is of one release: the definitions of another are not taken for its own', () => {
    expect(matchRecipe({ ...QUERY, soleCode: releases[FILESYSTEM]['2025.3.28'].files })).toBeNull();
    expect(matchRecipe({ ...QUERY, soleCode: releases['@modelcontextprotocol/server-memory']['2026.8.31'].files })).toBeNull();
  });

  it('knows earlier releases, but not the edits of those that read a dollar as a pattern', () => {
    const march = digests.earlier['server-filesystem@2025.3.28'];
    expect(matchRecipe({ ...QUERY, soleCode: releases[FILESYSTEM]['2025.3.28'].files, digest: march.write_file[0] ?? '' }))
      .toMatchObject({ change: { read: 'read_file' } });
    expect(Object.keys(march)).not.toContain('edit_file');
    expect(Object.keys(digests.earlier['server-filesystem@2025.11.25'])).not.toContain('edit_file');
  });

  it('that is known for a name but not for the code is only spoken of', () => {
    expect(isKnownElsewhere(FILESYSTEM, 'write_file')).toBe(true);
    expect(isKnownElsewhere(FILESYSTEM, 'drop_table')).toBe(false);
    expect(isKnownElsewhere('another', 'write_file')).toBe(false);
    expect(isKnownElsewhere(null, 'write_file')).toBe(false);
  });

  it('of each release carries what the installed and the fetched package are recognised by, no two alike', () => {
    const all = RECIPES.flatMap(({ launch }) => ('package' in launch ? launch.code : []));
    for (const code of all) expect(code).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(all).size).toBe(all.length);
    for (const { id, launch } of RECIPES) if ('package' in launch) expect(launch.code.length, id).toBeGreaterThan(1);
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
