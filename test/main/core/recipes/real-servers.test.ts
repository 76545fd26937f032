import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planReads, renderPreview } from '../../../../main/core/preview/index.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import { buildDemoCms } from '../../demo-cms/built-demo-cms.ts';
import { sha256, startServer } from '../../demo-cms/real-server.ts';
import { doAndUndo, look, previewOf, recipeFor, run, startPackage, type KnownServer } from './road.ts';

const FILESYSTEM = '@modelcontextprotocol/server-filesystem';
let folder = '';
let built = '';
let cmsFile = '';
let files: KnownServer;
let cms: KnownServer;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'road-')));
  const demo = await buildDemoCms();
  built = demo.folder;
  cmsFile = demo.file;
  files = await startPackage(FILESYSTEM, [folder]);
  cms = { ...await startServer([demo.file], { COUNTERSIGN_DEMO_DATA: join(built, 'data') }), soleCode: null, bundle: 'demo-cms' };
}, 60_000);

afterAll(async () => {
  await Promise.all([files?.close(), cms?.close()]);
  for (const used of [folder, built]) rmSync(used, { recursive: true, force: true });
});

const ITEM = { title: 'Night walk', day: '2027-03-16', start: '22:00', end: '23:00', room: 'Foyer' };

describe('shipped recipes', () => {
  it('know every tool of the real servers, by digests that are current in both eras', async () => {
    for (const server of [files, cms]) for (const tool of server.definitions.keys()) recipeFor(server, tool);
    const script = join(import.meta.dirname, '../../../../scripts/recipe-digests.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [script, '--check']);
    expect(stdout).toContain('current');
  }, 60_000);
});

describe('the real filesystem server', () => {
  const at = (name: string): string => join(folder, name);

  it('writes exactly the text that was shown', async () => {
    writeFileSync(at('a.txt'), '\ufeffeins\r\nzwei');
    const { preview, afterwards } = await run(files, 'write_file', { path: at('a.txt'), content: 'drei\r\n🙂' });
    expect(preview).toMatchObject({ kind: 'effect', changes: [{ before: '\ufeffeins\r\nzwei', after: 'drei\r\n🙂' }] });
    expect(readFileSync(at('a.txt'), 'utf8')).toBe('drei\r\n🙂');
    expect(afterwards).toBe('as shown');
  });

  it('creates a file that was shown as new', async () => {
    const { preview, afterwards } = await run(files, 'write_file', { path: at('new.txt'), content: 'x' });
    expect(preview).toMatchObject({ changes: [{ before: null, after: 'x' }], sentence: { verb: 'creates' } });
    expect(afterwards).toBe('as shown');
  });

  it('edits to exactly the text that was shown', async () => {
    writeFileSync(at('b.txt'), 'if (a) {\r\n    call();\r\n}\r\n');
    const args = { path: at('b.txt'), edits: [{ oldText: 'call();', newText: 'call($&);' }, { oldText: ' call($&);\n } ', newText: 'other();\n}' }] };
    const { preview, afterwards } = await run(files, 'edit_file', args);
    const change = preview.changes[0];
    expect(change?.kind === 'text' ? change.after : null).toBe(readFileSync(at('b.txt'), 'utf8'));
    expect(afterwards).toBe('as shown');
  });

  it('refuses an edit whose passage was shown as not found', async () => {
    writeFileSync(at('c.txt'), 'text');
    const args = { path: at('c.txt'), edits: [{ oldText: 'absent', newText: 'x' }] };
    expect(await previewOf(files, 'edit_file', args)).toMatchObject({ kind: 'arguments', unknowns: ['edit-not-found'] });
    expect(await files.call('edit_file', args)).toMatchObject({ isError: true });
  });

  it('moves as shown, and a target that exists is named before', async () => {
    writeFileSync(at('from.txt'), '1');
    writeFileSync(at('there.txt'), '2');
    expect(await previewOf(files, 'move_file', { source: at('from.txt'), destination: at('there.txt') }))
      .toMatchObject({ kind: 'effect', unknowns: ['moved-target-exists'] });
    const { preview, afterwards } = await run(files, 'move_file', { source: at('from.txt'), destination: at('to.txt') });
    expect(preview).toMatchObject({ objects: 1, changes: [{ kind: 'move' }], unknowns: [] });
    expect(afterwards).toBe('as shown');
    mkdirSync(at('folder'));
    expect(await previewOf(files, 'move_file', { source: at('folder'), destination: at('renamed') })).toMatchObject({ objects: null });
  });

  it('has its lossy reading of bytes called not text', async () => {
    writeFileSync(at('picture.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff]));
    expect(await previewOf(files, 'write_file', { path: at('picture.png'), content: 'x' })).toMatchObject({ kind: 'arguments', unknowns: ['not-text'] });
  });

  it('has a folder and a foreign path called unreadable, never new', async () => {
    for (const path of [folder, '/etc/hostname-of-nobody']) {
      expect(await previewOf(files, 'write_file', { path, content: 'x' })).toMatchObject({ kind: 'arguments', unknowns: ['read-failed'] });
    }
  });
});

describe('the real demo CMS', () => {
  it('updates the fields that were shown', async () => {
    const { preview, afterwards } = await run(cms, 'update_news', { id: 'n-1001', title: 'Registration opens today', language: 'en' });
    expect(preview).toMatchObject({
      kind: 'effect', sentence: { verb: 'changes', noun: 'news', fields: 1, project: 'Spring Summit' },
      changes: [{ fields: [{ label: 'Title', before: 'Registration opens on 1 December', after: 'Registration opens today' }] }],
    });
    expect(afterwards).toBe('as shown');
  });

  it.each<[string, JsonObject, object]>([
    ['publish_news', { id: 'n-1002' }, { verb: 'publishes', fields: 1 }],
    ['unpublish_news', { id: 'n-1004' }, { verb: 'withdraws', fields: 1 }],
    ['delete_news', { id: 'n-1007' }, { verb: 'deletes', project: 'Spring Summit' }],
    ['delete_agenda_item', { id: 'a-2007' }, { verb: 'deletes' }],
    ['create_news', { project: 'portal', title: 'Neu', body: 'Text', language: 'de', audience: 'staff', category: 'people' }, { verb: 'creates', project: 'Team Portal' }],
    ['create_agenda_item', { project: 'demo', title: 'Night walk', day: '2027-03-16', start: '22:00', end: '23:00', room: 'Foyer' }, { verb: 'creates', fields: 6 }],
    ['update_agenda_item', { id: 'a-2001', speakers: ['d-3001'] }, { verb: 'changes', fields: 1 }],
    ['create_directory_entry', { project: 'demo', type: 'speaker', name: 'Ada Nowak' }, { verb: 'creates', noun: 'directory-entry' }],
    ['update_directory_entry', { id: 'd-3004', position: 'Leiterin' }, { verb: 'changes', fields: 1 }],
    ['create_media', { project: 'demo', name: 'a.txt', mimeType: 'text/plain', content: 'YQ==' }, { verb: 'creates', noun: 'media' }],
    ['update_media', { id: 'm-4005', content: 'YWJj' }, { verb: 'changes', fields: 1 }],
    ['save_menu_draft', { project: 'demo', items: [{ label: 'Draft', target: '/' }] }, { verb: 'changes', noun: 'menu', fields: null }],
    ['update_menu', { project: 'demo', items: [{ label: 'Start', target: '/' }] }, { verb: 'changes', noun: 'menu', project: 'Spring Summit' }],
    ['upload_media', { project: 'demo', name: 'fresh.txt', mimeType: 'text/plain', content: 'YWJj' }, { verb: 'creates', noun: 'media', project: 'demo' }],
    ['upload_media', { project: 'demo', name: 'packing-list.txt', mimeType: 'text/plain', content: 'YWJk' }, { verb: 'changes', noun: 'media', fields: 1, project: 'Spring Summit' }],
    ['configure_project', { id: 'portal', place: 'Halle' }, { verb: 'changes', noun: 'project', fields: 1, project: 'Team Portal' }],
    ['set_rights', { account: 'external', rights: [] }, { verb: 'changes', noun: 'account', fields: null }],
  ])('%s is as shown afterwards', async (tool, args, sentence) => {
    const { preview, afterwards } = await run(cms, tool, args);
    expect(preview).toMatchObject({ kind: 'effect', objects: 1, sentence });
    expect(afterwards).toBe('as shown');
  });

  it.each<[string, JsonObject, object]>([
    ['import_agenda_items', { project: 'demo', items: [ITEM, ITEM] }, { verb: 'creates', noun: 'agenda-item', objects: 2, project: 'Spring Summit' }],
    ['update_agenda_items', { items: [{ id: 'a-2011', room: 'X' }, { id: 'a-2012', track: 'Neu', room: 'X' }] }, { verb: 'changes', objects: 2, project: 'Spring Summit' }],
    ['delete_directory_entries', { ids: ['d-3014', 'd-3015', 'd-3016'] }, { verb: 'deletes', objects: 3 }],
  ])('%s is as shown afterwards, row by row', async (tool, args, sentence) => {
    const { preview, afterwards } = await run(cms, tool, args);
    expect(preview).toMatchObject({ kind: 'effect', sentence, changes: [{ kind: 'rows' }] });
    expect(afterwards).toBe('as shown');
  });

  it('knows nothing of several records of which one is not there', async () => {
    expect(await previewOf(cms, 'delete_agenda_items', { ids: ['a-2001', 'a-9999'] })).toMatchObject({ kind: 'arguments', unknowns: ['not-there'], foretold: [{ why: 'object-missing', pointer: '/ids/1' }] });
  });

  it('tells what a speaker is named by before they go, and that a picture is overwritten', async () => {
    const goes = await previewOf(cms, 'delete_directory_entry', { id: 'd-3001' });
    expect(goes).toMatchObject({ unknowns: [], changes: [{ special: { situation: 'deletion', complete: true, references: expect.arrayContaining([expect.objectContaining({ noun: 'agenda-item', pointer: '/speakers' })]) } }] });
    await cms.call('update_news', { id: 'n-1005', image: 'm-4004' });
    expect(await previewOf(cms, 'update_media', { id: 'm-4004', content: 'YWJj' })).toMatchObject({
      changes: [{ special: { situation: 'media', overwrites: true, before: { found: 'image/png', stated: 'image/png', bytes: 74 }, after: { found: 'text/plain', bytes: 3, digest: sha256('abc') }, used: [{ noun: 'news', target: 'n-1005' }] } }],
    });
  });

  it('says beforehand whether the account may', async () => {
    expect((await previewOf(cms, 'publish_news', { id: 'n-1005' })).account).toEqual({ name: 'owner', may: true });
    const args = { id: 'n-1005', title: 'x' };
    for (const [account, may] of [['editor', true], ['external', false]] as const) {
      const server = await startServer([cmsFile], { COUNTERSIGN_DEMO_DATA: join(built, 'data'), COUNTERSIGN_DEMO_ACCOUNT: account });
      try {
        const { recipe, definition } = recipeFor(cms, 'update_news');
        const states = [...await look(cms, planReads(recipe, args).slice(0, 1)), ...await look(server, planReads(recipe, args).slice(1))];
        expect(renderPreview({ recipe, effect: 'write', tool: 'update_news', args, definition, states }).account).toEqual({ name: account, may });
      } finally {
        await server.close();
      }
    }
  });

  it('says that a record is not there, and that is not a failure to read', async () => {
    const { recipe } = recipeFor(cms, 'update_news');
    expect(await look(cms, planReads(recipe, { id: 'n-9999', title: 'x' }))).toMatchObject([{ key: 'before', state: 'absent' }, { key: 'account', state: 'read' }]);
  });
});

describe('an undo', () => {
  const at = (name: string): string => join(folder, name);

  it('writes the text of before, and has none where the file was new', async () => {
    writeFileSync(at('undo.txt'), 'eins\r\nzwei');
    const { undone } = await doAndUndo(files, 'edit_file', { path: at('undo.txt'), edits: [{ oldText: 'eins', newText: 'one' }] });
    expect(undone?.afterwards).toBe('as shown');
    expect(readFileSync(at('undo.txt'), 'utf8')).toBe('eins\r\nzwei');
    expect(await doAndUndo(files, 'write_file', { path: at('undo-new.txt'), content: 'x' })).toMatchObject({ inverse: null });
    await doAndUndo(files, 'move_file', { source: at('undo.txt'), destination: at('undo-moved.txt') });
    expect(readFileSync(at('undo.txt'), 'utf8')).toBe('eins\r\nzwei');
  });

  it('is known only while the object is as it was left', async () => {
    writeFileSync(at('moved-on.txt'), 'a');
    const { left } = await doAndUndo(files, 'write_file', { path: at('moved-on.txt'), content: 'b' }, () => writeFileSync(at('moved-on.txt'), 'c'));
    expect(left).toBe('different');
    const later = () => cms.call('update_news', { id: 'n-1005', title: 'Somebody else was here' });
    expect(await doAndUndo(cms, 'update_news', { id: 'n-1005', teaser: 'New' }, later)).toMatchObject({ left: 'different', undone: null });
  });

  it.each<[string, JsonObject, string]>([
    ['update_news', { id: 'n-1008', title: 'Other', teaser: 'Other' }, 'update_news'],
    ['publish_news', { id: 'n-1012' }, 'unpublish_news'],
    ['unpublish_news', { id: 'n-1011' }, 'publish_news'],
    ['create_directory_entry', { project: 'demo', type: 'speaker', name: 'Bo Berg' }, 'delete_directory_entry'],
    ['delete_agenda_item', { id: 'a-2009' }, 'create_agenda_item'],
    ['update_menu', { project: 'portal', items: [] }, 'update_menu'],
    ['upload_media', { project: 'demo', name: 'colour-plenary.png', mimeType: 'image/png', content: 'YWJk' }, 'upload_media'],
    ['configure_project', { id: 'demo', place: 'Online', languages: ['en'] }, 'configure_project'],
    ['set_rights', { account: 'editor', rights: [] }, 'set_rights'],
    ['import_agenda_items', { project: 'demo', items: [ITEM, { ...ITEM, title: 'Two' }] }, 'delete_agenda_items'],
    ['update_agenda_items', { items: [{ id: 'a-2003', room: 'X' }, { id: 'a-2004', title: 'Y' }] }, 'update_agenda_items'],
    ['delete_directory_entries', { ids: ['d-3010', 'd-3011'] }, 'import_directory_entries'],
  ])('of %s brings the record back', async (tool, args, undoing) => {
    const { inverse, undone } = await doAndUndo(cms, tool, args);
    expect(inverse?.tool).toBe(undoing);
    expect(undone).toMatchObject({ afterwards: 'as shown', preview: { kind: 'effect' } });
  });

  it('is not known of a call that changed nothing, or that set a field which cannot be taken away', async () => {
    expect(await doAndUndo(cms, 'publish_news', { id: 'n-1003' })).toMatchObject({ inverse: null });
    expect(await doAndUndo(cms, 'update_news', { id: 'n-1009', validUntil: '2027-01-01' })).toMatchObject({ inverse: null });
  });
});
