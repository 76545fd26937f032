import { describe, expect, it } from 'vitest';
import { compareAfter, planReads, planReadsAfter, renderPreview } from '../../../../main/core/preview/index.ts';
import type { StateRead } from '../../../../main/core/preview/preview.ts';
import { DEMO_CMS_RECIPE } from '../../../../main/core/recipes/demo-cms.ts';
import { judgeEffect } from '../../../../main/core/policy/effect.ts';
import type { ToolRecipe } from '../../../../main/core/recipes/recipe.ts';
import type { Json, JsonObject } from '../../../../main/core/words/index.ts';

function recipeOf(tool: string): ToolRecipe {
  const recipe = DEMO_CMS_RECIPE.tools[tool];
  if (recipe === undefined) throw new Error(`no recipe for ${tool}`);
  return recipe;
}

const NEWS = {
  id: 'n-1', project: 'demo', projectName: 'Spring Summit', title: 'Old', body: 'Text', status: 'draft', version: 3, updatedAt: 'then',
};
const DEFINITION: JsonObject = {
  name: 'update_news',
  inputSchema: { type: 'object', properties: { title: { title: 'Headline' }, items: { title: 'Entries', items: { properties: { label: { title: 'Label' } } } } } },
  outputSchema: { type: 'object', properties: { version: { title: 'Version' }, title: { title: 'Other title' } } },
};

const read = (value: Json, key = 'before'): StateRead => ({ key, state: 'read', value, text: '' });

function preview(tool: string, args: JsonObject, states: readonly StateRead[]) {
  const recipe = recipeOf(tool);
  return renderPreview({ recipe, effect: judgeEffect({ definition: DEFINITION, recipe, accepted: null }, args).effect, tool, args, definition: DEFINITION, states });
}

