import type { Holds } from './change-recipe.ts';
import type { InverseRecipe, ListStep, Recipe, ToolRecipe, ToolVariant } from './recipe.ts';
import { released } from './releases.ts';
import digests from './digests.json' with { type: 'json' };

const PACKAGE = '@cyanheads/git-mcp-server';

type Known = Omit<ToolRecipe, 'digests'>;
type Variant = Omit<ToolVariant, 'digests'>;

const READS = ['git_blame', 'git_changelog_analyze', 'git_diff', 'git_log', 'git_reflog', 'git_show', 'git_status', 'git_wrapup_instructions'];

/** Names that git takes in any repository; what else it takes depends on what is there. */
const PLAIN = /^(?!HEAD$)[A-Za-z0-9][A-Za-z0-9_-]{0,80}$/;
const OFF = { values: [false], absent: true } as const;
/** A name may clash with others that begin with it, as `a` with `a/b`. */
const NEVER_SURE: readonly Holds[] = [{ at: '/mode', values: [] }];
const PATH = { path: { from: 'args', pointer: '/path' } } as const;

/** Names of one kind that a repository holds: branches, tags, remotes. */
interface Kind {
  readonly tool: string;
  readonly noun: string;
  readonly list: string;
  readonly name: string;
  readonly serverSets: readonly string[];
}

const BRANCH: Kind = {
  tool: 'git_branch', noun: 'branch', list: '/branches', name: '/branchName', serverSets: ['commitHash', 'current', 'ahead', 'behind', 'upstream', 'upstreamGone'],
};
const TAG: Kind = { tool: 'git_tag', noun: 'tag', list: '/tags', name: '/tagName', serverSets: ['commit', 'message', 'tagger', 'timestamp', 'annotated', 'annotationSubject', 'annotationBody'] };
const REMOTE: Kind = { tool: 'git_remote', noun: 'remote', list: '/remotes', name: '/name', serverSets: [] };

function changed(kind: Kind, effect: 'write' | 'delete', step: ListStep, holds: readonly Holds[], inverse?: InverseRecipe, sure: readonly Holds[] = []): Variant {
  return {
    effect, ...(inverse === undefined ? {} : { inverse }),
    change: {
      how: 'lists', noun: kind.noun, absent: [], lists: { [kind.list]: ['name'] }, steps: [step], serverSets: kind.serverSets, holds, sure,
      // A tag and a branch of one name are told apart so.
      prefixes: { field: 'name', of: ['tags/', 'heads/'] },
      read: { tool: kind.tool, args: {}, optional: { path: '/path' }, fixed: { mode: 'list' } },
    },
  };
}

/** Puts a name there that is not there yet; the server says no to one that is. */
function adds(kind: Kind, holds: readonly Holds[], undo: string, fields: Readonly<Record<string, string>> = {}, sure: readonly Holds[] = []): Variant {
  const step: ListStep = { do: 'append', list: kind.list, items: '', make: { name: kind.name, ...fields }, exists: 'refused' };
  return changed(kind, 'write', step, [{ at: kind.name, pattern: PLAIN }, ...holds], {
    tool: kind.tool, args: { ...PATH, mode: { from: 'fixed', value: undo }, [kind.name.slice(1)]: { from: 'args', pointer: kind.name } },
  }, sure);
}

function removes(kind: Kind, sure: readonly Holds[]): Variant {
  return changed(kind, 'delete', {
    do: 'delete', list: kind.list, values: kind.name, by: 'name', missing: 'refused', ...(kind === BRANCH ? { never: { field: 'current', is: true } } : {}),
  }, [{ at: kind.name, pattern: PLAIN }], undefined, sure);
}

function renames(kind: Kind, to: string, holds: readonly Holds[]): Variant {
  const plain: readonly Holds[] = [{ at: kind.name, pattern: PLAIN }, { at: to, pattern: PLAIN }];
  return changed(kind, 'write', { do: 'rename', list: kind.list, from: kind.name, to, by: 'name', ...(kind === BRANCH ? { toItself: true } : {}) }, [...plain, ...holds], {
    tool: kind.tool,
    args: {
      ...PATH, mode: { from: 'fixed', value: 'rename' }, [kind.name.slice(1)]: { from: 'args', pointer: to }, [to.slice(1)]: { from: 'args', pointer: kind.name },
    },
  }, kind === BRANCH ? NEVER_SURE : []);
}

const NO_FORCE: Holds = { at: '/force', ...OFF };

/** A tool whose argument `mode` says what it does; a mode that is not known here counts as the gravest. */
const several = (of: Readonly<Record<string, Variant>>, otherwise: string) => ({ of, otherwise });

const VARIED: Readonly<Record<string, { readonly of: Readonly<Record<string, Variant>>; readonly otherwise: string }>> = {
  // Where a branch starts may not exist, and one that holds work of its own goes only by force.
  git_branch: several({
    list: { effect: 'read' }, 'show-current': { effect: 'read' },
    create: adds(BRANCH, [NO_FORCE, { at: '/startPoint', values: ['HEAD'], absent: true }], 'delete', {}, NEVER_SURE),
    delete: removes(BRANCH, [{ at: '/force', values: [true] }]),
    rename: renames(BRANCH, '/newBranchName', [NO_FORCE]),
  }, 'list'),
  git_tag: several({
    list: { effect: 'read' }, delete: removes(TAG, []),
    create: adds(TAG, [NO_FORCE, { at: '/commit', values: ['HEAD'], absent: true }], 'delete', {}, NEVER_SURE),
  }, 'list'),
  git_remote: several({
    list: { effect: 'read' }, 'get-url': { effect: 'read' },
    add: adds(REMOTE, [{ at: '/url', pattern: /^(https|ssh):\/\/[a-z0-9./_-]+$/i }], 'remove', { fetchUrl: '/url', pushUrl: '/url' }),
    remove: removes(REMOTE, []), rename: renames(REMOTE, '/newName', []),
  }, 'list'),
  git_stash: several({ list: { effect: 'read' } }, 'push'),
};

const KNOWN_DIGESTS: Readonly<Record<string, readonly string[]>> = digests.servers[PACKAGE];

function withDigests(name: string, known: Known): ToolRecipe {
  return { ...known, digests: KNOWN_DIGESTS[name] ?? [] };
}

function varied(name: string, { of, otherwise }: (typeof VARIED)[string]): ToolRecipe {
  const known = Object.entries(of).map(([mode, variant]): [string, ToolVariant] => [mode, withDigests(name, variant)]);
  return { ...withDigests(name, { effect: 'delete' }), variants: { at: '/mode', otherwise, of: Object.fromEntries(known) } };
}

/** What would be removed only the server knows: its own dry run says it, in every mode of the tool. */
// Its arguments hold no list: how many files go cannot be counted from them.
const CLEAN: Known = { effect: 'delete', objects: { pointer: '' }, dryRun: { tool: 'git_clean', at: '/dryRun' } };

/**
 * What is known of `@cyanheads/git-mcp-server`: what reads, what names of branches, tags and remotes become, and how it is
 * asked what it would clean away. What else changes files or history (checkout, reset, merge, commit) is not known here.
 */
export const GIT_RECIPE: Recipe = {
  id: 'git-mcp-server',
  launch: released(PACKAGE, ['2.15.3']),
  tools: Object.fromEntries([
    ...READS.map((name): [string, ToolRecipe] => [name, withDigests(name, { effect: 'read' })]),
    ['git_clean', withDigests('git_clean', CLEAN)] as const,
    ...Object.entries(VARIED).map(([name, known]): [string, ToolRecipe] => [name, varied(name, known)]),
  ]),
};
