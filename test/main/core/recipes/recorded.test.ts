import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../main/core/canonical/canonical.ts';
import { compareAfter, planReads, renderPreview } from '../../../../main/core/preview/index.ts';
import type { StateRead } from '../../../../main/core/preview/preview.ts';
import { matchRecipe } from '../../../../main/core/recipes/match.ts';
import releases from '../../../../main/core/recipes/releases.json' with { type: 'json' };
import type { ToolRecipe } from '../../../../main/core/recipes/recipe.ts';
import type { Json, JsonObject } from '../../../../main/core/words/index.ts';
import { sha256 } from '../../demo-cms/real-server.ts';

function recipeOf(slug: string, launched: keyof typeof releases, tool: string): ToolRecipe {
  const { tools } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../data/catalogues', `${slug}.json`), 'utf8'));
  const definition = (tools as JsonObject[]).find(({ name }) => name === tool);
  const recipe = definition === undefined ? null : matchRecipe({ soleCode: Object.values<{ files: string }>(releases[launched])[0]?.files ?? null, bundle: null, tool, digest: digestOf(definition, sha256) });
  if (recipe === null) throw new Error(`no recipe for ${tool}`);
  return recipe;
}

const read = (value: Json): StateRead => ({ key: 'before', state: 'read', value, text: '' });

describe('a recipe for a server that was only recorded', () => {
  it.each<[string, keyof typeof releases, string, JsonObject, JsonObject]>([
    ['strapi', 'strapi-mcp', 'update_entry', { contentType: 'api::news.news', id: 'x1', data: { title: 'New' } }, { tool: 'get_entry', args: { contentType: 'api::news.news', id: 'x1' } }],
    ['asana', '@roychri/mcp-server-asana', 'asana_update_task', { task_id: '12', name: 'New' }, { tool: 'asana_get_task', args: { task_id: '12' } }],
    ['zereight-gitlab', '@zereight/mcp-gitlab', 'update_issue', { project_id: '1', issue_iid: '2', title: 'New' }, { tool: 'get_issue', args: { project_id: '1', issue_iid: '2' } }],
  ])('is found by the recorded definition and reads what the tool changes: %s', (slug, launched, tool, args, planned) => {
    expect(planReads(recipeOf(slug, launched, tool), args)).toMatchObject([planned]);
  });

  const recipe = recipeOf('asana', '@roychri/mcp-server-asana', 'asana_update_task');
  const render = (args: JsonObject, before: Json) => renderPreview({ recipe, effect: 'write', tool: 'asana_update_task', args, definition: {}, states: [read(before)] });

  it('shows plain fields, also where the record lies within what is read', () => {
    expect(render({ task_id: '12', name: 'New' }, { data: { gid: '12', name: 'Old', notes: '' } })).toMatchObject({ kind: 'effect', changes: [{ target: '12', fields: [{ pointer: '/name', before: 'Old', after: 'New' }] }] });
  });

  it('claims nothing of what it cannot know', () => {
    for (const args of [{ assignee: 'me' }, { followers: ['a'] }, { custom_fields: {} }]) {
      expect(render({ task_id: '12', ...args }, { gid: '12', name: 'Old', assignee: { gid: '1' } })).toMatchObject({ kind: 'arguments', unknowns: ['outcome-open'] });
    }
  });

  it('says as shown where it is so, and raises no alarm where it is otherwise', () => {
    const shown = render({ task_id: '12', name: 'New' }, { gid: '12', name: 'Old' });
    expect(compareAfter(recipe, shown, [read({ gid: '12', name: 'New', modified_at: 'now' })])).toBe('as shown');
    expect(compareAfter(recipe, shown, [read({ gid: '12', name: 'New…' })])).toBe('not checkable');
    expect(compareAfter(recipe, shown, [{ key: 'before', state: 'failed', why: 'x' }])).toBe('not checkable');
  });
});
