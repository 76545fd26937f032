import { describe, expect, it } from 'vitest';
import { compareAfter, planReads, renderPreview } from '../../../../../main/core/preview/index.ts';
import type { StateRead } from '../../../../../main/core/preview/preview.ts';
import { inferReadBack } from '../../../../../main/core/recipes/infer/infer.ts';
import { inferredRecipe } from '../../../../../main/core/recipes/infer/inferred.ts';
import type { Json, JsonObject } from '../../../../../main/core/words/index.ts';

const text = (names: string[], more: JsonObject = {}): JsonObject => ({ type: 'object', properties: { ...Object.fromEntries(names.map((name) => [name, { type: 'string' }])), ...more }, required: names });
const read = (value: Json): StateRead => ({ key: 'before', state: 'read', value, text: '' });

function recipeOf(...catalogue: JsonObject[]) {
  const [offer] = inferReadBack(catalogue);
  if (offer === undefined) throw new Error('nothing was offered');
  return inferredRecipe({ readBack: offer }, 'd'.repeat(64), 'write');
}

describe('a read-back that was accepted', () => {
  const recipe = recipeOf({ name: 'update_page', inputSchema: text(['page_id', 'title']) }, { name: 'get_page', inputSchema: text(['id']) });
  const render = (args: JsonObject, state: StateRead) => renderPreview({ recipe, effect: 'write', tool: 'update_page', args, definition: {}, states: [state] });

  it('reads what it was offered for, and shows what would change, labelled as inferred', () => {
    const args = { page_id: '7', title: 'New' };
    expect(planReads(recipe, args)).toEqual([{ key: 'before', tool: 'get_page', args: { id: '7' }, absent: [] }]);
    expect(render(args, read({ page: { id: '7', title: 'Old' } }))).toMatchObject({
      kind: 'effect', objects: 1, unknowns: ['inferred-recipe'], changes: [{ target: '7', fields: [{ pointer: '/title', before: 'Old', after: 'New' }] }],
    });
  });

  it('claims nothing where the field is not there, is no plain value, or nothing was read', () => {
    for (const state of [read({ id: '7' }), read({ title: { en: 'Old' } }), read([]), { key: 'before', state: 'failed', why: 'x' } as const, { key: 'before', state: 'not-allowed' } as const]) {
      expect(render({ page_id: '7', title: 'New' }, state)).toMatchObject({ kind: 'arguments', changes: [] });
    }
  });

  it('raises no alarm afterwards', () => {
    const shown = render({ page_id: '7', title: 'New' }, read({ id: '7', title: 'Old' }));
    expect(compareAfter(recipe, shown, [read({ page: { id: '7', title: 'New', seen: 1 } })])).toBe('as shown');
    expect(compareAfter(recipe, shown, [read({ id: '7', title: 'new' })])).toBe('not checkable');
  });

  it('finds the one of a list that the call names, and none where two are', () => {
    const listed = recipeOf({ name: 'rename_tag', inputSchema: text(['tag_id', 'name']) }, { name: 'list_tags', inputSchema: { type: 'object' } });
    const preview = (items: Json) => renderPreview({ recipe: listed, effect: 'write', tool: 'rename_tag', args: { tag_id: '2', name: 'B' }, definition: {}, states: [read({ items })] });
    expect(preview([{ id: 1, name: 'a' }, { id: 2, name: 'b' }])).toMatchObject({ kind: 'effect', changes: [{ fields: [{ pointer: '/name', before: 'b', after: 'B' }] }] });
    expect(preview([{ id: 2, name: 'a' }, { id: 2, name: 'b' }])).toMatchObject({ kind: 'arguments' });
  });

  it('fills arguments that stand within one', () => {
    const inner = (names: string[]): JsonObject => ({ type: 'object', properties: { request: text(names) }, required: ['request'] });
    const nested = recipeOf({ name: 'update_flag', inputSchema: inner(['project', 'key', 'state']) }, { name: 'get_flag', inputSchema: inner(['project', 'key']) });
    expect(planReads(nested, { request: { project: 'p', key: 'k', state: 'on' } })).toMatchObject([{ args: { request: { project: 'p', key: 'k' } } }]);
  });

  it('says nothing of how many objects there are', () => {
    expect(renderPreview({ recipe, effect: 'write', tool: 'update_page', args: { page_id: '7', title: 'New', filter: 'all' }, definition: {}, states: [read({ id: '7', title: 'Old', filter: 'x' })] }).objects).toBeNull();
  });
});
