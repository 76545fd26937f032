import { EFFECTS, ROLES, type Effect, type Role } from '../words/index.ts';

/** An upper bound on what a role may do. A null list bounds nothing; an empty one lets nothing through. */
export interface RoleBound {
  readonly effects: ReadonlySet<Effect>;
  /** What the role may hand in as a request for somebody else to countersign. */
  readonly requests: ReadonlySet<Effect>;
  /** Where changes may go: `own-projects` where the person's projects are known, `demo-skills` to demo systems by a skill. */
  readonly writes: 'anywhere' | 'own-projects' | 'demo-skills';
  readonly servers: ReadonlySet<string> | null;
  readonly tools: ReadonlySet<string> | null;
  readonly skills: ReadonlySet<string> | null;
  readonly projects: ReadonlySet<string> | null;
}

const bound = (effects: readonly Effect[], writes: RoleBound['writes'] = 'anywhere', requests: readonly Effect[] = []): RoleBound => ({
  effects: new Set(effects), requests: new Set(requests), writes, servers: null, tools: null, skills: null, projects: null,
});

/** The roles that hold where no managed policy names its own. */
export const DEFAULT_ROLES: Readonly<Record<Role, RoleBound>> = {
  owner: bound(EFFECTS),
  editor: bound(['read', 'write'], 'own-projects', ['publish']),
  admin: bound(EFFECTS),
  'customer-service': bound(['read', 'write'], 'own-projects'),
  sales: bound(['read', 'write'], 'demo-skills'),
  external: bound(['read']),
  'system-administrator': bound(['read']),
};

/** Tells a default role from any other name. */
export function isDefaultRole(name: string): name is Role {
  return (ROLES as readonly string[]).includes(name);
}

/** What of a call a role is held against. `project` null: the call is in none. */
export interface RoleCall {
  readonly effect: Effect;
  readonly tool: string;
  readonly servers: readonly string[];
  readonly project: string | null;
  /** The projects the person works in; null where nobody said. */
  readonly ownProjects: readonly string[] | null;
  readonly skill: string | null;
  readonly demo: boolean;
  /** It takes back what the same person made. */
  readonly undoes: boolean;
}

/**
 * Taking back what one made oneself is open to every role: the gate sends it only while the object is as it was left, and
 * it is asked with its true effect. Where it may go (servers, tools, projects) holds all the same.
 */
const reaches = (role: RoleBound, { effect, undoes }: RoleCall): boolean => undoes || role.effects.has(effect);

/** Why a role does not reach so far, or null where it does. `key` is the part of the role that says so. */
export function roleRefusal(role: RoleBound, call: RoleCall): { readonly because: 'role-forbids' | 'role-requests' | 'project-outside'; readonly key: string } | null {
  if (!reaches(role, call)) return { because: role.requests.has(call.effect) ? 'role-requests' : 'role-forbids', key: 'effects' };
  if (role.tools !== null && !role.tools.has(call.tool)) return { because: 'role-forbids', key: 'tools' };
  const { servers, skills, projects } = role;
  if (servers !== null && !call.servers.some((id) => servers.has(id))) return { because: 'role-forbids', key: 'servers' };
  if (skills !== null && call.skill !== null && !skills.has(call.skill)) return { because: 'role-forbids', key: 'skills' };
  if (projects !== null && call.project !== null && !projects.has(call.project)) return { because: 'project-outside', key: 'projects' };
  return call.effect === 'read' ? null : writeRefusal(role, call);
}

function writeRefusal({ writes }: RoleBound, call: RoleCall): ReturnType<typeof roleRefusal> {
  switch (writes) {
    case 'anywhere': return null;
    case 'demo-skills': return call.demo && (call.skill !== null || call.undoes) ? null : { because: 'role-forbids', key: 'writes' };
    case 'own-projects': {
      const outside = call.project !== null && call.ownProjects !== null && !call.ownProjects.includes(call.project);
      return outside ? { because: 'project-outside', key: 'writes' } : null;
    }
  }
}
