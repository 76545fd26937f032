import type { InverseRecipe, Recipe, ToolRecipe } from './recipe.ts';
import digests from './digests.json' with { type: 'json' };

type Known = Omit<ToolRecipe, 'digests'>;

const ABSENT = ['Not found: '];
const SET_BY_SERVER = ['version', 'updatedAt'];
const MADE_BY_SERVER = [...SET_BY_SERVER, 'id', 'createdAt', 'projectName'];
const PUBLIC = { pointer: '/status', values: ['published'] } as const;
const GOES_PUBLIC = [{ ...PUBLIC, effect: 'publish' }] as const;

/** One kind of record: the stem of its tools, the catalogue's word, and what differs from kind to kind. */
interface RecordKind {
  readonly one: string;
  readonly many: string;
  readonly noun: string;
  readonly defaults: Readonly<Record<string, string>>;
  readonly serverSets: readonly string[];
  readonly public: boolean;
}

const KINDS: readonly RecordKind[] = [
  { one: 'news', many: 'news', noun: 'news', defaults: { status: 'draft' }, serverSets: ['publishedAt'], public: true },
  { one: 'agenda_item', many: 'agenda_items', noun: 'agenda-item', defaults: {}, serverSets: [], public: false },
  { one: 'directory_entry', many: 'directory_entries', noun: 'directory-entry', defaults: {}, serverSets: [], public: false },
  { one: 'media', many: 'media', noun: 'media', defaults: {}, serverSets: ['bytes'], public: false },
];

const ID_OF_CALL = { id: { from: 'args', pointer: '/id' } } as const;

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
  const record = {
    how: 'record', noun: kind.noun, patch: '', absent: ABSENT, project: '/project', serverSets: [...SET_BY_SERVER, ...kind.serverSets],
    ...(kind.public ? { public: PUBLIC } : {}),
  } as const;
  const inverse = inversesOf(kind);
  const raises = kind.public ? { raises: GOES_PUBLIC } : {};
  return {
    [`list_${kind.many}`]: { effect: 'read', noun: kind.noun },
    [`get_${kind.one}`]: { effect: 'read', noun: kind.noun },
    [`create_${kind.one}`]: {
      effect: 'write', ...raises,
      change: {
        ...record, verb: 'create', id: '', defaults: kind.defaults, created: byId, projectName: '/name', placeProject: '/id',
        read: { tool: 'get_project', args: { id: '/project' } }, serverSets: [...MADE_BY_SERVER, ...kind.serverSets],
      },
      inverse: inverse.create,
    },
    [`update_${kind.one}`]: {
      effect: 'write', ...raises, ...(kind.public ? { raisesByState: GOES_PUBLIC } : {}),
      change: { ...record, verb: 'update', id: '/id', read: byId, projectName: '/projectName' },
      inverse: inverse.update,
    },
    [`delete_${kind.one}`]: {
      effect: 'delete', change: { ...record, verb: 'delete', id: '/id', read: byId, projectName: '/projectName' },
      inverse: inverse.delete,
    },
  };
}

function publication(status: 'published' | 'draft'): Known {
  return {
    effect: 'publish',
    change: {
      how: 'record', verb: 'update', noun: 'news', id: '/id', patch: '', sets: { status }, public: PUBLIC, absent: ABSENT,
      read: { tool: 'get_news', args: { id: '/id' } }, project: '/project', projectName: '/projectName',
      serverSets: [...SET_BY_SERVER, 'publishedAt'],
    },
    inverse: { tool: status === 'published' ? 'unpublish_news' : 'publish_news', args: ID_OF_CALL, unlike: status === 'draft' ? ['publishedAt'] : [] },
  };
}

const KNOWN: Readonly<Record<string, Known>> = {
  whoami: { effect: 'read' },
  list_projects: { effect: 'read', noun: 'project' },
  get_project: { effect: 'read', noun: 'project' },
  ...Object.fromEntries(KINDS.flatMap((kind) => Object.entries(recordTools(kind)))),
  publish_news: publication('published'),
  unpublish_news: publication('draft'),
  get_menu: { effect: 'read', noun: 'menu' },
  update_menu: {
    effect: 'configure',
    change: {
      how: 'record', verb: 'update', noun: 'menu', id: '/project', patch: '', absent: ABSENT,
      read: { tool: 'get_menu', args: { project: '/project' } }, project: '/project', projectName: '/projectName',
      serverSets: SET_BY_SERVER,
    },
    inverse: { tool: 'update_menu', args: { project: { from: 'args', pointer: '/project' }, items: { from: 'before', pointer: '/items' } } },
  },
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
