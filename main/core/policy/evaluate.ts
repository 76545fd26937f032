import type { ToolFacts } from '../pins/tool-facts.ts';
import type { ServerFacts } from '../trust/server-facts.ts';
import { alwaysAsks, type AllowReason, type AskReason, type DenyReason, type Effect, type EffectSource } from '../words/index.ts';

/** Everything a verdict rests on, gathered beforehand. Nothing else may influence it. */
export interface CallFacts {
  readonly role: string;
  readonly server: ServerFacts | null;
  readonly tool: ToolFacts | null;
  readonly effect: Effect;
  readonly effectSource: EffectSource;
  /** Objects the call touches; null: not countable, which is more than any number. */
  readonly objects: number | null;
  /** A path of the arguments leads into Countersign's own or protected folders. */
  readonly touchesProtected: boolean;
  readonly argumentsFit: boolean;
  /** Hosts that the arguments name. */
  readonly hosts: readonly string[];
}

export type Verdict =
  | { readonly verdict: 'allow'; readonly because: AllowReason }
  | { readonly verdict: 'ask'; readonly because: AskReason }
  | { readonly verdict: 'deny'; readonly because: DenyReason };

/** Version of the rules below; part of every approval, so that an approval given under other rules is void. */
export const POLICY_VERSION = 'built-in-1';

/**
 * May this call run? Pure and total: the first deny holds, then the first ask; only a read of a pinned tool on a
 * reviewed server is allowed. There is no branch that allows by default.
 */
export function evaluate(facts: CallFacts): Verdict {
  const denied = deny(facts);
  if (denied !== null) return { verdict: 'deny', because: denied };
  const asked = ask(facts);
  if (asked !== null) return { verdict: 'ask', because: asked };
  return facts.effect === 'read'
    ? { verdict: 'allow', because: 'read-of-pinned-tool' }
    : { verdict: 'ask', because: 'write-asks' };
}

function deny({ role, server, tool, touchesProtected, argumentsFit }: CallFacts): DenyReason | null {
  if (server === null) return 'server-unknown';
  if (server.trust === 'blocked') return 'server-blocked';
  if (server.launchChanged) return 'launch-changed';
  if (!server.connected) return 'server-not-connected';
  const unpinned = denyTool(tool);
  if (unpinned !== null) return unpinned;
  // Roles other than the owner of an unmanaged machine have no rules yet: unknown never allows.
  if (role !== 'owner') return 'role-forbids';
  if (touchesProtected) return 'own-folder';
  return argumentsFit ? null : 'arguments-invalid';
}

function denyTool(tool: ToolFacts | null): DenyReason | null {
  if (tool === null) return 'tool-unknown';
  if (tool.ambiguous) return 'tool-ambiguous';
  if (tool.suspended === true) return 'tool-suspended';
  switch (tool.pin) {
    case 'same': return null;
    case 'new': return 'tool-not-reviewed';
    case 'changed': return 'tool-changed';
    case 'blocked': return 'tool-blocked';
  }
}

function ask({ server, effect, effectSource, objects, hosts }: CallFacts): AskReason | null {
  if (server === null || server.trust === 'untrusted' || server.trust === 'blocked') return 'server-untrusted';
  if (alwaysAsks(effect)) return 'effect-always-asks';
  if (effectSource === 'unknown') return 'effect-unknown';
  if (effect !== 'read') return objects === null || objects > 1 ? 'many-objects' : 'write-asks';
  return hosts.length > 0 ? 'read-names-host' : null;
}
