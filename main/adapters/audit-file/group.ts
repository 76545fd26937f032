import type { AuditEvent } from '../../core/audit/event.ts';

/** Who waits until a record is on disk. */
export interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Lines that share one write and one flush: all of them are on disk, or none counts. */
export interface Group {
  readonly lines: string[];
  readonly waiting: Waiting[];
  /** Ends of calls that a crash left open, which are among the lines. */
  readonly settling: AuditEvent[];
  add(lines: readonly string[], events: readonly AuditEvent[]): void;
  /** Notes which calls are out once the group is on disk: an intent adds, its outcome takes away. */
  track(open: Set<string>): void;
}

/** A group without a line. */
export function createGroup(): Group {
  const lines: string[] = [];
  const calls: { readonly callId: string; readonly out: boolean }[] = [];
  return {
    lines, waiting: [], settling: [],
    add(more, events) {
      for (const line of more) lines.push(line);
      for (const event of events) {
        if (event.type === 'intent') calls.push({ callId: event.call.callId, out: true });
        if (event.type === 'outcome') calls.push({ callId: event.callId, out: false });
      }
    },
    track(open) {
      for (const { callId, out } of calls) {
        if (out) open.add(callId);
        else open.delete(callId);
      }
    },
  };
}

/** The end of a call whose end nobody saw. */
export function unknownOutcome(callId: string): AuditEvent {
  return {
    type: 'outcome', callId, outcome: 'unknown', afterwards: 'not checkable', isError: false, error: null, resultDigest: null, ms: 0,
  };
}
