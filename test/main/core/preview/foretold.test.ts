import { describe, expect, it } from 'vitest';
import { renderPreview } from '../../../../main/core/preview/index.ts';
import type { Preview, StateRead } from '../../../../main/core/preview/preview.ts';
import { DEMO_CMS_RECIPE } from '../../../../main/core/recipes/demo-cms.ts';
import type { Effect, Json, JsonObject } from '../../../../main/core/words/index.ts';

const ITEM = { id: 'a-1', project: 'demo', title: 'Talk', day: '2027-03-16', start: '09:00', end: '10:00' };
const read = (key: string, value: Json): StateRead => ({ key, state: 'read', value, text: '' });
const absent = (key: string): StateRead => ({ key, state: 'absent' });
const rights = (...list: Json[]): StateRead => read('account', { account: 'editor', rights: list });

function preview(tool: string, args: JsonObject, states: readonly StateRead[], effect: Effect = 'write'): Preview {
  const recipe = DEMO_CMS_RECIPE.tools[tool];
  if (recipe === undefined) throw new Error(`no recipe for ${tool}`);
  return renderPreview({ recipe, effect, tool, args, definition: {}, states });
}

describe('a refusal is foretold', () => {
  it('where a record would go into a project that is not there, or names one that is not', () => {
    expect(preview('create_news', { project: 'nowhere', title: 'x' }, [absent('place')]))
      .toMatchObject({ kind: 'arguments', unknowns: ['not-there'], foretold: [{ why: 'place-missing', pointer: '/project' }] });
    expect(preview('delete_news', { id: 'n-9' }, [absent('before')])).toMatchObject({ foretold: [{ why: 'object-missing', pointer: '/id' }] });
    expect(preview('delete_agenda_items', { ids: ['a-1', 'a-9'] }, [read('before', { items: [ITEM], missing: ['a-9'] })]))
      .toMatchObject({ foretold: [{ why: 'object-missing', pointer: '/ids/1' }] });
  });

  it('where an end comes before its start, whichever of the two the call gives', () => {
    const refused = { kind: 'arguments', unknowns: ['will-be-refused'], foretold: [{ why: 'order', pointer: '/end' }] };
    expect(preview('update_agenda_item', { id: 'a-1', end: '08:00' }, [read('before', ITEM)])).toMatchObject(refused);
    expect(preview('update_agenda_item', { id: 'a-1', start: '10:00' }, [read('before', ITEM)])).toMatchObject(refused);
    expect(preview('update_agenda_item', { id: 'a-1', end: '09:01' }, [read('before', ITEM)]).kind).toBe('effect');
  });

  it('at the row it is about', () => {
    expect(preview('import_agenda_items', { project: 'demo', items: [{ ...ITEM, id: 'x' }, { start: '09:00', end: '09:00' }] }, [read('place', { id: 'demo', name: 'Demo' })]))
      .toMatchObject({ foretold: [{ why: 'order', pointer: '/items/1/end' }] });
    expect(preview('update_agenda_items', { items: [{ id: 'a-1' }] }, [read('before', { items: [ITEM] })]))
      .toMatchObject({ foretold: [{ why: 'nothing-given', pointer: '/items/0' }] });
  });

  it('where nothing to change is given, and where the account would change its own rights', () => {
    expect(preview('update_news', { id: 'n-1' }, [read('before', { id: 'n-1', title: 'x' })])).toMatchObject({ foretold: [{ why: 'nothing-given' }] });
    expect(preview('set_rights', { account: 'editor', rights: [] }, [read('before', { account: 'editor', rights: [] }), rights()], 'permission'))
      .toMatchObject({ unknowns: ['will-be-refused'], foretold: [{ why: 'own-account', pointer: '/account' }] });
  });
});

describe('what the account may', () => {
  const may = (tool: string, args: JsonObject, states: readonly StateRead[], effect?: Effect): boolean | undefined => preview(tool, args, states, effect).account?.may;
  const news = (projects: Json, ...deeds: string[]): Json => ({ deeds, kinds: ['news', 'media', 'agenda'], projects });
  const draft = read('before', { id: 'n-1', project: 'demo', status: 'draft', title: 'x' });

  it('needs the deed and, for what goes public, the right to publish besides', () => {
    const args = { id: 'n-1', status: 'published' };
    expect(may('update_news', args, [draft, rights(news(null, 'publish'))], 'publish')).toBe(false);
    expect(may('update_news', args, [draft, rights(news(null, 'update'))], 'publish')).toBe(false);
    expect(may('update_news', args, [draft, rights(news(null, 'update'), news(null, 'publish'))], 'publish')).toBe(true);
  });

  it('is another deed where a file is there already', () => {
    const args = { project: 'demo', name: 'a.txt', mimeType: 'text/plain', content: 'eA==' };
    expect(may('upload_media', args, [absent('before'), rights(news(null, 'create'))])).toBe(true);
    expect(may('upload_media', args, [read('before', { ...args, content: 'eQ==' }), rights(news(null, 'create'))])).toBe(false);
  });

  it('holds for the projects of all records', () => {
    const items = read('before', { items: [ITEM, { ...ITEM, id: 'a-2', project: 'portal' }] });
    expect(may('delete_agenda_items', { ids: ['a-1', 'a-2'] }, [items, rights(news(['demo'], 'delete'))])).toBe(false);
    expect(may('delete_agenda_items', { ids: ['a-1', 'a-2'] }, [items, rights(news(['demo'], 'delete'), news(['portal'], 'delete'))])).toBe(true);
  });
});
