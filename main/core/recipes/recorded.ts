import type { Recipe, ReleasedPackage, ToolRecipe } from './recipe.ts';
import { released } from './releases.ts';
import digests from './digests.json' with { type: 'json' };

/**
 * Servers whose systems cannot be reached to try them: their definitions were recorded, their answers read in their own
 * source. Only plain fields are claimed, and what is otherwise afterwards raises no alarm.
 */
type Known = Omit<ToolRecipe, 'digests'>;

/** One kind of record: the tools that read, change and delete it, and the arguments that name one. */
interface Kind {
  readonly noun: string;
  readonly read: string;
  readonly update?: string;
  readonly delete?: string;
  /** The arguments that name one; the last is its own. The read calls them the same. */
  readonly by: readonly string[];
  /** Where the fields stand in the arguments. */
  readonly patch?: string;
}

function toolsOf(kind: Kind): [string, Known][] {
  const args = Object.fromEntries(kind.by.map((name) => [name, `/${name}`]));
  const own = kind.by.at(-1) ?? '';
  const record = {
    how: 'record', noun: kind.noun, patch: kind.patch ?? '', absent: [], project: kind.by.length > 1 ? `/${kind.by[0] ?? ''}` : '/project', serverSets: [],
    id: `/${own}`, read: { tool: kind.read, args }, untested: true, seek: 'one',
  } as const;
  const undo = Object.fromEntries(kind.by.map((name) => [name, { from: 'args', pointer: `/${name}` } as const]));
  return [
    [kind.read, { effect: 'read', noun: kind.noun }],
    ...(kind.update === undefined ? [] : [[kind.update, {
      effect: 'write', change: { ...record, verb: 'update' },
      ...(kind.patch === undefined ? { inverse: { tool: kind.update, args: undo, fields: { which: 'changed', leaveOut: [] } } } : {}),
    }] as [string, Known]]),
    ...(kind.delete === undefined ? [] : [[kind.delete, { effect: 'delete', change: { ...record, verb: 'delete' } }] as [string, Known]]),
  ];
}

const reads = (...names: string[]): [string, Known][] => names.map((name) => [name, { effect: 'read' }]);
const does = (effect: 'write' | 'publish', ...names: string[]): [string, Known][] => names.map((name) => [name, { effect }]);

/** A CMS. What `publish_entry` does to a record is the system's own affair: its effect is known, the change is not. */
const STRAPI: readonly [string, Known][] = [
  ...reads('list_content_types', 'get_entries', 'get_content_type_schema', 'list_components', 'get_component_schema'),
  ...toolsOf({ noun: 'entry', read: 'get_entry', update: 'update_entry', delete: 'delete_entry', by: ['contentType', 'id'], patch: '/data' }),
  ...does('write', 'create_entry'), ...does('publish', 'publish_entry', 'unpublish_entry'),
];

/** Tasks. */
const ASANA: readonly [string, Known][] = [
  ...reads('asana_list_workspaces', 'asana_search_projects', 'asana_search_tasks', 'asana_get_project_sections', 'asana_get_tasks_for_project', 'asana_get_subtasks'),
  ...toolsOf({ noun: 'task', read: 'asana_get_task', update: 'asana_update_task', delete: 'asana_delete_task', by: ['task_id'] }),
  ...toolsOf({ noun: 'tag', read: 'asana_get_tag', update: 'asana_update_tag', delete: 'asana_delete_tag', by: ['tag_gid'] }),
  ...toolsOf({ noun: 'project', read: 'asana_get_project', update: 'asana_update_project', by: ['project_id'] }),
  ...toolsOf({ noun: 'entry', read: 'asana_get_project_status', delete: 'asana_delete_project_status', by: ['project_status_gid'] }),
];

/** Issues, labels and milestones. */
const GITLAB: readonly [string, Known][] = [
  ...reads('list_issues', 'list_labels', 'list_milestones', 'list_wiki_pages', 'list_merge_requests'),
  ...toolsOf({ noun: 'task', read: 'get_issue', update: 'update_issue', delete: 'delete_issue', by: ['project_id', 'issue_iid'] }),
  ...toolsOf({ noun: 'entry', read: 'get_milestone', update: 'edit_milestone', delete: 'delete_milestone', by: ['project_id', 'milestone_id'] }),
  ...toolsOf({ noun: 'entry', read: 'get_wiki_page', update: 'update_wiki_page', delete: 'delete_wiki_page', by: ['project_id', 'slug'] }),
];

type Recorded = keyof (typeof digests)['recorded'];

function recorded(id: Recorded, launch: ReleasedPackage, known: readonly [string, Known][]): Recipe {
  const listed: Readonly<Record<string, readonly string[]>> = digests.recorded[id];
  const tools = known.flatMap(([name, tool]): [string, ToolRecipe][] => (listed[name] === undefined ? [] : [[name, { ...tool, digests: listed[name] }]]));
  return { id, launch, tools: Object.fromEntries(tools) };
}

export const RECORDED_RECIPES: readonly Recipe[] = [
  recorded('strapi-mcp@0.2.3', released('strapi-mcp', ['0.2.3']), STRAPI),
  recorded('mcp-server-asana@1.8.0', released('@roychri/mcp-server-asana', ['1.8.0']), ASANA),
  recorded('mcp-gitlab@2.1.64', released('@zereight/mcp-gitlab', ['2.1.64']), GITLAB),
];
