import { Validator } from '@cfworker/json-schema';
import { describe, expect, it } from 'vitest';
import { ACCOUNTS, type Account } from '../../../main/demo-cms/rights.ts';
import { Refusal, type Fields } from '../../../main/demo-cms/rows.ts';
import { sampleData } from '../../../main/demo-cms/sample-data.ts';
import { DEMO_TOOLS } from '../../../main/demo-cms/server.ts';
import type { Data, Store } from '../../../main/demo-cms/store.ts';

const NOW = '2026-11-22T10:00:00.000Z';

/** The real tools over data in memory. Each call's input and output is held against the tool's own schemas. */
function desk(account: Account = 'owner') {
  let data: Data = sampleData();
  const store: Store = { read: () => data, write: (next) => { data = next; } };
  const call = (name: string, args: Fields = {}): Fields => {
    const tool = DEMO_TOOLS.find((candidate) => candidate.name === name);
    if (tool === undefined) throw new Error(`no tool ${name}`);
    expect(new Validator(JSON.parse(JSON.stringify(tool.input))).validate(args).valid, `${name} input`).toBe(true);
    const result = tool.run({ store, account, now: () => NOW }, args);
    const checked = new Validator(JSON.parse(JSON.stringify(tool.output))).validate(result);
    expect(checked.valid, `${name} ${JSON.stringify(checked.errors)}`).toBe(true);
    return result;
  };
  return { call, data: () => data };
}

const EMPTY = ['trade-fair', 'medical-congress', 'staff-days', 'city-festival', 'open-day'];
const NEWS = { project: 'demo', title: 'New', body: 'Text', language: 'en', audience: 'public', category: 'service' };

describe('records', () => {
  it('are listed, narrowed and paged', () => {
    const { call } = desk();
    expect(call('list_news')).toMatchObject({ total: 12 });
    expect(call('list_news', { project: 'portal', status: 'draft' })).toMatchObject({ total: 2 });
    const page = call('list_agenda_items', { limit: 2, offset: 1 });
    expect(page).toMatchObject({ total: 30, items: [{ id: 'a-2002' }, { id: 'a-2003' }] });
    expect(call('list_directory_entries', { type: 'exhibitor' })).toMatchObject({ total: 8 });
  });

  it('leave the bytes of media out of lists', () => {
    const { call } = desk();
    expect(JSON.stringify(call('list_media'))).not.toContain('"content"');
    expect(call('get_media', { id: 'm-4005' })).toHaveProperty('content');
  });

  it('are created with an id that was never used, version and times by the server', () => {
    const { call } = desk();
    const first = call('create_news', NEWS);
    expect(first).toMatchObject({ id: 'n-1013', version: 1, status: 'draft', createdAt: NOW, projectName: 'Spring Summit' });
    call('delete_news', { id: 'n-1013' });
    expect(call('create_news', NEWS)).toMatchObject({ id: 'n-1014' });
  });

  it('are changed field by field', () => {
    const { call } = desk();
    const before = call('get_news', { id: 'n-1001' });
    const after = call('update_news', { id: 'n-1001', title: 'Other' });
    expect(after).toEqual({ ...before, title: 'Other', version: 2, updatedAt: NOW });
    expect(() => call('update_news', { id: 'n-1001' })).toThrow('Nothing to change');
  });

  it('are published and withdrawn, and the server notes since when', () => {
    const { call } = desk();
    expect(call('publish_news', { id: 'n-1001' })).toMatchObject({ status: 'published', publishedAt: NOW });
    expect(call('unpublish_news', { id: 'n-1001' })).not.toHaveProperty('publishedAt');
    expect(call('update_news', { id: 'n-1001', status: 'published' })).toMatchObject({ publishedAt: NOW });
    expect(call('publish_news', { id: 'n-1003' })).toMatchObject({ publishedAt: '2026-11-03T09:00:00.000Z' });
  });

  it('are deleted for good, and the answer is what went', () => {
    const { call } = desk();
    const before = call('get_directory_entry', { id: 'd-3001' });
    expect(call('delete_directory_entry', { id: 'd-3001' })).toEqual(before);
    expect(() => call('get_directory_entry', { id: 'd-3001' })).toThrow('Not found: directory entry d-3001');
  });

  it('that make no sense are refused and change nothing', () => {
    const { call, data } = desk();
    const before = data();
    expect(() => call('update_agenda_item', { id: 'a-2001', end: '08:00' })).toThrow('must be after');
    expect(() => call('create_news', { ...NEWS, project: 'nowhere' })).toThrow('Not found: project nowhere');
    expect(data()).toBe(before);
  });
});

