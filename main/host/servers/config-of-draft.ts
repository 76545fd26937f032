import { liftSecrets, liftUrlSecrets } from '../../core/trust/lift-secrets.ts';
import { isLoaderVariable, loaderInArguments } from '../../core/trust/loader-variables.ts';
import { parseServers } from '../../core/trust/parse-servers.ts';
import { serverConfigSchema, type GivenValue, type ServerConfig } from '../../core/trust/server-config.ts';
import { serverDraftSchema, type NamedValue, type ServerDraft } from '../../core/trust/server-draft.ts';
import { urlProblem } from '../../core/trust/server-url.ts';
import { DEMO } from './consent.ts';
import { ServersProblem } from './problem.ts';

/** A draft split into what is kept on disk and what goes to the keychain. */
export interface SplitDraft {
  readonly config: ServerConfig;
  readonly secrets: ReadonlyMap<string, string>;
}

/** What a pasted text holds: drafts, and the names of entries that no draft holds. */
export interface ReadDrafts {
  readonly drafts: readonly ServerDraft[];
  readonly unknown: readonly string[];
}

/** Reads a pasted text. Throws with the place where it is wrong. */
export function draftsOf(text: string): ReadDrafts {
  const parsed = parseServers(text);
  if (parsed.ok) return { drafts: parsed.drafts, unknown: parsed.unknown };
  const { code, ...facts } = parsed.problem;
  throw new ServersProblem(code, facts);
}

/** Splits drafts that are added together, each under a name and an id of its own. Throws before anything is kept. */
export function splitDrafts(drafts: readonly ServerDraft[], existing: readonly ServerConfig[]): readonly SplitDraft[] {
  const ids = new Set<string>([DEMO.id, ...existing.map(({ id }) => id)]);
  const names = new Set(existing.map(({ name }) => name));
  return drafts.map((draft) => {
    if (names.has(draft.name)) throw new ServersProblem('name-taken', { name: draft.name });
    names.add(draft.name);
    const id = freeId(draft.name, ids);
    ids.add(id);
    return configOfDraft(draft, id);
  });
}

/** Checks a draft and splits it. Throws a {@link ServersProblem}; nothing of the draft was kept then. */
function configOfDraft(draft: ServerDraft, id: string): SplitDraft {
  const parsed = serverDraftSchema.safeParse(draft);
  if (!parsed.success) throw new ServersProblem('config-invalid', { where: (parsed.error.issues[0]?.path ?? []).join('.') });
  const checked = parsed.data.kind === 'local' ? liftSecrets(parsed.data) : liftUrlSecrets(parsed.data);
  const values = checked.kind === 'local' ? checked.env : checked.headers;
  refuse(checked, values);
  const given: Record<string, GivenValue> = {};
  const secrets = new Map<string, string>();
  for (const { name, value, secret } of values) {
    given[name] = secret ? { secret: true } : { plain: value };
    if (secret && value !== '') secrets.set(name, value);
  }
  const { name, class: serverClass, environment } = checked;
  const common = { id, name, class: serverClass, environment };
  const config = checked.kind === 'local'
    ? { ...common, kind: 'local', command: checked.command, args: checked.args, cwd: checked.cwd, env: given }
    : { ...common, kind: 'remote', url: checked.url, headers: given };
  const whole = serverConfigSchema.safeParse(config);
  if (!whole.success) throw new ServersProblem('config-invalid', { where: (whole.error.issues[0]?.path ?? []).join('.') });
  return { config: whole.data, secrets };
}

/**
 * SECURITY: headers that say what a message is, and to whom: `Mcp-Name` and `Mcp-Param-…` repeat what was approved, and a
 * configuration that set them would have a server read something else than what was shown.
 */
const OF_THE_MESSAGE = /^(mcp-.*|last-event-id|host|connection|keep-alive|content-length|content-encoding|transfer-encoding|te|trailer|upgrade|expect|proxy-.*)$/;

function refuse(draft: ServerDraft, values: readonly NamedValue[]): void {
  const names = values.map(({ name }) => (draft.kind === 'remote' ? name.toLowerCase() : name));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new ServersProblem('config-invalid', { where: twice });
  // SECURITY: a variable that makes the program load other code is refused, whoever wrote it.
  const loader = draft.kind === 'local' ? (names.find(isLoaderVariable) ?? loaderInArguments(draft.command, draft.args)) : null;
  if (loader !== null) throw new ServersProblem('loader-variable', { name: loader });
  const ours = draft.kind === 'remote' ? names.find((name) => OF_THE_MESSAGE.test(name)) : undefined;
  if (ours !== undefined) throw new ServersProblem('config-invalid', { where: ours.slice(0, 80) });
  const valid = draft.kind === 'local' ? /^[A-Za-z_][A-Za-z0-9_.()-]*$/ : /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
  const bad = values.find(({ name, value }) => !valid.test(name) || /[\0\r\n]/.test(draft.kind === 'remote' ? value : name) || value.includes('\0'));
  if (bad !== undefined) throw new ServersProblem('config-invalid', { where: bad.name.slice(0, 80) });
  if (draft.kind === 'remote' && urlProblem(draft.url) !== null) throw new ServersProblem('config-invalid', { where: 'url' });
  if (draft.kind === 'local' && [draft.command, ...draft.args].some((part) => part.includes('\0'))) throw new ServersProblem('config-invalid', { where: 'args' });
}

/** A free id made of a name: small letters, digits and hyphens. */
function freeId(name: string, taken: ReadonlySet<string>): string {
  const base = name.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 56) || 'server';
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  return id;
}
