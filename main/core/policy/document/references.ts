import type { PolicyProblemCode } from './problem.ts';
import type { CallRule, ManagedPolicy, PolicyDocument, PolicyRole } from './schema.ts';
import { ROLES } from '../../words/index.ts';

/** A problem at a path of the value; its line is looked up where the text is known. */
export interface Misfit {
  readonly code: PolicyProblemCode;
  readonly path: readonly (string | number)[];
  readonly name: string;
}

type Known = ReadonlySet<string> | null;

/**
 * Names that lead nowhere, and ids that stand twice. A rule about a server that is not there would be kept by nobody,
 * so a document with one is refused. A list the document does not have is not looked into.
 */
export function referenceProblems(document: PolicyDocument): Misfit[] {
  if (document.scope !== 'managed') return [];
  const known = {
    // Without a list of its own a managed document knows no server: ids that people choose are nothing to go by.
    servers: setOf((document.servers ?? []).map((server) => server.id)),
    projects: setOf(document.projects),
    roles: setOf(document.roles === undefined ? ROLES : Object.keys(document.roles)),
  };
  const rules = (['deny', 'allow'] as const).flatMap((list) => (document[list] ?? []).flatMap((rule, index) => ruleProblems(rule, [list, index], known)));
  const roles = Object.entries(document.roles ?? {}).flatMap(([name, role]) => ruleProblems(role, ['roles', name], { ...known, roles: null }));
  return [...rules, ...roles, ...doubled(document)];
}

function ruleProblems(rule: CallRule | PolicyRole, path: readonly (string | number)[], known: { readonly [K in 'servers' | 'projects' | 'roles']: Known }): Misfit[] {
  const lists = [['servers', rule.servers], ['projects', rule.projects], ['roles', 'roles' in rule ? rule.roles : undefined]] as const;
  return lists.flatMap(([list, names]) => (names ?? []).flatMap((name, index): Misfit[] => {
    const there = known[list];
    return there === null || there.has(name) ? [] : [{ code: 'unknown-reference', path: [...path, list, index], name }];
  }));
}

function doubled(document: ManagedPolicy): Misfit[] {
  const seen = new Set<string>();
  return (document.servers ?? []).flatMap(({ id }, index): Misfit[] => {
    if (seen.has(id)) return [{ code: 'given-twice', path: ['servers', index, 'id'], name: id }];
    seen.add(id);
    return [];
  });
}

function setOf(names: readonly string[] | undefined): Known {
  return names === undefined ? null : new Set(names);
}
