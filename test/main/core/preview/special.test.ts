import { describe, expect, it } from 'vitest';
import { renderPreview } from '../../../../main/core/preview/index.ts';
import { typeByContent } from '../../../../main/core/preview/media-facts.ts';
import type { Special } from '../../../../main/core/preview/special.ts';
import { DEMO_CMS_RECIPE } from '../../../../main/core/recipes/demo-cms.ts';
import type { Effect, Json, JsonObject } from '../../../../main/core/words/index.ts';

function specialOf(tool: string, args: JsonObject, before: Json, effect: Effect = 'write'): Special | undefined {
  const recipe = DEMO_CMS_RECIPE.tools[tool] ?? null;
  const preview = renderPreview({ recipe, effect, tool, args, definition: {}, states: [{ key: 'before', state: 'read', value: before, text: '' }] });
  const change = preview.changes[0];
  return change?.kind === 'fields' ? change.special : undefined;
}

type Entry = { label: string; target: string; children?: Entry[] };
const entry = (label: string, ...children: Entry[]): Entry => ({ label, target: `/${label.toLowerCase()}`, ...(children.length > 0 ? { children } : {}) });

function menu(before: Entry[], after: Entry[]): string[] {
  const special = specialOf('update_menu', { project: 'demo', items: after }, { project: 'demo', items: before }, 'configure');
  if (special?.situation !== 'menu') throw new Error('no menu');
  return special.entries.map(({ depth, state, label, was }) => `${'  '.repeat(depth)}${label} ${state}${was === null || state === 'same' ? '' : ` (${was.under ?? 'top'} ${was.place})`}`);
}

describe('a menu', () => {
  it('shows each entry where it will stand, and what goes where it was', () => {
    expect(menu([entry('A'), entry('B', entry('B1'), entry('B2')), entry('C')], [entry('A'), entry('B', entry('B2')), entry('D')]))
      .toEqual(['A same', 'B same', '  B1 removed (B 0)', '  B2 same', 'D added', 'C removed (top 2)'].toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)));
  });

  it('tells one that was moved from those that only made room', () => {
    expect(menu([entry('A'), entry('B'), entry('C'), entry('D')], [entry('D'), entry('A'), entry('B'), entry('C')]))
      .toEqual(['D moved (top 3)', 'A same', 'B same', 'C same']);
  });

  it('tells one that went to another level, and one that only got another name', () => {
    expect(menu([entry('A'), entry('B')], [entry('A', entry('B'))])).toEqual(['A same', '  B moved (top 1)']);
    expect(menu([entry('A'), { label: 'Old', target: '/b' }], [entry('A'), { label: 'New', target: '/b' }])).toEqual(['A same', 'New changed (top 1)']);
  });

  it('of a draft is told from the live one', () => {
    expect(specialOf('save_menu_draft', { project: 'demo', items: [entry('A')] }, { project: 'demo', items: [] })).toMatchObject({ draft: true, entries: [{ state: 'added' }] });
  });
});

const ORDER = ['A same', 'B same', '  B1 removed (B 0)', '  B2 same', 'C removed (top 2)', 'D added'];

describe('rights', () => {
  const right = (deeds: string[], projects: string[] | null): JsonObject => ({ deeds, kinds: ['news'], projects });
  const moved = (before: JsonObject[], after: JsonObject[]) => specialOf('set_rights', { account: 'editor', rights: after }, { account: 'editor', rights: before }, 'permission');

  it('say who gains and who loses what', () => {
    expect(moved([right(['read', 'update'], ['demo'])], [right(['read', 'publish'], ['demo'])])).toEqual({
      situation: 'rights', gains: [{ who: 'editor', may: ['publish', 'news', 'demo'] }], loses: [{ who: 'editor', may: ['update', 'news', 'demo'] }],
    });
  });

  it('that a wider right covers are no gain, and a wider one is', () => {
    expect(moved([right(['read'], null)], [right(['read'], null), right(['read'], ['demo'])])).toMatchObject({ gains: [], loses: [] });
    expect(moved([right(['read'], ['demo'])], [right(['read'], null)])).toMatchObject({ gains: [{ may: ['read', 'news', null] }], loses: [] });
  });
});

describe('a publication', () => {
  const news = { id: 'n-1', project: 'demo', title: 'T', audience: 'staff', status: 'draft' };

  it('shows all that readers will see, and whom it reaches', () => {
    expect(specialOf('publish_news', { id: 'n-1' }, news, 'publish')).toMatchObject({ situation: 'publication', goes: 'public', audience: 'staff', live: expect.arrayContaining([{ pointer: '/title', label: 'title', after: 'T' }]) });
  });

  it('shows what readers lose, and what changes for them, and is none for a draft', () => {
    expect(specialOf('unpublish_news', { id: 'n-1' }, { ...news, status: 'published' }, 'publish')).toMatchObject({ goes: 'withdrawn', live: expect.arrayContaining([{ pointer: '/title', label: 'title', before: 'T' }]) });
    expect(specialOf('update_news', { id: 'n-1', title: 'U' }, { ...news, status: 'published' }, 'publish'))
      .toMatchObject({ goes: 'stays-public', live: [{ pointer: '/title', label: 'title', before: 'T', after: 'U' }] });
    expect(specialOf('update_news', { id: 'n-1', title: 'U' }, news)).toBeUndefined();
  });
});

describe('the type of a file', () => {
  const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

  it.each([
    ['\u0089PNG\r\n\u001a\n0000', 'image/png'], ['\u00ff\u00d8\u00ff\u00e0', 'image/jpeg'], ['%PDF-1.7', 'application/pdf'], ['MZ\u0090\u0000', 'application/x-executable'],
    ['<svg xmlns="x"></svg>', 'image/svg+xml'], ['<!doctype html><p>', 'text/html'], ['Hello', 'text/plain'], ['\u0000\u0001', null], ['', null],
  ])('is told by its bytes: %j', (bytes, type) => {
    expect(typeByContent(base64(bytes))).toBe(type);
  });
});
