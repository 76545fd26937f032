import { DEFAULT_ROLES } from '../../../../../main/core/policy/roles.ts';
import { LOCKS, SITUATIONS, TOOL_RULES } from '../../../../../main/core/policy/document/schema.ts';
import { EFFECTS, SERVER_CLASSES, TRUST_LEVELS, type Json, type JsonObject } from '../../../../../main/core/words/index.ts';
import { DIGEST } from '../policy-calls.ts';

export const NAMES = { roles: ['owner', 'editor', 'press', 'nobody'], servers: ['a', 'b', 'none'], tools: ['t', 'u'], projects: ['p', 'q'] };

type Random = () => number;
const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
const some = <T>(random: Random, items: readonly T[], atLeast = 0): T[] => {
  const chosen = items.filter(() => random() < 0.6);
  return chosen.length < atLeast ? [pick(random, items)] : chosen;
};
/** A key that is there or not. */
const maybe = (random: Random, share: number, key: string, value: () => Json): JsonObject => (random() < share ? { [key]: value() } : {});

function rule(random: Random, known: { readonly roles: readonly string[]; readonly servers: readonly string[] }): JsonObject {
  const parts: JsonObject = {
    ...maybe(random, 0.3, 'roles', () => some(random, known.roles, 1)),
    ...(known.servers.length === 0 ? {} : maybe(random, 0.3, 'servers', () => some(random, known.servers, 1))),
    ...maybe(random, 0.2, 'classes', () => some(random, SERVER_CLASSES, 1)),
    ...maybe(random, 0.4, 'tools', () => some(random, NAMES.tools, 1)),
    ...maybe(random, 0.3, 'projects', () => some(random, ['p', 'q'], 1)),
  };
  return Object.keys(parts).length === 0 ? { effects: some(random, EFFECTS, 1) } : parts;
}

function narrowing(random: Random, known: Parameters<typeof rule>[1]): JsonObject {
  const caps = (): JsonObject => Object.fromEntries(['highest', ...SERVER_CLASSES].filter(() => random() < 0.3).map((key) => [key, pick(random, TRUST_LEVELS)]));
  const limits = (): JsonObject => Object.fromEntries(['perCall', 'perPlan', 'perHour', 'perDay', 'callsPerMinute'].filter(() => random() < 0.4).map((key) => [key, Math.floor(random() * 6)]));
  return {
    ...maybe(random, 0.4, 'deny', () => Array.from({ length: Math.floor(random() * 3) }, () => rule(random, known))),
    ...maybe(random, 0.3, 'allow', () => Array.from({ length: Math.floor(random() * 4) }, () => rule(random, known))),
    ...maybe(random, 0.4, 'limits', limits),
    ...maybe(random, 0.4, 'trust', caps),
  };
}

function server(random: Random, id: string): JsonObject {
  const tools = (): JsonObject => Object.fromEntries(some(random, NAMES.tools).map((tool) => [tool, pick(random, TOOL_RULES)]));
  return {
    id, match: { by: 'url', url: `https://${id}.example.org/` },
    ...maybe(random, 0.4, 'trust', () => pick(random, TRUST_LEVELS)),
    ...maybe(random, 0.4, 'tools', tools),
    ...maybe(random, 0.4, 'otherTools', () => pick(random, TOOL_RULES)),
    ...maybe(random, 0.2, 'pins', () => ({ t: random() < 0.5 ? [DIGEST] : [] })),
    ...maybe(random, 0.2, 'project', () => ({ arguments: ['project'], state: '/project' })),
  };
}

function role(random: Random): JsonObject {
  return {
    effects: some(random, EFFECTS),
    ...maybe(random, 0.2, 'tools', () => some(random, NAMES.tools)),
    ...maybe(random, 0.2, 'projects', () => some(random, ['p', 'q'])),
    ...maybe(random, 0.2, 'skills', () => some(random, ['s'])),
  };
}

/** One random document that opens; `managed` ones hold every kind of rule. */
export function randomPolicy(random: Random, scope: 'managed' | 'narrowing' | 'project' | 'user'): JsonObject {
  const head = { schema: 1, scope, id: 'x', version: 1 + Math.floor(random() * 3), issuedAt: '2026-01-01T00:00:00Z' };
  if (scope !== 'managed') return { ...head, ...(scope === 'project' ? { project: pick(random, ['p', 'q']) } : {}), ...narrowing(random, NAMES) };
  const servers = random() < 0.5 ? some(random, ['a', 'b']) : null;
  const roles = random() < 0.5 ? some(random, ['owner', 'editor', 'press']) : null;
  return {
    ...head, contact: { name: 'IT' },
    ...(servers === null ? {} : { servers: servers.map((id) => server(random, id)) }),
    ...(roles === null ? {} : { roles: Object.fromEntries(roles.map((name) => [name, role(random)])) }),
    ...(random() < 0.3 ? { projects: ['p', 'q'] } : {}),
    ...maybe(random, 0.3, 'locks', () => some(random, LOCKS)),
    ...maybe(random, 0.3, 'mayGrant', () => some(random, SITUATIONS)),
    ...maybe(random, 0.3, 'gateway', () => ({ enabled: random() < 0.7, ...maybe(random, 0.5, 'clients', () => some(random, ['c'])) })),
    ...maybe(random, 0.3, 'skills', () => ({ requireSignature: random() < 0.5, ...maybe(random, 0.5, 'allowed', () => some(random, ['s'])) })),
    ...maybe(random, 0.3, 'audit', () => ({ retainDays: 1 + Math.floor(random() * 400) })),
    ...narrowing(random, { roles: roles === null ? Object.keys(DEFAULT_ROLES) : roles.length === 0 ? ['owner'] : roles, servers: servers ?? [] }),
    ...(roles?.length === 0 ? { deny: [], allow: [] } : {}),
  };
}
