import { describe, expect, it } from 'vitest';
import { compareAfter, planReads, renderPreview } from '../../../../main/core/preview/index.ts';
import type { StateRead } from '../../../../main/core/preview/preview.ts';
import type { ToolRecipe } from '../../../../main/core/recipes/recipe.ts';
import { FILESYSTEM_RECIPES } from '../../../../main/core/recipes/filesystem.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';

function recipeOf(tool: string): ToolRecipe {
  const recipe = FILESYSTEM_RECIPES[0]?.tools[tool];
  if (recipe === undefined) throw new Error(`no recipe for ${tool}`);
  return recipe;
}

function preview(tool: string, args: JsonObject, states: readonly StateRead[]) {
  return renderPreview({ recipe: recipeOf(tool), effect: 'write', tool, args, definition: {}, states });
}

const read = (text: string, key = 'before'): StateRead => ({ key, state: 'read', value: { content: text }, text });
const FILE = '/notes/a.txt';

describe('write_file', () => {
  const args = { path: FILE, content: 'new\n' };

  it('plans one read of the file it names', () => {
    expect(planReads(recipeOf('write_file'), args)).toMatchObject([{ key: 'before', tool: 'read_text_file', args: { path: FILE } }]);
    expect(planReads(recipeOf('write_file'), { path: 7 })).toEqual([]);
    expect(planReads(null, args)).toEqual([]);
  });

  it('shows the whole text before and after', () => {
    const shown = preview('write_file', args, [read('old\r\n')]);
    expect(shown).toMatchObject({
      kind: 'effect', objects: 1, unknowns: [], lookFirst: [],
      changes: [{ kind: 'text', target: FILE, before: 'old\r\n', after: 'new\n' }],
      sentence: { verb: 'changes', noun: 'file', objects: 1 },
    });
    expect(shown.base).toEqual([{ key: 'before', state: 'read', text: 'old\r\n' }]);
  });

  it('creates where the server says that nothing is there', () => {
    const shown = preview('write_file', args, [{ key: 'before', state: 'absent' }]);
    expect(shown).toMatchObject({ kind: 'effect', changes: [{ before: null, after: 'new\n' }], sentence: { verb: 'creates' } });
    expect(shown.base).toEqual([{ key: 'before', state: 'absent' }]);
  });

  it('never takes a failed read for an absent file', () => {
    const shown = preview('write_file', args, [{ key: 'before', state: 'failed', why: 'EACCES' }]);
    expect(shown).toMatchObject({ kind: 'arguments', changes: [], unknowns: ['read-failed'] });
  });

  it('offers to look first where the read would ask', () => {
    const shown = preview('write_file', args, [{ key: 'before', state: 'not-allowed' }]);
    expect(shown).toMatchObject({ kind: 'arguments', unknowns: ['reads-need-consent'], objects: 1, base: null });
    expect(shown.lookFirst).toMatchObject([{ tool: 'read_text_file', args: { path: FILE } }]);
    expect(preview('write_file', args, []).lookFirst).toHaveLength(1);
  });

  it.each([['replacement characters', 'a\ufffdb'], ['NUL', 'PNG\u0000'], ['a lone surrogate', 'a\ud800b']])(
    'knows nothing of a file that came back with %s', (_, text) => {
      expect(preview('write_file', args, [read(text)])).toMatchObject({ kind: 'arguments', unknowns: ['not-text'] });
    });

  it('knows nothing of content that has no bytes of its own, or is too large to draw', () => {
    expect(preview('write_file', { path: FILE, content: '\udc00' }, [read('x')])).toMatchObject({ unknowns: ['not-text'] });
    expect(preview('write_file', { path: FILE, content: 'x'.repeat(16_000_001) }, [read('x')])).toMatchObject({ unknowns: ['too-large'] });
    expect(preview('write_file', { path: FILE, content: '\n'.repeat(500_001) }, [read('x')])).toMatchObject({ unknowns: ['too-large'] });
    expect(preview('write_file', { path: FILE, content: '\n'.repeat(500_000) }, [read('x')])).toMatchObject({ kind: 'effect' });
  });

  it('compares the file afterwards with what was shown', () => {
    const shown = preview('write_file', args, [read('old')]);
    const recipe = recipeOf('write_file');
    expect(compareAfter(recipe, shown, [read('new\n')])).toBe('as shown');
    expect(compareAfter(recipe, shown, [read('new\r\n')])).toBe('different');
    expect(compareAfter(recipe, shown, [{ key: 'before', state: 'absent' }])).toBe('different');
    expect(compareAfter(recipe, shown, [{ key: 'before', state: 'failed', why: 'timeout' }])).toBe('not checkable');
    expect(compareAfter(recipe, shown, [])).toBe('not checkable');
  });
});

