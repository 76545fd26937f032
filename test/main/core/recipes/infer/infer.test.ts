import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changingTools, inferReadBack } from '../../../../../main/core/recipes/infer/infer.ts';
import type { JsonObject } from '../../../../../main/core/words/index.ts';
import judged from './judged-offers.json' with { type: 'json' };

const folder = join(import.meta.dirname, '../../../../data/catalogues');
const CATALOGUES: ReadonlyMap<string, readonly JsonObject[]> = new Map(readdirSync(folder).filter((file) => file.endsWith('.json')).sort()
  .map((file) => [file.slice(0, -5), JSON.parse(readFileSync(join(folder, file), 'utf8')).tools]));

const OFFERS = new Map([...CATALOGUES].map(([server, tools]) => [server, inferReadBack(tools)]));

/** A tool with text arguments; those with `?` need not be given. */
function tool(name: string, ...names: string[]): JsonObject {
  const bare = names.map((one) => one.replace('?', ''));
  return {
    name, inputSchema: { type: 'object', properties: Object.fromEntries(bare.map((one) => [one, { type: 'string' }])), required: names.filter((one) => !one.endsWith('?')) },
  };
}

const offersOf = (...tools: JsonObject[]) => inferReadBack(tools).map(({ tool: changes, read, args, gives, id }) => ({ changes, read, args, gives, id }));

describe('a read that is offered', () => {
  it('is found by the same object and the arguments that name it', () => {
    expect(offersOf(tool('update_page', 'id', 'title'), tool('get_page', 'id'), tool('get_pages'), tool('delete_page', 'id')))
      .toEqual([
        { changes: 'update_page', read: 'get_page', args: { '/id': '/id' }, gives: 'one', id: '/id' },
        { changes: 'delete_page', read: 'get_page', args: { '/id': '/id' }, gives: 'one', id: '/id' },
      ]);
  });

  it('is found in any spelling, and where the id is called otherwise', () => {
    expect(offersOf(tool('crm-updateContact', 'contactId'), tool('crm-getContactDetails', 'id'))).toMatchObject([{ args: { '/id': '/contactId' } }]);
    expect(offersOf(tool('replies_delete', 'reply_id'), tool('reply_list'))).toMatchObject([{ read: 'reply_list', gives: 'list', id: '/reply_id' }]);
  });

  it('fills arguments within an object one by one', () => {
    const within = (name: string, ...names: string[]): JsonObject => ({
      name, inputSchema: { type: 'object', properties: { request: tool('x', ...names)['inputSchema'] ?? {} }, required: ['request'] },
    });
    expect(offersOf(within('update_flag', 'project', 'key', 'patch'), within('get_flag', 'project', 'key')))
      .toMatchObject([{ args: { '/request/project': '/request/project', '/request/key': '/request/key' } }]);
  });

  it('is none where the read would show something else', () => {
    expect(offersOf(tool('update_note', 'issue_id', 'note_id'), tool('get_issue', 'issue_id'), tool('list_notes_of_all', 'team_id'))).toEqual([]);
    expect(offersOf(tool('delete_issue_note', 'issue_id', 'note_id'), tool('get_issue', 'issue_id'), tool('create_note'))).toEqual([]);
    expect(offersOf(tool('restore_backup', 'backup_id'), tool('get_backup', 'backup_id'))).toEqual([]);
    expect(offersOf(tool('set_password', 'user_id', 'password'), tool('get_user', 'user_id'))).toEqual([]);
    expect(offersOf(tool('create_page', 'title'), tool('get_page', 'id'))).toEqual([]);
  });

  it('never is a tool that could write', () => {
    const update = tool('update_page', 'id');
    const sly: JsonObject[] = [
      tool('get_or_create_page', 'id'), tool('read_and_delete_page', 'id'), tool('get_page', 'id', 'operation'), tool('get_page_token', 'id'), tool('reset_get_page', 'id'),
      { ...tool('get_page', 'id'), annotations: { readOnlyHint: false } }, { ...tool('get_page', 'id'), annotations: { destructiveHint: true } },
      { name: 'get_page', inputSchema: { type: 'object', properties: { id: { type: 'string' }, how: { enum: ['read', 'delete'] } }, required: ['id'] } },
    ];
    for (const read of sly) expect(offersOf(update, read), String(read['name'])).toEqual([]);
  });

  it.each([
    'get_or_create_page', 'getOrCreatePage', 'fetch_and_delete_page', 'get_page_and_clear', 'list_and_purge_pages', 'find_or_insert_page', 'search_replace_pages',
    'find_and_modify_page', 'findOneAndUpdatePage', 'get_set_page', 'get_upsert_page', 'load_page', 'browse_page', 'pop_page', 'read_page_mark_read', 'get_page_then_archive',
  ])('never is %s, whatever is said of it', (name) => {
    expect(offersOf(tool('update_page', 'id', 'title'), { ...tool(name, 'id'), annotations: { readOnlyHint: true } })).toEqual([]);
  });

  it.each([
    'Gets a page and marks it as read.', 'Returns the page, then deletes it.', 'Gets the page; creates it if it does not exist.', 'Fetches the page and resets its unread counter.',
    'Get a page and also send a notification.', 'Reads the page. If it is missing, a new one is created.', 'Returns the page. Has side effects.', 'Get the next page and lock it for the caller',
  ])('never is one that is described so: %s', (description) => {
    expect(offersOf(tool('update_page', 'id', 'title'), { ...tool('get_page', 'id'), description })).toEqual([]);
  });

  it.each(['Gets a page. Does not mark it as read.', 'Returns the page without side effects', 'Gets one page, e.g. to read the title before update_page', 'Lists updates, sets and triggers of a page'])('may be one that is described so: %s', (description) => {
    expect(offersOf(tool('update_page', 'id', 'title'), { ...tool('get_page', 'id'), description })).toHaveLength(1);
  });

  it.each<[string, JsonObject]>([
    ['delete', { type: 'boolean' }], ['mark_as_read', { type: 'boolean', default: true }], ['createIfMissing', { type: ['boolean', 'null'] }], ['operation', { type: 'string' }],
    ['action', { type: 'string', default: 'get' }], ['how', { anyOf: [{ const: 'read' }, { const: 'delete' }] }], ['then', { type: 'array', items: { enum: ['archive'] } }],
    ['sql', { type: 'string' }], ['consume', { type: 'string' }], ['kind', { type: 'string', default: 'Delete' }],
  ])('never is one that may be given %s', (name, schema) => {
    const read = { name: 'get_page', inputSchema: { type: 'object', properties: { id: { type: 'string' }, [name]: schema }, required: ['id'] } };
    expect(offersOf(tool('update_page', 'id', 'title'), read)).toEqual([]);
  });

  it('never is one whose title names a deed', () => {
    for (const more of [{ title: 'Delete page' }, { annotations: { title: 'Remove page' } }]) expect(offersOf(tool('update_page', 'id'), { ...tool('get_page', 'id'), ...more })).toEqual([]);
    expect(offersOf(tool('update_page', 'id'), { ...tool('get_page', 'id'), title: 'Read a page' })).toHaveLength(1);
  });

  it('is not looked for where a tool says that it reads, in a broken list, or in one nobody reviews', () => {
    expect(offersOf({ ...tool('update_page', 'id'), annotations: { readOnlyHint: true } }, tool('get_page', 'id'))).toEqual([]);
    expect(offersOf({}, { name: 3 }, { name: '' }, { name: 'update_x', inputSchema: 'no' }, { name: 'get_x', inputSchema: { properties: [], required: ['id'] } }, { name: '__proto__' }))
      .toEqual([{ changes: 'update_x', read: 'get_x', args: {}, gives: 'one', id: null }]);
    expect(inferReadBack(Array.from({ length: 2_001 }, (_, at) => tool(`update_page${at}`, 'id')))).toEqual([]);
  });
});

