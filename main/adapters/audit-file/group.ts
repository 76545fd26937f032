import type { AuditEvent } from '../../core/audit/event.ts';
import type { Place } from './chain-up.ts';

/** Lines that share one write and one flush: all of them are on disk, or none counts. */
export interface Group {
  readonly lines: string[];
  /** Ends of calls that are out, which must not be lost with their group. */
  readonly settling: AuditEvent[];
  /** Resolves when the group is on disk and rejects when it is not, for everybody who has a record in it. */
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  /** `place`: where the log stands once these lines are on disk, too. */
  add(lines: readonly string[], events: readonly AuditEvent[], place: Place): void;
  /** Where the log stands once the group is on disk; null for one without a line. */
  reached(): Place | null;
  /** Notes which calls are out once the group is on disk: an intent adds, its outcome takes away. */
  track(open: Set<string>): void;
}

/** A group without a line. */
export function createGroup(): Group {
  const lines: string[] = [];
  const calls: { readonly callId: string; readonly out: boolean }[] = [];
  let reached: Place | null = null;
  let resolve: Group['resolve'] = () => undefined;
  let reject: Group['reject'] = () => undefined;
  const done = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  // A group that only a timer asked for fails without anybody who waits for it.
  done.catch(() => undefined);
  return {
    lines, settling: [], done, resolve, reject,
    reached: () => reached,
    add(more, events, place) {
      if (more.length > 0) reached = place;
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