describe('the menu', () => {
  it('is read and replaced whole', () => {
    const { call } = desk();
    const items = [{ label: 'Start', target: '/', children: [{ label: 'Below', target: '/below' }] }];
    expect(call('get_menu', { project: 'demo' })).toMatchObject({ version: 1, projectName: 'Spring Summit' });
    expect(call('update_menu', { project: 'demo', items })).toMatchObject({ version: 2, items });
    expect(call('get_menu', { project: 'demo' })).toMatchObject({ items });
  });
});

describe('the draft of a menu', () => {
  it('is seen by nobody until the menu is made live, and is done with then', () => {
    const { call } = desk();
    const items = [{ label: 'Start', target: '/' }];
    const before = call('get_menu', { project: 'trade-fair' });
    expect(call('save_menu_draft', { project: 'trade-fair', items })).toMatchObject({ items: before['items'], draft: items });
    const live = call('update_menu', { project: 'trade-fair', items });
    expect(live).toMatchObject({ items });
    expect(live).not.toHaveProperty('draft');
  });
});

describe('several records with one call', () => {
  const item = (title: string, end = '10:00') => ({ title, day: '2027-03-16', start: '09:00', end, room: 'Aula' });

  it('are imported all or not at all, and the refusal names the row', () => {
    const { call, data } = desk();
    const before = data();
    expect(() => call('import_agenda_items', { project: 'demo', items: [item('One'), item('Two', '08:00')] })).toThrow('Row 2: The end 08:00');
    expect(data()).toBe(before);
    expect(call('import_agenda_items', { project: 'demo', items: [item('One'), item('Two')] })).toMatchObject({ items: [{ id: 'a-2031' }, { id: 'a-2032' }] });
  });

  it('are read, changed and deleted in the order of the call', () => {
    const { call, data } = desk();
    expect(call('get_agenda_items', { ids: ['a-2002', 'a-2001'] })).toMatchObject({ items: [{ id: 'a-2002' }, { id: 'a-2001' }] });
    expect(call('update_agenda_items', { items: [{ id: 'a-2001', room: 'X' }, { id: 'a-2002', room: 'Y' }] })).toMatchObject({ items: [{ room: 'X' }, { room: 'Y' }] });
    call('delete_directory_entries', { ids: ['d-3001', 'd-3002'] });
    expect(data().directory).toHaveLength(21);
    expect(call('get_directory_entries', { ids: ['d-3003', 'd-3001'] })).toMatchObject({ items: [{ id: 'd-3003' }], missing: ['d-3001'] });
  });

  it('may be thousands', () => {
    const { call } = desk();
    for (let at = 0; at < 4; at += 1) call('import_agenda_items', { project: 'trade-fair', items: Array.from({ length: 500 }, (_, row) => item(`Session ${at} ${row}`)) });
    expect(call('list_agenda_items', { project: 'trade-fair', limit: 1 })).toMatchObject({ total: 2_000 });
  });
});

describe('what belongs to a record', () => {
  it('is told: the sessions of a speaker, the news with a picture', () => {
    const { call } = desk();
    call('update_news', { id: 'n-1001', image: 'm-4003' });
    expect(call('list_references', { id: 'm-4003' })).toEqual({ items: [{ kind: 'news', id: 'n-1001', title: 'Registration opens on 1 December', field: 'image' }], total: 1 });
    expect(call('list_references', { id: 'd-3001' })['total']).toBeGreaterThan(0);
  });
});

describe('a file under a name', () => {
  it('is new, or replaces the bytes that are there', () => {
    const { call } = desk();
    const file = { project: 'demo', name: 'plan.txt', mimeType: 'text/plain', content: 'YQ==' };
    expect(() => call('get_media_by_name', { project: 'demo', name: 'plan.txt' })).toThrow('Not found');
    expect(call('upload_media', file)).toMatchObject({ id: 'm-4007', version: 1 });
    expect(call('upload_media', { ...file, content: 'YWI=' })).toMatchObject({ id: 'm-4007', version: 2, bytes: 2 });
    expect(call('get_media_by_name', { project: 'demo', name: 'plan.txt' })).toMatchObject({ content: 'YWI=' });
  });
});

describe('settings of a project', () => {
  it('are set one by one, and make sense together', () => {
    const { call } = desk();
    expect(call('configure_project', { id: 'demo', place: 'Online' })).toMatchObject({ place: 'Online', name: 'Spring Summit' });
    expect(() => call('configure_project', { id: 'demo', endsOn: '2026-01-01' })).toThrow('must not be before');
  });
});

