import { digestOf, type Sha256 } from '../core/canonical/canonical.ts';
import type { Json, JsonObject, PlannerKind } from '../core/words/index.ts';

/** What a planner hands in: who plans, through which client, and the call itself. */
export interface Plan {
  readonly planner: { readonly kind: PlannerKind; readonly name: string };
  readonly client: string;
  readonly serverId: string;
  readonly tool: string;
  readonly args: JsonObject;
}

/** A plan inside the gate. Its arguments are a frozen copy: nobody outside can change them any more. */
export interface PlannedCall extends Plan {
  readonly id: string;
  /** The call this one is a preview's or a check's read for. */
  readonly parent: string | null;
  /** Digest of the exact arguments; empty where they have none, and then policy denies and `send` refuses. */
  readonly argsDigest: string;
}

/** Takes a plan in, with a copy of its arguments that is frozen through and through. */
export function planCall(id: string, plan: Plan, parent: string | null, sha256: Sha256): PlannedCall {
  const args = deepFreeze(structuredClone(plan.args));
  const { planner, client, serverId, tool } = plan;
  return { id, parent, planner, client, serverId, tool, args, argsDigest: digestOrNone(args, sha256) };
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
