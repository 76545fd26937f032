import type { AuditEvent } from '../../../../main/core/audit/event.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';

const actor = { person: 'ada', role: 'owner', planner: { kind: 'person', name: 'ada' }, client: 'desktop' } as const;

/** An intent of one call, as the gate records it before anything goes out. */
export function intent(callId: string, args: JsonObject = { path: '/notes/a.md' }, parent: string | null = null): AuditEvent {
  return {
    type: 'intent',
    call: {
      callId, parent, actor,
      server: { id: 'files', name: 'Files', identity: 'a'.repeat(64), trust: 'restricted', class: 'local', environment: 'test' },
      tool: { name: 'write_file', digest: 'b'.repeat(64), pin: 'same' },
      args, argsDigest: 'c'.repeat(64), effect: 'write', objects: 1, verdict: 'ask', because: 'write-asks', policyVersion: 'none',
    },
    answer: { decision: 'approved', by: 'person', afterMs: 1200, preview: null, painted: null, approval: null, base: null },
  };
}

/** The outcome of one call. */
export function outcome(callId: string): AuditEvent {
  return {
    type: 'outcome', callId, outcome: 'executed', afterwards: 'as shown', isError: false, error: null, resultDigest: null, ms: 12,
  };
}

/** An event that is no call. */
export function started(run = 1): AuditEvent {
  return { type: 'event', what: 'app-started', actor, server: null, detail: { version: '0.1.0', run } };
}
