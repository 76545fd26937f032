import type { EffectivePolicy } from './document/combine.ts';
import type { PolicyRole } from './document/schema.ts';

/** A person's account as the operating system gives it. */
export interface Account {
  /** Every spelling of the name: on Windows with and without its domain, in lower case. */
  readonly names: readonly string[];
  readonly groups: readonly string[];
}

/** The role a person has, the projects that are its own, and where it says so. */
export interface Assignment {
  /** Empty: no role, which every policy refuses. */
  readonly role: string;
  readonly projects: readonly string[] | null;
  readonly from: readonly string[];
}

/** The role of whoever sits at a machine that nobody manages, or that is managed without a word about roles. */
export const OWNER: Assignment = { role: 'owner', projects: null, from: ['built-in#/roles/owner'] };

/**
 * The role of an account. A document that names roles also says who has them: by name before group, of several the one
 * with the lowest rank. Where two are alike, and where documents give different roles, there is none: nobody can say which was meant.
 */
export function assignedRole(policy: EffectivePolicy, account: Account): Assignment {
  const naming = policy.sources.flatMap(({ file, document }) => (document.scope === 'managed' && document.roles !== undefined ? [{ file, roles: Object.entries(document.roles) }] : []));
  if (naming.length === 0) return OWNER;
  const given = naming.map(({ file, roles }) => {
    const byName = roles.filter(([, { users }]) => users?.some((user) => account.names.includes(user)) === true);
    const found = firstOf(byName.length > 0 ? byName : roles.filter(([, { groups }]) => groups?.some((group) => account.groups.includes(group)) === true));
    return found === null ? null : { role: found[0], projects: found[1].projects ?? null, from: `${file}#/roles/${escaped(found[0])}` };
  });
  const [first] = given;
  if (first === undefined || first === null || given.some((one) => one?.role !== first.role)) return { role: '', projects: null, from: naming.map(({ file }) => `${file}#/roles`) };
  const bounds = given.flatMap((one) => (one === null || one.projects === null ? [] : [one.projects]));
  const [own = null, ...others] = bounds;
  const projects = own === null ? null : own.filter((project) => others.every((other) => other.includes(project)));
  return { role: first.role, projects, from: given.flatMap((one) => (one === null ? [] : [one.from])) };
}

/** SECURITY: never by their order in the file. A seal and a signature's digest hold whatever the order of keys is. */
function firstOf(fitting: readonly (readonly [string, PolicyRole])[]): readonly [string, PolicyRole] | null {
  const rank = ([, role]: readonly [string, PolicyRole]): number => role.rank ?? Number.MAX_SAFE_INTEGER;
  const lowest = Math.min(...fitting.map(rank));
  const [first, second] = fitting.filter((one) => rank(one) === lowest);
  return first === undefined || second !== undefined ? null : first;
}

function escaped(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
