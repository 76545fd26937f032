import type { AccountRecipe, InverseRecipe, Recipe, ReferencesRecipe, SpecialRecipe, ToolRecipe } from './recipe.ts';
import { demoBulkTools } from './demo-cms-bulk.ts';
import { ABSENT, accountFor, MADE_BY_SERVER, NOTHING_GIVEN, PUBLIC, REFUSED, SET_BY_SERVER, type Known, type RecordKind } from './demo-cms-words.ts';
import digests from './digests.json' with { type: 'json' };

const GOES_PUBLIC = [{ ...PUBLIC, effect: 'publish' }] as const;

const KINDS: readonly RecordKind[] = [
  { one: 'news', many: 'news', noun: 'news', kind: 'news', defaults: { status: 'draft' }, serverSets: ['publishedAt'], public: true, bulk: false, refuses: [] },
  { one: 'agenda_item', many: 'agenda_items', noun: 'agenda-item', kind: 'agenda', defaults: {}, serverSets: [], public: false, bulk: true,
    refuses: [{ why: 'order', first: '/start', last: '/end', equal: true }] },
  { one: 'directory_entry', many: 'directory_entries', noun: 'directory-entry', kind: 'directory', defaults: {}, serverSets: [], public: false, bulk: true, refuses: [] },
  { one: 'media', many: 'media', noun: 'media', kind: 'media', defaults: {}, serverSets: ['bytes'], public: false, bulk: false, refuses: [] },
];

const ID_OF_CALL = { id: { from: 'args', pointer: '/id' } } as const;
const FILE = { situation: 'media', name: '/name', stated: '/mimeType', content: '/content' } as const;
const REFERENCES: ReferencesRecipe = {
  read: { tool: 'list_references', args: { id: '/id' } }, list: '/items', noun: '/kind', id: '/id', title: '/title', field: '/field', total: '/total',
};

/** What undoes the three writing tools of a kind. A record that was deleted comes back as a new one, with a new id. */
function inversesOf(kind: RecordKind): Record<'create' | 'update' | 'delete', InverseRecipe> {
  return {
    create: { tool: `delete_${kind.one}`, args: { id: { from: 'answer', pointer: '/id' } } },
    update: { tool: `update_${kind.one}`, args: ID_OF_CALL, fields: { which: 'changed', leaveOut: kind.serverSets } },
    delete: {
      tool: `create_${kind.one}`, args: {}, fields: { which: 'all', leaveOut: [...MADE_BY_SERVER, ...kind.serverSets] },
      when: [{ key: 'before', is: 'read' }], unlike: ['id', ...kind.serverSets],
    },
  };
}

function recordTools(kind: RecordKind): Readonly<Record<string, Known>> {
  const byId = { tool: `get_${kind.one}`, args: { id: '/id' } };
  const special: { special?: SpecialRecipe } = kind.kind === 'media' ? { special: FILE } : kind.public ? { special: { situation: 'publication', audience: '/audience' } } : {};
  const record = {
    how: 'record', noun: kind.noun, patch: '', absent: ABSENT, project: '/project', serverSets: [...SET_BY_SERVER, ...kind.serverSets],
    ...(kind.public ? { public: PUBLIC } : {}), ...special,
  } as const;
  const used = kind.kind === 'media' ? { references: REFERENCES } : {};
  const raises = kind.public ? { raises: GOES_PUBLIC } : {};
  const inverse = inversesOf(kind);
  const may = (deed: string): { account: AccountRecipe; refused: readonly string[] } => ({ account: accountFor(deed, kind.kind), refused: REFUSED });
  return {
    [`list_${kind.many}`]: { effect: 'read', noun: kind.noun },
    [`get_${kind.one}`]: { effect: 'read', noun: kind.noun },
    [`create_${kind.one}`]: {
      effect: 'write', ...raises, ...may('create'), refuses: kind.refuses,
      change: {
        ...record, verb: 'create', id: '', defaults: kind.defaults, created: byId, projectName: '/name', placeProject: '/id',
        read: { tool: 'get_project', args: { id: '/project' } }, serverSets: [...MADE_BY_SERVER, ...kind.serverSets],
      },
      inverse: inverse.create,
    },
    [`update_${kind.one}`]: {
      effect: 'write', ...raises, ...(kind.public ? { raisesByState: GOES_PUBLIC } : {}), ...may('update'), refuses: [NOTHING_GIVEN, ...kind.refuses],
      change: { ...record, ...used, verb: 'update', id: '/id', read: byId, projectName: '/projectName' },
      inverse: inverse.update,
    },
    [`delete_${kind.one}`]: {
      effect: 'delete', ...may('delete'),
      change: {
        ...record, verb: 'delete', id: '/id', read: byId, projectName: '/projectName', references: REFERENCES,
        special: { situation: 'deletion' },
      },
      inverse: inverse.delete,
    },
    ...(kind.bulk ? demoBulkTools(kind, may) : {}),
  };
}

