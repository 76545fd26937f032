import { ABSENT, MADE_BY_SERVER, NOTHING_GIVEN, SET_BY_SERVER, type Known, type RecordKind } from './demo-cms-words.ts';

/** The tools that take several records of a kind: import, change, delete, each all or nothing. */
export function demoBulkTools(kind: RecordKind, may: (deed: string) => Pick<Known, 'account' | 'refused'>): Readonly<Record<string, Known>> {
  const several = { tool: `get_${kind.many}`, args: { ids: '/items/*/id' } };
  const shared = { how: 'records', absent: ABSENT, noun: kind.noun, list: '/items', key: '/id', project: '/project' } as const;
  return {
    [`get_${kind.many}`]: { effect: 'read', noun: kind.noun },
    [`import_${kind.many}`]: {
      effect: 'write', objects: { pointer: '/items' }, ...may('create'), refuses: kind.refuses,
      change: {
        ...shared, verb: 'create', rows: '/items', id: '', shares: ['project'], defaults: kind.defaults, created: several,
        read: { tool: 'get_project', args: { id: '/project' } }, projectName: '/name', placeProject: '/id', serverSets: [...MADE_BY_SERVER, ...kind.serverSets],
      },
      inverse: { tool: `delete_${kind.many}`, args: { ids: { from: 'answer', pointer: '/items/*/id' } } },
    },
    [`update_${kind.many}`]: {
      effect: 'write', objects: { pointer: '/items' }, ...may('update'), refuses: [NOTHING_GIVEN, ...kind.refuses],
      change: {
        ...shared, verb: 'update', rows: '/items', id: '/id', read: several, projectName: '/projectName', serverSets: [...SET_BY_SERVER, ...kind.serverSets],
      },
      inverse: { tool: `update_${kind.many}`, args: {}, rows: { at: 'items', id: 'id' } },
    },
    [`delete_${kind.many}`]: {
      effect: 'delete', objects: { pointer: '/ids' }, ...may('delete'),
      change: {
        ...shared, verb: 'delete', rows: '/ids', id: '', read: { tool: `get_${kind.many}`, args: { ids: '/ids' } }, projectName: '/projectName', serverSets: [],
      },
      inverse: { tool: `import_${kind.many}`, args: { project: { from: 'before', pointer: '/items/0/project' } }, rows: { at: 'items', leaveOut: [...MADE_BY_SERVER, ...kind.serverSets, 'project'], same: 'project' }, unlike: ['id'] },
    },
  };
}