describe('an update of a record', () => {
  it('reads the record by its id', () => {
    expect(planReads(recipeOf('update_news'), { id: 'n-1', title: 'New' })).toMatchObject([{ tool: 'get_news', args: { id: 'n-1' } }, { key: 'account', tool: 'whoami' }]);
    expect(planReads(recipeOf('update_news'), { title: 'New' })).toMatchObject([{ key: 'account' }]);
  });

  it('shows the fields that change with their titles, old and new, and no others', () => {
    expect(preview('update_news', { id: 'n-1', title: 'New', body: 'Text', teaser: 'Extra' }, [read(NEWS)])).toMatchObject({
      kind: 'effect', objects: 1, unknowns: ['server-fields'],
      changes: [{
        kind: 'fields', target: 'n-1', verb: 'update',
        fields: [{ pointer: '/title', label: 'Headline', before: 'Old', after: 'New' }, { pointer: '/teaser', label: 'teaser', after: 'Extra' }],
      }],
      sentence: { verb: 'changes', noun: 'news', objects: 1, fields: 2, project: 'Spring Summit' },
    });
  });

  it('to published is a publication', () => {
    expect(preview('update_news', { id: 'n-1', status: 'published' }, [read(NEWS)]).sentence).toMatchObject({ verb: 'publishes', fields: 1 });
  });

  it('of a record that is not there, or is no record, is known by its arguments only', () => {
    expect(preview('update_news', { id: 'n-1', title: 'x' }, [{ key: 'before', state: 'absent' }])).toMatchObject({ kind: 'arguments', unknowns: ['not-there'], foretold: [{ why: 'object-missing', pointer: '/id' }] });
    expect(preview('update_news', { id: 'n-1', title: 'x' }, [read(['no', 'record'])])).toMatchObject({ kind: 'arguments' });
  });

  it('is as shown although the server set its own fields, and different when anything else moved', () => {
    const recipe = recipeOf('update_news');
    const shown = preview('update_news', { id: 'n-1', title: 'New' }, [read(NEWS)]);
    const after = { ...NEWS, title: 'New', version: 4, updatedAt: 'now' };
    expect(compareAfter(recipe, shown, [read(after)])).toBe('as shown');
    expect(compareAfter(recipe, shown, [read({ ...after, title: 'Other' })])).toBe('different');
    expect(compareAfter(recipe, shown, [read({ ...after, status: 'published' })])).toBe('different');
    expect(compareAfter(recipe, shown, [read({ ...after, added: 1 })])).toBe('different');
    expect(compareAfter(recipe, shown, [{ key: 'before', state: 'absent' }])).toBe('different');
    expect(compareAfter(recipe, shown, [{ key: 'before', state: 'not-allowed' }])).toBe('not checkable');
  });

  it('keeps hostile names ordinary', () => {
    const args: JsonObject = JSON.parse('{"id":"n-1","__proto__":{"polluted":1},"constructor":"x"}');
    const fields = preview('update_news', args, [read(NEWS)]).changes[0];
    expect(fields).toMatchObject({ fields: [{ pointer: '/__proto__', after: { polluted: 1 } }, { pointer: '/constructor', after: 'x' }] });
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('a publication', () => {
  it('shows the change of status', () => {
    expect(preview('publish_news', { id: 'n-1' }, [read(NEWS)])).toMatchObject({
      changes: [{ fields: [{ pointer: '/status', before: 'draft', after: 'published' }] }],
      sentence: { verb: 'publishes', fields: 1 },
    });
  });
});

describe('a withdrawal', () => {
  it('is not called a publication', () => {
    expect(preview('unpublish_news', { id: 'n-1' }, [read({ ...NEWS, status: 'published' })])).toMatchObject({
      changes: [{ fields: [{ pointer: '/status', before: 'published', after: 'draft' }] }],
      sentence: { verb: 'withdraws', fields: 1 },
    });
  });
});

describe('a call that changes nothing', () => {
  it('says so in words, and that what would be published is public already', () => {
    expect(preview('publish_news', { id: 'n-1' }, [read({ ...NEWS, status: 'published' })]).sentence).toMatchObject({ verb: 'keeps-public', fields: 0 });
    expect(preview('update_news', { id: 'n-1', title: 'Old' }, [read(NEWS)]).sentence).toMatchObject({ verb: 'keeps', fields: 0 });
  });
});

describe('a delete', () => {
  it('shows all that goes', () => {
    const shown = preview('delete_news', { id: 'n-1' }, [read(NEWS)]);
    expect(shown).toMatchObject({ sentence: { verb: 'deletes', fields: 8 }, unknowns: ['references-partial'], changes: [{ verb: 'delete', target: 'n-1' }] });
    const change = shown.changes[0];
    const fields = change?.kind === 'fields' ? change.fields : [];
    expect(Object.fromEntries(fields.map((field) => [field.pointer.slice(1), field.before]))).toEqual(NEWS);
    expect(fields.every((field) => !('after' in field))).toBe(true);
    expect(fields.find((field) => field.pointer === '/version')?.label).toBe('Version');
  });

  it('is as shown when the record is gone', () => {
    const shown = preview('delete_news', { id: 'n-1' }, [read(NEWS)]);
    expect(compareAfter(recipeOf('delete_news'), shown, [{ key: 'before', state: 'absent' }])).toBe('as shown');
    expect(compareAfter(recipeOf('delete_news'), shown, [read(NEWS)])).toBe('different');
  });
});

describe('a create', () => {
  const args = { project: 'demo', title: 'Fresh', body: 'Text' };
  const place = read({ id: 'demo', name: 'Spring Summit', updatedAt: 'then' }, 'place');

  it('shows all that comes, defaults included, and names the project as read', () => {
    expect(preview('create_news', args, [place])).toMatchObject({
      kind: 'effect', unknowns: ['server-fields'],
      changes: [{ verb: 'create', target: 'news', fields: [{ after: 'demo' }, { after: 'Fresh' }, { after: 'Text' }, { pointer: '/status', after: 'draft' }] }],
      sentence: { verb: 'creates', noun: 'news', fields: 4, project: 'Spring Summit' },
    });
  });

  it('is known without reading the project, which then is named by its id', () => {
    expect(preview('create_news', args, [])).toMatchObject({ kind: 'effect', base: null, sentence: { project: 'demo' } });
  });

  it('rests on the name of its project, not on what else moves there', () => {
    const moved = read({ id: 'demo', name: 'Spring Summit', updatedAt: 'now' }, 'place');
    expect(preview('create_news', args, [moved]).base).toEqual(preview('create_news', args, [place]).base);
  });

  it('is checked by the id that the server answered', () => {
    const recipe = recipeOf('create_news');
    const shown = preview('create_news', args, [place]);
    const answer = { kind: 'result', isError: false, parts: [], structured: { id: 'n-7' } } as const;
    expect(planReadsAfter(recipe, args, answer)).toMatchObject([{ key: 'created', tool: 'get_news', args: { id: 'n-7' } }]);
    expect(planReadsAfter(recipe, args, { ...answer, isError: true })).toEqual([]);
    const record = { ...args, id: 'n-7', status: 'draft', version: 1, updatedAt: 'now', createdAt: 'now', projectName: 'Spring Summit' };
    expect(compareAfter(recipe, shown, [read(record, 'created')])).toBe('as shown');
    expect(compareAfter(recipe, shown, [read({ ...record, body: 'Other' }, 'created')])).toBe('different');
    expect(compareAfter(recipe, shown, [])).toBe('not checkable');
  });
});

describe('a menu', () => {
  const menu = { project: 'demo', projectName: 'Spring Summit', version: 1, updatedAt: 'then', items: [{ label: 'Start', target: '/' }, { label: 'News', target: '/n' }] };

  it('shows the entries that change, by place and label', () => {
    const args = { project: 'demo', items: [{ label: 'Start', target: '/' }, { label: 'Aktuelles', target: '/n' }, { label: 'More', target: '/m' }] };
    expect(preview('update_menu', args, [read(menu)])).toMatchObject({
      sentence: { verb: 'changes', noun: 'menu', fields: null, project: 'Spring Summit' },
      changes: [{
        target: 'demo',
        fields: [
          { pointer: '/items/1/label', label: 'Entries › 2 › Label', before: 'News', after: 'Aktuelles' },
          { pointer: '/items/2', label: 'Entries › 3', after: { label: 'More', target: '/m' } },
        ],
      }],
    });
  });
});

describe('a tool that no recipe knows', () => {
  it('is shown by its arguments only', () => {
    const shown = renderPreview({ recipe: null, effect: 'write', tool: 'x', args: { rows: [1, 2, 3] }, definition: {}, states: [] });
    expect(shown).toEqual({
      kind: 'arguments', changes: [], objects: 3, base: null, unknowns: ['no-recipe'], lookFirst: [],
      sentence: { verb: 'calls', noun: null, objects: 3, fields: null, project: null },
    });
    expect(compareAfter(null, shown, [])).toBe('not checkable');
  });

  it('and a known read has nothing to explain', () => {
    expect(preview('list_news', {}, [])).toMatchObject({ kind: 'arguments', unknowns: [], sentence: { verb: 'reads', noun: 'news' } });
  });
});
