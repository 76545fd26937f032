import type { AuditEvent } from '../../../../main/core/audit/event.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';

// Their names stand in order, as those of the gate's records do.
const actor = { client: 'desktop', person: 'ada', planner: { kind: 'person', name: 'ada' }, role: 'owner' } as const;

/** An intent of one call, as the gate records it before anything goes out. */
export function intent(callId: string, args: JsonObject = { path: '/notes/a.md' }, parent: string | null = null): AuditEvent {
  return {
    answer: { afterMs: 1200, approval: null, base: null, by: 'person', decision: 'approved', painted: null, preview: null },
    call: {
      actor, args, argsDigest: 'c'.repeat(64), because: 'write-asks', callId, effect: 'write', objects: 1, parent, policyVersion: 'none',
      server: { class: 'local', environment: 'test', id: 'files', identity: 'a'.repeat(64), name: 'Files', trust: 'restricted' },
      tool: { digest: 'b'.repeat(64), name: 'write_file', pin: 'same' }, verdict: 'ask',
    },
    type: 'intent',
  };
}

/** The outcome of one call. */
export function outcome(callId: string): AuditEvent {
  return {
    afterwards: 'as shown', callId, error: null, isError: false, ms: 12, outcome: 'executed', resultDigest: null, type: 'outcome',
  };
}

/** An event that is no call. */
export function started(run = 1): AuditEvent {
  return { type: 'event', what: 'app-started', actor, server: null, detail: { version: '0.1.0', run } };
}