describe('edit_file', () => {
  const edit = (oldText: string, newText: string, more: JsonObject = {}): JsonObject => ({ path: FILE, edits: [{ oldText, newText }], ...more });

  it('shows the text as the server will write it', () => {
    expect(preview('edit_file', edit('b', 'B'), [read('a\r\nb\r\n')])).toMatchObject({
      kind: 'effect', changes: [{ before: 'a\r\nb\r\n', after: 'a\nB\n' }], sentence: { verb: 'changes' },
    });
  });

  it('says when the passage is not there, or the file is not', () => {
    expect(preview('edit_file', edit('zzz', 'B'), [read('a')])).toMatchObject({ kind: 'arguments', unknowns: ['edit-not-found'] });
    expect(preview('edit_file', edit('a', 'B'), [{ key: 'before', state: 'absent' }])).toMatchObject({ unknowns: ['edit-not-found'] });
  });

  it('shows no change for a dry run', () => {
    expect(preview('edit_file', edit('a', 'B', { dryRun: true }), [read('a\r\n')])).toMatchObject({
      changes: [{ before: 'a\r\n', after: 'a\r\n' }],
    });
  });

  it('is an arguments preview when the edits have another shape', () => {
    expect(preview('edit_file', { path: FILE, edits: [{ oldText: 1 }] }, [read('a')])).toMatchObject({ kind: 'arguments' });
  });
});

describe('move_file', () => {
  const args = { source: '/a', destination: '/b' };
  const about = (key: string, folder: boolean, accessed = '1'): StateRead =>
    read(`size: 3\nmodified: 2\naccessed: ${accessed}\nisDirectory: ${folder}\nisFile: ${!folder}`, key);

  it('shows the move and rests on both ends', () => {
    expect(planReads(recipeOf('move_file'), args).map((planned) => planned.args)).toEqual([{ path: '/a' }, { path: '/b' }]);
    const shown = preview('move_file', args, [about('from', false), { key: 'to', state: 'absent' }]);
    expect(shown).toMatchObject({
      kind: 'effect', objects: 1, unknowns: [], changes: [{ kind: 'move', from: '/a', to: '/b' }], sentence: { verb: 'moves', noun: 'file' },
    });
    expect(preview('move_file', args, [about('from', false, '2'), { key: 'to', state: 'absent' }]).base).toEqual(shown.base);
  });

  it('names a target that exists', () => {
    expect(preview('move_file', args, [about('from', false), about('to', false)]).unknowns).toEqual(['moved-target-exists']);
  });

  it('cannot count what a folder holds', () => {
    expect(preview('move_file', args, [about('from', true), { key: 'to', state: 'absent' }])).toMatchObject({ objects: null, sentence: { noun: 'folder' } });
  });

  it('knows nothing when the source is not there', () => {
    expect(preview('move_file', args, [{ key: 'from', state: 'absent' }, { key: 'to', state: 'absent' }])).toMatchObject({ unknowns: ['read-failed'] });
  });

  it('is as shown when one end is gone and the other there', () => {
    const shown = preview('move_file', args, [about('from', false), { key: 'to', state: 'absent' }]);
    const recipe = recipeOf('move_file');
    expect(compareAfter(recipe, shown, [{ key: 'from', state: 'absent' }, about('to', false)])).toBe('as shown');
    expect(compareAfter(recipe, shown, [about('from', false), about('to', false)])).toBe('different');
    expect(compareAfter(recipe, shown, [{ key: 'from', state: 'absent' }])).toBe('not checkable');
  });
});
