import type { InverseRecipe, Recipe, ReleasedPackage, ToolRecipe } from './recipe.ts';
import { released } from './releases.ts';
import digests from './digests.json' with { type: 'json' };

const PACKAGE = '@modelcontextprotocol/server-filesystem';

/** How the server says that nothing is there; older ones put `Error: ` before it. */
const ABSENT = [
  'ENOENT: no such file or directory', 'Parent directory does not exist: ',
  'Error: ENOENT: no such file or directory', 'Error: Parent directory does not exist: ',
];

const READS = [
  'read_file', 'read_text_file', 'read_media_file', 'read_multiple_files', 'list_directory', 'list_directory_with_sizes',
  'directory_tree', 'search_files', 'get_file_info', 'list_allowed_directories',
];

type Known = Omit<ToolRecipe, 'digests'>;

/** A text that was there is written again. One that was new stays: the server has no tool that deletes. */
const WRITES_BACK: InverseRecipe = {
  tool: 'write_file', args: { path: { from: 'args', pointer: '/path' }, content: { from: 'text' } }, when: [{ key: 'before', is: 'read' }],
};
const MOVES_BACK: InverseRecipe = {
  tool: 'move_file', args: { source: { from: 'args', pointer: '/destination' }, destination: { from: 'args', pointer: '/source' } },
  when: [{ key: 'to', is: 'absent' }],
};

/**
 * What a move leaves is foretold for the newest release alone. Tried with 200 calls each, earlier ones moved once onto what was
 * there; that of November 2025 answers each move with an error and moves all the same.
 */
const MOVES: Known = {
  effect: 'write',
  change: { how: 'move', read: 'get_file_info', from: '/source', to: '/destination', absent: ABSENT },
  inverse: MOVES_BACK,
};

/** The writing tools; `read` is the tool that gives a whole text in this version. */
function writes(read: string, move: Known): Readonly<Record<string, Known>> {
  return {
    move_file: move,
    write_file: { effect: 'write', change: { how: 'write-text', read, path: '/path', content: '/content', absent: ABSENT }, inverse: WRITES_BACK },
    edit_file: {
      effect: 'write',
      change: { how: 'edit-text', read, path: '/path', edits: '/edits', dryRun: '/dryRun', absent: ABSENT },
      inverse: WRITES_BACK,
    },
    create_directory: { effect: 'write', noun: 'folder' },
  };
}

function recipe(id: string, launch: ReleasedPackage, read: string, known: Readonly<Record<string, readonly string[]>>, move: Known = { effect: 'write', noun: 'file' }): Recipe {
  const reads = Object.fromEntries(READS.map((name): [string, Known] => [name, { effect: 'read' }]));
  const tools = Object.entries({ ...reads, ...writes(read, move) }).flatMap(([name, tool]): [string, ToolRecipe][] => {
    const digestsOfTool = known[name];
    return digestsOfTool === undefined ? [] : [[name, { ...tool, digests: digestsOfTool }]];
  });
  return { id, launch, tools: Object.fromEntries(tools) };
}

/**
 * Definitions of earlier releases, as they were recorded. The `edit_file` of 2025 is left out on purpose: it reads
 * `$&` in the new text as a pattern, so its outcome is another than the one that would be shown.
 */
const EARLIER_2025_03 = digests.earlier['server-filesystem@2025.3.28'];
const EARLIER_2025_11 = digests.earlier['server-filesystem@2025.11.25'];
const EARLIER_2026_07 = digests.earlier['server-filesystem@2026.7.10'];

/** What is known of `@modelcontextprotocol/server-filesystem`, release by release. */
export const FILESYSTEM_RECIPES: readonly Recipe[] = [
  recipe('server-filesystem', released(PACKAGE, ['2026.8.31']), 'read_text_file', digests.servers[PACKAGE], MOVES),
  recipe('server-filesystem-2026-07', released(PACKAGE, ['2026.7.10']), 'read_text_file', EARLIER_2026_07),
  recipe('server-filesystem-2025-11', released(PACKAGE, ['2025.11.25', '2025.12.18', '2026.1.14', '2026.7.4']), 'read_text_file', EARLIER_2025_11),
  recipe('server-filesystem-2025-03', released(PACKAGE, ['2025.3.28']), 'read_file', EARLIER_2025_03),
];
