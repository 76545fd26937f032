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
    [named('x'), 'write', 'unknown'],
  ] as const)('%j: %s from %s', (definition, effect, from) => {
    expect(offerEffect(definition, null)).toEqual({ effect, from });
  });

  it('offers what the recipe says', () => {
    expect(offerEffect(named('get_x'), recipe)).toEqual({ effect: 'write', from: 'recipe' });
  });
});
