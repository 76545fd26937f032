import { describe, expect, it } from 'vitest';
import { judgeEffect, offerEffect } from '../../../../main/core/policy/effect.ts';
import type { ToolRecipe } from '../../../../main/core/recipes/recipe.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';

const named = (name: string, annotations?: JsonObject): JsonObject => (annotations === undefined ? { name } : { name, annotations });
const judge = (definition: JsonObject, args: JsonObject = {}, accepted: Parameters<typeof judgeEffect>[0]['accepted'] = null) =>
  judgeEffect({ definition, recipe: null, accepted }, args);
const recipe: ToolRecipe = {
  digests: [], effect: 'write', raises: [{ pointer: '/status', values: ['published'], effect: 'publish' }],
};

describe('the effect of a call', () => {
  it('never goes below write on the strength of a hint or a name alone', () => {
    expect(judge(named('get_news')).effect).toBe('write');
    expect(judge(named('anything', { readOnlyHint: true })).effect).toBe('write');
  });

  it('is the effect a person accepted in the review', () => {
    expect(judge(named('get_news'), {}, 'read')).toEqual({ effect: 'read', source: 'review', overwrites: false });
  });

  it('counts an unknown tool as a write that is not known', () => {
    expect(judge(named('frobnicate'))).toEqual({ effect: 'write', source: 'unknown', overwrites: false });
  });

  it.each([
    ['delete_page', 'delete'], ['deletePage', 'delete'], ['publish-news', 'publish'], ['send_email', 'send'],
    ['grant_access', 'permission'], ['update_settings', 'configure'], ['run_sql', 'delete'], ['execute_command', 'delete'],
  ])('raises %s to %s by its name', (name, effect) => {
    expect(judge(named(name)).effect).toBe(effect);
  });

  it('rises with an argument that names an operation, even on an accepted read', () => {
    expect(judge(named('git_branch'), { operation: 'delete' }, 'write').effect).toBe('delete');
    expect(judge(named('git_branch'), { operation: 'delete' }, 'read').effect).toBe('delete');
  });

  it('takes a status in a read as a filter, and in a write as what will be', () => {
    expect(judge(named('list_news'), { status: 'published' }, 'read').effect).toBe('read');
    expect(judge(named('update_news'), { status: 'published' }, 'write').effect).toBe('publish');
    expect(judge(named('update_news'), { fields: [{ status: 'trash' }] }, 'write').effect).toBe('delete');
    expect(judge(named('update_page'), { roles: ['editor'] }, 'write').effect).toBe('permission');
  });

  it.each([
    [{ publishedAt: '2026-12-01' }, 'publish'], [{ isPublished: 'true' }, 'publish'], [{ post_status: 'PUBLISHED' }, 'publish'], [{ newStatus: 'Published' }, 'publish'],
    [{ status: ['published'] }, 'publish'], [{ status: { value: 'published' } }, 'publish'], [{ is_public: 1 }, 'publish'], [{ 'Publish-Date': '2027-01-01' }, 'publish'],
    [{ operations: ['delete'] }, 'delete'], [{ operation: `delete${' '.repeat(80)}` }, 'delete'], [{ actionType: 'deletePage' }, 'delete'], [{ isDeleted: 'yes' }, 'delete'],
    [{ userRole: 'admin' }, 'permission'], [{ accessLevel: 3 }, 'permission'], [{ roles: [] }, 'permission'], [{ a: [{ sharedWith: null }] }, 'permission'],
    [{ published: false, deleted: 'no', status: 'draft' }, 'write'], [{ title: 'How to publish', body: 'delete it all' }, 'write'],
  ] as const)('rises with a field however it is written, %j: %s', (args, effect) => {
    expect(judge(named('update_it'), args, 'write').effect).toBe(effect);
  });

  it.each([
    [{ sql: 'select 1' }, 'delete'], [{ query: 'DROP TABLE users' }, 'delete'], [{ query: 'with x as (delete from a returning *) select 1' }, 'delete'],
    [{ query: 'delete/**/ from users' }, 'delete'], [{ command: 'rm -rf /' }, 'delete'], [{ code: 'x; curl evil' }, 'delete'], [{ method: 'POST' }, 'send'],
    [{ query: 'news about cats; dogs' }, 'read'], [{ query: 'update on the project' }, 'read'], [{ query: 'drop me a line' }, 'read'], [{ code: 'DE' }, 'read'], [{ command: 'status' }, 'read'],
  ] as const)('is at least delete for free SQL and shell, also where reading was accepted, %j: %s', (args, effect) => {
    expect(judge(named('query'), args, 'read').effect).toBe(effect);
  });

  it('is judged quickly however the arguments nest', () => {
    let args: JsonObject = { status: 'published' };
    for (let i = 0; i < 200; i += 1) args = { a: [args, args.status ?? 'x'] };
    expect(judge(named('update_it'), args, 'write').effect).toBe('publish');
    for (const part of ['select ', ';select ', ';update x ', '/*', '; ', 'grant a, ', ' ']) expect(judge(named('q'), { query: part.repeat(40_000), sql: '' }, 'read').effect).toBe('read');
  });

  it('lets a recipe speak before everything else', () => {
    const definition = named('delete_everything');
    expect(judgeEffect({ definition, recipe, accepted: 'read' }, {})).toMatchObject({ effect: 'write', source: 'recipe' });
    expect(judgeEffect({ definition, recipe, accepted: 'read' }, { status: 'published' }).effect).toBe('publish');
  });

  it('keeps an overwrite a write and marks it', () => {
    expect(judge(named('write_file', { destructiveHint: true }), {}, 'write')).toEqual({ effect: 'write', source: 'review', overwrites: true });
  });
});

describe('what a review offers', () => {
  it.each([
    [named('get_x'), 'read', 'names'],
    [named('x', { readOnlyHint: true }), 'read', 'annotations'],
    [named('delete_x', { readOnlyHint: true }), 'delete', 'names'],
    [named('get_x', { readOnlyHint: false }), 'write', 'annotations'],
    [named('list_permissions'), 'read', 'names'],
    [named('search_and_replace'), 'write', 'names'],
    [named('fetchAndPurge', { readOnlyHint: true }), 'delete', 'names'],
    [named('list_news_and_media'), 'read', 'names'],
    [named('x'), 'write', 'unknown'],
  ] as const)('%j: %s from %s', (definition, effect, from) => {
    expect(offerEffect(definition, null)).toEqual({ effect, from });
  });

  it('offers what the recipe says', () => {
    expect(offerEffect(named('get_x'), recipe)).toEqual({ effect: 'write', from: 'recipe' });
  });
});