describe('rights that are given', () => {
  it('replace those of the account at once, and never those of the account in use', () => {
    const { call } = desk('admin');
    const rights = [{ deeds: ['read', 'publish'], kinds: ['news'], projects: ['demo'] }];
    expect(call('set_rights', { account: 'editor', rights })).toEqual({ account: 'editor', rights });
    expect(call('get_rights', { account: 'editor' })).toEqual({ account: 'editor', rights });
    expect(() => call('set_rights', { account: 'admin', rights })).toThrow('Not allowed');
  });
});

describe('rights', () => {
  const may = (account: Account, tool: string, args: Fields): boolean => {
    try {
      desk(account).call(tool, args);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  };

  it.each<[string, Fields, readonly Account[]]>([
    ['get_news', { id: 'n-1001' }, ['owner', 'admin', 'editor', 'customer-service', 'sales']],
    ['get_news', { id: 'n-1003' }, ['owner', 'admin', 'editor', 'customer-service', 'sales', 'external']],
    ['create_news', NEWS, ['owner', 'admin', 'editor', 'sales']],
    ['create_news', { ...NEWS, project: 'portal' }, ['owner', 'admin', 'editor']],
    ['create_news', { ...NEWS, status: 'published' }, ['owner', 'admin']],
    ['update_news', { id: 'n-1001', title: 'x' }, ['owner', 'admin', 'editor', 'sales']],
    ['update_news', { id: 'n-1003', title: 'x' }, ['owner', 'admin']],
    ['update_news', { id: 'n-1001', status: 'published' }, ['owner', 'admin']],
    ['update_agenda_item', { id: 'a-2001', room: 'x' }, ['owner', 'admin', 'editor', 'customer-service', 'sales']],
    ['delete_agenda_item', { id: 'a-2001' }, ['owner', 'admin']],
    ['publish_news', { id: 'n-1001' }, ['owner', 'admin']],
    ['update_menu', { project: 'demo', items: [] }, ['owner', 'admin']],
    ['save_menu_draft', { project: 'trade-fair', items: [] }, ['owner', 'admin', 'sales']],
    ['configure_project', { id: 'demo', place: 'x' }, ['owner', 'admin']],
    ['get_rights', { account: 'editor' }, ['owner', 'admin']],
    ['import_agenda_items', { project: 'trade-fair', items: [{ title: 'x', day: '2027-03-16', start: '09:00', end: '10:00', room: 'x' }] }, ['owner', 'admin', 'editor', 'customer-service', 'sales']],
    ['get_menu', { project: 'portal' }, ['owner', 'admin', 'editor', 'customer-service']],
    ['get_project', { id: 'portal' }, ['owner', 'admin', 'editor', 'customer-service', 'system-administrator']],
  ])('%s %j is for these accounts alone', (tool, args, allowed) => {
    expect(ACCOUNTS.filter((account) => may(account, tool, args))).toEqual(ACCOUNTS.filter((account) => allowed.includes(account)));
  });

  it('refuse in a sentence that names account, deed and place', () => {
    expect(() => desk('editor').call('publish_news', { id: 'n-1001' }))
      .toThrow('Not allowed: the account "editor" may not publish news n-1001 in project "demo".');
  });

  it('do not tell an outsider that a draft exists', () => {
    expect(() => desk('external').call('get_news', { id: 'n-1001' })).toThrow('Not found: news item n-1001');
    expect(desk('external').call('list_news')).toMatchObject({ total: 3 });
    expect(desk('sales').call('list_news')).toMatchObject({ total: 8 });
  });

  it('are told to who asks', () => {
    expect(desk('sales').call('whoami')).toMatchObject({ account: 'sales', rights: [{ projects: ['demo', ...EMPTY] }, { deeds: ['create', 'update'], projects: ['demo'] }, { projects: EMPTY }, { kinds: ['menu'] }] });
    expect(desk('sales').call('list_projects')).toMatchObject({ items: ['demo', ...EMPTY].map((id) => ({ id })) });
  });
});

describe('definitions', () => {
  it('say honestly what reads, adds and overwrites', () => {
    for (const tool of DEMO_TOOLS) {
      const reads = /^(list_|get_|whoami)/.test(tool.name);
      expect(tool.annotations.readOnlyHint, tool.name).toBe(reads);
      if (!reads) expect(tool.annotations.destructiveHint, tool.name).toBe(/^(update|delete|set|configure|upload)_/.test(tool.name));
    }
  });

  it('title every field that a person fills in', () => {
    for (const tool of DEMO_TOOLS) {
      for (const [name, schema] of Object.entries(tool.input.properties)) expect(schema['title'], `${tool.name} ${name}`).toBeTypeOf('string');
    }
  });
});
