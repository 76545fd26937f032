import { digestOf, type Sha256 } from '../core/canonical/canonical.ts';
import type { Undoes } from './undo.ts';
import type { Json, JsonObject, PlannerKind } from '../core/words/index.ts';

/** Where a value of the arguments came from: the id of a server whose result it was in, or the name of a file. */
export interface Label {
  /** Where in the arguments (RFC 6901); '' for all of them. */
  readonly pointer: string;
  readonly source: string;
}

/** What a planner hands in: who plans, through which client, and the call itself. */
export interface Plan {
  readonly planner: { readonly kind: PlannerKind; readonly name: string };
  readonly client: string;
  readonly serverId: string;
  readonly tool: string;
  readonly args: JsonObject;
  /** Arguments that came out of results or files. A planner that leaves this out says that there are none. */
  readonly labels?: readonly Label[];
  /** The plan of many calls this one belongs to: limits per plan are counted by it. */
  readonly planId?: string | null;
  /** The skill that plans, by its name. */
  readonly skill?: string | null;
  /** The call this one undoes: it is sent only while the object is as that call left it. */
  readonly undoes?: Undoes | null;
}

/** A plan inside the gate. Its arguments are a frozen copy: nobody outside can change them any more. */
export interface PlannedCall extends Plan {
  readonly id: string;
  readonly labels: readonly Label[];
  readonly planId: string | null;
  readonly skill: string | null;
  readonly undoes: Undoes | null;
  /** The call this one is a preview's or a check's read for. */
  readonly parent: string | null;
  /** Digest of the exact arguments; empty where they have none, and then policy denies and `send` refuses. */
  readonly argsDigest: string;
}

/** Takes a plan in, with a copy of its arguments that is frozen through and through. */
export function planCall(id: string, plan: Plan, parent: string | null, sha256: Sha256): PlannedCall {
  const args = deepFreeze(structuredClone(plan.args));
  const labels = deepFreeze((plan.labels ?? []).map(({ pointer, source }) => ({ pointer, source })));
  const { planner, client, serverId, tool, planId = null, skill = null, undoes = null } = plan;
  return { id, parent, planner, client, serverId, tool, args, labels, planId, skill, undoes, argsDigest: digestOrNone(args, sha256) };
}

function digestOrNone(args: JsonObject, sha256: Sha256): string {
  try {
    return digestOf(args, sha256);
  } catch {
    return '';
  }
}

function deepFreeze<T extends Json>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner as Json);
    Object.freeze(value);
  }
  return value;
}

/** SECURITY: labels of another source than the server that is called. What a server said itself is no news to it. */
export function foreignLabels(call: PlannedCall): readonly Label[] {
  return call.labels.filter(({ source }) => source !== call.serverId);
}