describe('the catalogues of real servers', () => {
  it('get a read to offer for at least six of ten tools that change existing things', () => {
    let [changing, offered] = [0, 0];
    const lines: string[] = [];
    for (const [server, tools] of CATALOGUES) {
      const [all, some] = [changingTools(tools).length, OFFERS.get(server)?.length ?? 0];
      changing += all;
      offered += some;
      if (all > 0) lines.push(`${server}: ${some} of ${all}`);
    }
    if (process.env['COUNTERSIGN_PROOF'] === 'full') process.stdout.write(`${lines.join('\n')}\nall: ${offered} of ${changing}\n`);
    expect(changing).toBeGreaterThan(300);
    expect(offered / changing).toBeGreaterThanOrEqual(0.6);
  });

  it('are never offered a tool that the server itself says could write', () => {
    for (const [server, tools] of CATALOGUES) {
      const writes = new Set([...changingTools(tools), ...tools.filter((one) => JSON.stringify(one['annotations'] ?? {}).includes('"readOnlyHint":false')).map((one) => String(one['name']))]);
      for (const { read } of OFFERS.get(server) ?? []) expect(writes.has(read), `${server} ${read}`).toBe(false);
    }
  });

  it('have offers of which at least 90 of 100 judged by hand are right', () => {
    const right = judged.filter((one) => one.right && OFFERS.get(one.server)?.some((offer) => offer.tool === one.tool && offer.read === one.read) === true);
    expect(judged).toHaveLength(100);
    expect(right.length).toBeGreaterThanOrEqual(90);
  });
});