function publication(status: 'published' | 'draft'): Known {
  return {
    effect: 'publish', account: accountFor('publish', 'news'), refused: REFUSED,
    change: {
      how: 'record', verb: 'update', noun: 'news', id: '/id', patch: '', sets: { status }, public: PUBLIC, absent: ABSENT,
      read: { tool: 'get_news', args: { id: '/id' } }, project: '/project', projectName: '/projectName',
      serverSets: [...SET_BY_SERVER, 'publishedAt'], special: { situation: 'publication', audience: '/audience' },
    },
    inverse: { tool: status === 'published' ? 'unpublish_news' : 'publish_news', args: ID_OF_CALL, unlike: status === 'draft' ? ['publishedAt'] : [] },
  };
}

/** A menu, live or its draft. */
function menu(live: boolean): Known {
  const entries = { label: '/label', target: '/target', children: '/children' };
  return {
    effect: live ? 'configure' : 'write', account: accountFor(live ? 'configure' : 'update', 'menu'), refused: REFUSED, addresses: ['/items'],
    change: {
      how: 'record', verb: 'update', noun: 'menu', id: '/project', patch: '', absent: ABSENT,
      read: { tool: 'get_menu', args: { project: '/project' } }, project: '/project', projectName: '/projectName',
      serverSets: SET_BY_SERVER, ...(live ? { removes: ['draft'] } : { renames: { items: 'draft' } }),
      special: { situation: 'menu', list: live ? '/items' : '/draft', ...entries, draft: !live },
    },
    inverse: {
      tool: live ? 'update_menu' : 'save_menu_draft', unlike: live ? ['draft'] : [],
      args: { project: { from: 'args', pointer: '/project' }, items: { from: 'before', pointer: live ? '/items' : '/draft' } },
    },
  };
}

const UPLOAD: Known = {
  effect: 'write', account: accountFor('create', 'media', 'update'), refused: REFUSED,
  change: {
    how: 'record', verb: 'put', noun: 'media', id: '/name', patch: '', absent: ABSENT, project: '/project', projectName: '/projectName',
    read: { tool: 'get_media_by_name', args: { project: '/project', name: '/name' } }, serverSets: [...MADE_BY_SERVER, 'bytes'], special: FILE,
  },
  inverse: {
    tool: 'upload_media', args: { project: { from: 'args', pointer: '/project' }, name: { from: 'args', pointer: '/name' } },
    fields: { which: 'all', leaveOut: [...MADE_BY_SERVER, 'bytes'] }, when: [{ key: 'before', is: 'read' }],
  },
};

const CONFIGURE: Known = {
  effect: 'configure', account: accountFor('configure', 'project'), refused: REFUSED,
  refuses: [NOTHING_GIVEN, { why: 'order', first: '/startsOn', last: '/endsOn' }],
  change: {
    how: 'record', verb: 'update', noun: 'project', id: '/id', patch: '', absent: ABSENT, read: { tool: 'get_project', args: { id: '/id' } },
    project: '/id', projectName: '/name', serverSets: [], special: { situation: 'configuration' },
  },
  inverse: { tool: 'configure_project', args: ID_OF_CALL, fields: { which: 'changed', leaveOut: [] } },
};

const SET_RIGHTS: Known = {
  effect: 'permission', account: accountFor('grant', 'account'), refused: REFUSED, refuses: [{ why: 'own-account', at: '/account' }],
  change: {
    how: 'record', verb: 'update', noun: 'account', id: '/account', patch: '', absent: ABSENT, project: '/project',
    read: { tool: 'get_rights', args: { account: '/account' } }, serverSets: [],
    special: { situation: 'rights', who: '/account', list: '/rights', axes: ['deeds', 'kinds', 'projects'] },
  },
  inverse: { tool: 'set_rights', args: { account: { from: 'args', pointer: '/account' }, rights: { from: 'before', pointer: '/rights' } } },
};

const KNOWN: Readonly<Record<string, Known>> = {
  whoami: { effect: 'read' },
  get_rights: { effect: 'read' },
  set_rights: SET_RIGHTS,
  list_projects: { effect: 'read', noun: 'project' },
  get_project: { effect: 'read', noun: 'project' },
  configure_project: CONFIGURE,
  get_menu: { effect: 'read', noun: 'menu' },
  save_menu_draft: menu(false),
  update_menu: menu(true),
  ...Object.fromEntries(KINDS.flatMap((kind) => Object.entries(recordTools(kind)))),
  publish_news: publication('published'),
  unpublish_news: publication('draft'),
  get_media_by_name: { effect: 'read', noun: 'media' },
  upload_media: UPLOAD,
  list_references: { effect: 'read' },
};

/** What is known of the bundled demo CMS: all of its tools. */
export const DEMO_CMS_RECIPE: Recipe = {
  id: 'demo-cms',
  launch: { bundle: 'demo-cms' },
  tools: Object.fromEntries(
    Object.entries(KNOWN).map(([name, tool]): [string, ToolRecipe] => [name, { ...tool, digests: digestsOf(name) }]),
  ),
};

function digestsOf(tool: string): readonly string[] {
  const known: Readonly<Record<string, readonly string[]>> = digests.servers['demo-cms'];
  return known[tool] ?? [];
}
