import { DEFAULT_ROLES, isDefaultRole, type RoleBound } from '../roles.ts';
import type { Effect, ServerClass } from '../../words/index.ts';
import type { CallRule, ManagedServer, PolicyDocument, PolicyRole, ToolRule } from './schema.ts';

/** What a rule is held against. */
export interface RuleSubject {
  readonly role: string;
  /** Ids of managed entries the server matches, and the id the person gave it. */
  readonly servers: readonly string[];
  /** The former, as far as every managed document gives the server that id. */
  readonly managedServers: readonly string[];
  readonly class: ServerClass | null;
  readonly tool: string;
  readonly project: string | null;
  readonly effect: Effect;
}

/** The rules of one list, found by the tool or else the server they name. */
export interface RuleList {
  /** The pointer of the first rule the subject fits; null where it fits none. */
  find(subject: RuleSubject): string | null;
}

/** A managed server, made ready to be asked about. */
export interface ServerEntry {
  readonly server: ManagedServer;
  readonly pointer: string;
  /** What the entry says of a tool. */
  toolRule(tool: string): { readonly rule: ToolRule; readonly pointer: string };
  /** Digests one of which the definition must have; null where IT pinned none. */
  pins(tool: string): readonly string[] | null;
}

/** A document made ready for many questions. */
export interface PolicyIndex {
  /** Null: the document does not say who may do what. */
  readonly role: ((name: string) => { readonly bound: RoleBound; readonly pointer: string } | null) | null;
  readonly servers: readonly ServerEntry[] | null;
  readonly serverById: ReadonlyMap<string, ServerEntry>;
  readonly projects: ReadonlySet<string> | null;
  readonly deny: RuleList;
  readonly allow: RuleList | null;
}

/** Makes a document ready: names become sets and maps, which also keeps `constructor` and its like from being found. */
export function indexOf(document: PolicyDocument): PolicyIndex {
  const deny = ruleList(document.deny ?? [], 'deny');
  const allow = document.allow === undefined ? null : ruleList(document.allow, 'allow');
  if (document.scope !== 'managed') return { role: null, servers: null, serverById: new Map(), projects: null, deny, allow };
  const servers = document.servers?.map(serverEntry) ?? null;
  return {
    role: roleLookup(document.roles),
    servers,
    serverById: new Map((servers ?? []).map((entry) => [entry.server.id, entry])),
    projects: document.projects === undefined ? null : new Set(document.projects),
    deny, allow,
  };
}

/** Roles of a managed document replace the default ones; one that names none leaves the defaults standing. */
function roleLookup(roles: Readonly<Record<string, PolicyRole>> | undefined): NonNullable<PolicyIndex['role']> {
  if (roles === undefined) return (name) => (isDefaultRole(name) ? { bound: DEFAULT_ROLES[name], pointer: 'built-in#/roles/' + name } : null);
  const known = new Map(Object.entries(roles).map(([name, role]) => [name, { bound: boundOf(role), pointer: `/roles/${escaped(name)}` }]));
  return (name) => known.get(name) ?? null;
}

function boundOf(role: PolicyRole): RoleBound {
  const set = (names: readonly string[] | undefined) => (names === undefined ? null : new Set(names));
  return {
    effects: new Set(role.effects), requests: new Set(role.requests ?? []), writes: 'anywhere',
    servers: set(role.servers), tools: set(role.tools), skills: set(role.skills), projects: set(role.projects),
  };
}

function serverEntry(server: ManagedServer, index: number): ServerEntry {
  const pointer = `/servers/${index}`;
  const tools = server.tools === undefined ? null : new Map(Object.entries(server.tools));
  const pins = new Map(Object.entries(server.pins ?? {}));
  // A list of tools is closed: what it does not name is denied unless the entry says otherwise.
  const others = server.otherTools ?? (tools === null ? 'allow' : 'deny');
  return {
    server, pointer,
    toolRule: (tool) => {
      const rule = tools?.get(tool);
      return rule === undefined ? { rule: others, pointer: `${pointer}/${server.otherTools === undefined ? 'tools' : 'otherTools'}` } : { rule, pointer: `${pointer}/tools/${escaped(tool)}` };
    },
    pins: (tool) => pins.get(tool) ?? null,
  };
}

interface ReadyRule {
  readonly pointer: string;
  fits(subject: RuleSubject): boolean;
}

function ruleList(rules: readonly CallRule[], key: string): RuleList {
  const byTool = new Map<string, ReadyRule[]>();
  const byServer = new Map<string, ReadyRule[]>();
  const others: ReadyRule[] = [];
  for (const [index, rule] of rules.entries()) {
    const ready = readyRule(rule, `/${key}/${index}`);
    if (rule.tools !== undefined) for (const tool of new Set(rule.tools)) put(byTool, tool, ready);
    else if (rule.servers !== undefined) for (const server of new Set(rule.servers)) put(byServer, server, ready);
    else others.push(ready);
  }
  return {
    find: (subject) => {
      const fits = (rule: ReadyRule): boolean => rule.fits(subject);
      const named = byTool.get(subject.tool)?.find(fits) ?? others.find(fits);
      if (named !== undefined) return named.pointer;
      for (const server of subject.servers) {
        const found = byServer.get(server)?.find(fits);
        if (found !== undefined) return found.pointer;
      }
      return null;
    },
  };
}

function put(lists: Map<string, ReadyRule[]>, name: string, rule: ReadyRule): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [rule]);
  else list.push(rule);
}

function readyRule(rule: CallRule, pointer: string): ReadyRule {
  const roles = rule.roles === undefined ? null : new Set(rule.roles);
  const servers = rule.servers === undefined ? null : new Set(rule.servers);
  const projects = rule.projects === undefined ? null : new Set(rule.projects);
  return {
    pointer,
    // The cheapest questions first: a batch asks this of every rule that names no tool.
    fits: (subject) => (rule.effects === undefined || rule.effects.includes(subject.effect))
      && (roles === null || roles.has(subject.role))
      && (projects === null || (subject.project !== null && projects.has(subject.project)))
      && (rule.classes === undefined || (subject.class !== null && rule.classes.includes(subject.class)))
      && (servers === null || subject.servers.some((id) => servers.has(id))),
  };
}

function escaped(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
