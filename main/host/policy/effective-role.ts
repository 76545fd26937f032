import { DEFAULT_ROLES, isDefaultRole, type RoleBound } from '../../core/policy/roles.ts';
import { EFFECTS, type Effect } from '../../core/words/index.ts';
import type { PolicyRoom } from './policy-room.ts';

/** What a person's role comes to, all policies taken together. Null lists bound nothing. */
export interface EffectiveRole {
  readonly role: string;
  /** False: no policy knows it, so it may nothing. */
  readonly known: boolean;
  readonly from: readonly string[];
  readonly effects: readonly Effect[];
  readonly requests: readonly Effect[];
  readonly servers: readonly string[] | null;
  readonly tools: readonly string[] | null;
  readonly skills: readonly string[] | null;
  readonly projects: readonly string[] | null;
}

/** The role of whoever sits here: the meet of what each policy says of it, or the default role of that name. */
export function effectiveRole(policy: PolicyRoom): EffectiveRole {
  const { role, projects, from } = policy.assignment();
  const given = policy.effective().sources.flatMap(({ index }) => index.role?.(role)?.bound ?? []);
  const bounds = given.length > 0 ? given : isDefaultRole(role) && !policy.effective().managed ? [DEFAULT_ROLES[role]] : [];
  const lists = (pick: (bound: RoleBound) => ReadonlySet<string> | null): readonly string[] | null => {
    const [own, ...others] = bounds.map(pick).filter((list) => list !== null);
    return own === undefined ? null : [...own].filter((name) => others.every((other) => other.has(name)));
  };
  const effects = (pick: (bound: RoleBound) => ReadonlySet<Effect>): Effect[] => EFFECTS.filter((effect) => bounds.length > 0 && bounds.every((bound) => pick(bound).has(effect)));
  return {
    role, from, known: bounds.length > 0,
    effects: effects((bound) => bound.effects), requests: effects((bound) => bound.requests),
    servers: lists((bound) => bound.servers), tools: lists((bound) => bound.tools), skills: lists((bound) => bound.skills),
    projects: projects ?? lists((bound) => bound.projects),
  };
}
