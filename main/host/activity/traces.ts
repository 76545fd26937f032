import { z } from 'zod';
import type { AuditRecord } from '../../core/audit/event.ts';
import { callIn, outcomeIn } from './entry.ts';

/** One call, and the moment it was planned. */
export interface Moment {
  readonly call: string;
  readonly at: string;
}

/** The server an answer is about: what identity it had, and how it was called last. */
export interface RecordedPlace {
  readonly id: string;
  readonly name: string;
  readonly identity: string;
}

/**
 * How a call ended that may have changed an object; `open`: no end is on record. All but `executed` may have changed it, or not. `dry-run`: the server
 * was asked what a call would do, however that ended. By its word it changed nothing.
 */
export type WriteEnd = 'executed' | 'failed' | 'unknown' | 'open' | 'dry-run';

/** A call over the time it was under way, in record numbers. */
interface Span extends Moment {
  readonly seq: number;
  /** Where its end is on record; endless where it is not. */
  readonly until: number;
}
/** One reading of the object. */
export interface Reading extends Span {
  /** Of what was read. Null: the server answered with an error. */
  readonly digest: string | null;
  /** The call it was made for. */
  readonly parent: string | null;
}
/** One call that may have changed the object. */
export interface Write extends Span {
  readonly end: WriteEnd;
}
/** What the calls about one object did on one server. */
export interface Trace {
  server: RecordedPlace;
  newest: number;
  readonly writes: Write[];
  /** By what was read and how. */
  readonly readings: Map<string, Reading[]>;
}

const started = z.looseObject({
  type: z.enum(['intent', 'refusal']),
  call: z.looseObject({
    callId: z.string(), parent: z.string().nullable(), effect: z.string(), because: z.string(), argsDigest: z.string(),
    server: z.looseObject({ id: z.string(), name: z.string(), identity: z.string() }), tool: z.looseObject({ name: z.string() }),
  }),
});
type Start = z.infer<typeof started>['call'];
const ended = z.looseObject({ type: z.literal('outcome'), callId: z.string(), outcome: z.string(), isError: z.boolean(), error: z.string().nullable(), resultDigest: z.string().nullable() });
type End = z.infer<typeof ended>;

/** What the calls of these records did to the object they name, on each server: by identity, for names are given anew and two servers may bear the same one. */
export function tracesOf(records: readonly AuditRecord[]): ReadonlyMap<string, Trace> {
  const ends = new Map(records.flatMap((record) => {
    const end = ended.safeParse(record.event);
    return end.success ? [[end.data.callId, { ...end.data, seq: record.seq }] as const] : [];
  }));
  const traces = new Map<string, Trace>();
  for (const record of records) {
    const start = started.safeParse(record.event);
    if (!start.success) continue;
    const { call, type } = start.data;
    const trace = traceOf(traces, call, record.seq);
    if (type === 'refusal') continue;
    const end = ends.get(call.callId);
    const span: Span = { call: call.callId, at: record.at, seq: record.seq, until: end?.seq ?? Infinity };
    if (call.effect !== 'read') {
      // Refused after the intent: nothing left this machine. Anything else may have changed it.
      if (end?.outcome !== 'refused') trace.writes.push({ ...span, end: isDryRun(call) ? 'dry-run' : endOf(end) });
    } else {
      const digest = readBy(end);
      if (digest === undefined) continue;
      const of = JSON.stringify([call.server.id, call.tool.name, call.argsDigest]);
      trace.readings.set(of, [...trace.readings.get(of) ?? [], { ...span, digest, parent: call.parent }]);
    }
  }
  return traces;
}

function traceOf(traces: Map<string, Trace>, { server }: Start, seq: number): Trace {
  const { id, name, identity } = server;
  const key = identity === '' ? `id ${id}` : identity;
  const trace = traces.get(key) ?? { server, newest: 0, writes: [], readings: new Map<string, Reading[]>() };
  trace.server = { id, name, identity };
  trace.newest = seq;
  traces.set(key, trace);
  return trace;
}

/** Digest of what a reading gave, null where the server itself said no. Undefined: it says nothing of the object, as when no server answered. */
function readBy(end: End | undefined): string | null | undefined {
  if (end === undefined) return undefined;
  // That the person may not see it does not mean that it is gone.
  if (end.error === 'refused-by-system') return undefined;
  if (end.isError || end.error === 'protocol-error') return null;
  return end.outcome === 'executed' ? end.resultDigest ?? undefined : undefined;
}

/** The one call above a read that is made for another call: that call's own tool, told to change nothing, because somebody looked first. */
export function isDryRun({ parent, because, effect }: Pick<Start, 'parent' | 'because' | 'effect'>): boolean {
  return parent !== null && because === 'looked-first' && effect !== 'read';
}

function endOf(end: End | undefined): WriteEnd {
  if (end === undefined) return 'open';
  if (end.outcome === 'executed') return end.isError ? 'failed' : 'executed';
  return end.outcome === 'failed' ? 'failed' : 'unknown';
}

/** The calls of these records and the calls they were made for: what a read was made for is about what it read. */
export function familyOf(records: readonly AuditRecord[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const record of records) {
    const call = callIn(record);
    if (call === null || outcomeIn(record) !== null) continue;
    ids.add(call.callId);
    if (call.parent !== null) ids.add(call.parent);
  }
  return ids;
}
