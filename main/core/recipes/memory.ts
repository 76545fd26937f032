import type { InverseRecipe, ListStep, Recipe, ToolRecipe } from './recipe.ts';
import { released } from './releases.ts';
import digests from './digests.json' with { type: 'json' };

const PACKAGE = '@modelcontextprotocol/server-memory';

const LISTS = { '/entities': ['name'], '/relations': ['from', 'to', 'relationType'] };
const WITHIN = { list: '/entities', names: 'entityName', by: 'name', into: 'observations' } as const;

type Known = Omit<ToolRecipe, 'digests'>;

/** A tool that works on the whole graph; every tool takes one list, whose items are its objects. */
function tool(effect: 'write' | 'delete', items: string, steps: readonly ListStep[], inverse?: InverseRecipe): Known {
  return {
    effect, objects: { pointer: items }, ...(inverse === undefined ? {} : { inverse }),
    change: { how: 'lists', noun: 'graph', read: { tool: 'read_graph', args: {} }, absent: [], lists: LISTS, steps, serverSets: [] },
  };
}

const RELATION = ['from', 'to', 'relationType'];
const ENTITY = ['name', 'entityType', 'observations'];

const KNOWN: Readonly<Record<string, Known>> = {
  read_graph: { effect: 'read' },
  search_nodes: { effect: 'read' },
  open_nodes: { effect: 'read' },
  create_entities: tool('write', '/entities', [{ do: 'append', list: '/entities', items: '/entities', keeps: ENTITY }], {
    tool: 'delete_entities', args: {}, rows: { at: 'entityNames', verb: 'create', has: ENTITY, value: 'name' },
  }),
  create_relations: tool('write', '/relations', [{ do: 'append', list: '/relations', items: '/relations', keeps: RELATION }], {
    tool: 'delete_relations', args: {}, rows: { at: 'relations', verb: 'create', has: RELATION },
  }),
  add_observations: tool('write', '/observations', [{ do: 'append-within', items: '/observations', values: 'contents', missing: 'refused', ...WITHIN }]),
  // An entity takes its relations with it. Where it had some, one call does not bring all of it back.
  delete_entities: tool('delete', '/entityNames', [
    { do: 'delete', list: '/entities', values: '/entityNames', by: 'name' },
    { do: 'delete', list: '/relations', values: '/entityNames', by: 'from' },
    { do: 'delete', list: '/relations', values: '/entityNames', by: 'to' },
  ], { tool: 'create_entities', args: {}, rows: { at: 'entities', verb: 'delete', has: ENTITY } }),
  delete_observations: tool('delete', '/deletions', [{ do: 'delete-within', items: '/deletions', values: 'observations', missing: 'ignored', ...WITHIN }]),
  delete_relations: tool('delete', '/relations', [{ do: 'delete-same', list: '/relations', items: '/relations' }], {
    tool: 'create_relations', args: {}, rows: { at: 'relations', verb: 'delete', has: RELATION },
  }),
};

const KNOWN_DIGESTS: Readonly<Record<string, readonly string[]>> = digests.servers[PACKAGE];

/** What is known of `@modelcontextprotocol/server-memory`: all of its tools. */
export const MEMORY_RECIPE: Recipe = {
  id: 'server-memory',
  launch: released(PACKAGE, ['2026.7.4', '2026.8.31']),
  tools: Object.fromEntries(Object.entries(KNOWN).map(([name, known]): [string, ToolRecipe] => [name, { ...known, digests: KNOWN_DIGESTS[name] ?? [] }])),
};
