import { findNodeAtLocation, getNodeValue, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { z } from 'zod';
import type { ServerClass } from '../words/index.ts';
import { liftSecrets, liftUrlSecrets } from './lift-secrets.ts';
import { isLikelySecret, isSecretHeader } from './likely-secret.ts';
import { isLoaderVariable, loaderInArguments } from './loader-variables.ts';
import type { DraftProblem, ServerDraft } from './server-draft.ts';
import { isLoopback, urlProblem } from './server-url.ts';

export type ParsedServers =
  /** `unknown` names the entries of servers that no draft holds, as `server.entry`. */
  | { readonly ok: true; readonly drafts: readonly ServerDraft[]; readonly unknown: readonly string[] }
  | { readonly ok: false; readonly problem: DraftProblem };

/** Where the usual shapes keep their servers. The last, nothing, is the bare map of servers. */
const PLACES = [['mcpServers'], ['servers'], ['mcp', 'servers'], ['context_servers'], []] as const;

/** What is read of one server; `type` only repeats what the other entries say. */
const KNOWN = new Set(['command', 'args', 'env', 'cwd', 'url', 'serverUrl', 'httpUrl', 'headers']);
const KNOWN_TYPES = new Set<unknown>(['stdio', 'http', 'streamable-http', 'streamableHttp']);
/** So many unknown entries are named. */
const NAMED = 50;

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const entrySchema = z.looseObject({
  command: z.string().min(1).optional(),
  args: z.array(text).default([]),
  env: z.record(z.string(), text).default({}),
  cwd: z.string().min(1).nullable().default(null),
  url: z.string().min(1).optional(),
  serverUrl: z.string().min(1).optional(),
  httpUrl: z.string().min(1).optional(),
  headers: z.record(z.string(), text).default({}),
});

/**
 * Reads the usual `mcpServers` JSON, in the shapes of the common hosts, into drafts; comments and trailing commas are
 * allowed. Nothing is half read: the first problem refuses the whole text and says where it is.
 */
export function parseServers(source: string): ParsedServers {
  const errors: ParseError[] = [];
  const root = treeOf(source, errors);
  if (root === null) return invalid('');
  const first = errors[0];
  if (first !== undefined || root === undefined) return { ok: false, problem: { code: 'json-invalid', ...placeOf(source, first?.offset ?? 0) } };
  const servers = serversNode(root);
  if (servers === null) return invalid('mcpServers');
  const drafts: ServerDraft[] = [];
  const unknown: string[] = [];
  const names = new Set<string>();
  for (const property of servers.children ?? []) {
    const [key, value] = property.children ?? [];
    const name = String(key?.value ?? '');
    if (name === '' || name.length > 120 || names.has(name) || value === undefined) return invalid(`mcpServers.${name}`);
    names.add(name);
    const entry: unknown = getNodeValue(value);
    const draft = draftOf(name, entry);
    if ('code' in draft) return { ok: false, problem: draft };
    drafts.push(draft);
    unknown.push(...unknownIn(name, entry));
  }
  return drafts.length === 0 ? invalid('mcpServers') : { ok: true, drafts, unknown: unknown.slice(0, NAMED) };
}

/** The tree of a text; null where it nests too deep to be walked. */
function treeOf(source: string, errors: ParseError[]): Node | undefined | null {
  try {
    return parseTree(source, errors, { allowTrailingComma: true });
  } catch {
    return null;
  }
}

function serversNode(root: Node): Node | null {
  for (const place of PLACES) {
    const node = place.length === 0 ? root : findNodeAtLocation(root, [...place]);
    if (node?.type === 'object' && (place.length > 0 || isBareMap(node))) return node;
  }
  return null;
}

function isBareMap(node: Node): boolean {
  const values = (node.children ?? []).map((property) => property.children?.[1]);
  return values.length > 0 && values.every((value) => value?.type === 'object');
}

function draftOf(name: string, value: unknown): ServerDraft | DraftProblem {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) return { code: 'config-invalid', where: ['mcpServers', name, ...(parsed.error.issues[0]?.path ?? []).map(String)].join('.') };
  const entry = parsed.data;
  const url = entry.url ?? entry.serverUrl ?? entry.httpUrl;
  if ((entry.command === undefined) === (url === undefined)) return { code: 'config-invalid', where: `mcpServers.${name}.command` };
  if (url !== undefined) return remoteDraft(name, url, entry.headers);
  const loader = Object.keys(entry.env).find(isLoaderVariable) ?? loaderInArguments(entry.command ?? '', entry.args);
  if (loader !== null) return { code: 'loader-variable', name: loader };
  return liftSecrets({
    kind: 'local', name, command: entry.command ?? '', args: entry.args, cwd: entry.cwd, class: 'local', environment: 'live',
    env: Object.entries(entry.env).map(([key, given]) => ({ name: key, ...valueOf(given, isLikelySecret(key, given)) })),
  });
}

/** The entries of one server that nothing here reads: a slip of the pen must not be lost without a word. */
function unknownIn(name: string, entry: unknown): string[] {
  return Object.entries(entry ?? {})
    .filter(([key, value]) => !KNOWN.has(key) && !(key === 'type' && KNOWN_TYPES.has(value)))
    .map(([key]) => `${name}.${key}`.slice(0, 200));
}

function remoteDraft(name: string, url: string, headers: Record<string, string>): ServerDraft | DraftProblem {
  const problem = urlProblem(url);
  if (problem !== null) return { code: 'config-invalid', where: `mcpServers.${name}.url` };
  return liftUrlSecrets({
    kind: 'remote', name, url, class: classOf(url), environment: 'live',
    headers: Object.entries(headers).map(([key, given]) => ({ name: key, ...valueOf(given, isSecretHeader(key, given)) })),
  });
}

/** A reference such as `${input:key}` is a secret that still has to be entered. */
function valueOf(given: string, secret: boolean): { value: string; secret: boolean } {
  return /^\$\{(input|env):[^}]*\}$/.test(given) ? { value: '', secret: true } : { value: given, secret };
}

/** The class offered for a URL: this machine, or somebody else's until a person says otherwise. */
function classOf(url: string): ServerClass {
  return isLoopback(new URL(url).hostname) ? 'local' : 'external';
}

function invalid(where: string): ParsedServers {
  return { ok: false, problem: { code: 'config-invalid', where } };
}

function placeOf(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
