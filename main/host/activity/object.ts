import { z } from 'zod';
import type { AuditRecord } from '../../core/audit/event.ts';
import { callIn, outcomeIn } from './entry.ts';

/** What the log says of who changed an object. */
export type Provenance = 'through Countersign' | 'not through this log' | 'changed elsewhere since';

/** One call, and the moment it was planned. */
export interface Moment {
  readonly call: string;
  readonly at: string;
}

/** A change that did not come through this log: between two readings of the same thing that differ. */
export interface ElsewhereChange {
  /** The last reading that was as Countersign left it, or as it was first read. */
  readonly after: Moment;
  /** The first reading that was not. */
  readonly seen: Moment;
  /** The server's last dry run between them: by its word that changed nothing; nobody checked it. */
  readonly dryRun: Moment | null;
}

/** A reading that the server answered with an error after one of the same thing that it answered, and no call of ours between: perhaps it is gone. */
export interface MissingObject {
  /** The last reading that worked. */
  readonly after: Moment;
  /** The first that did not, since when nothing showed that the object is there: no reading of it that worked, and no call that was carried out. */
  readonly failed: Moment;
  /** As {@link ElsewhereChange.dryRun}. */
  readonly dryRun: Moment | null;
}

/**
 * How a call ended that may have changed an object; `open`: no end is on record. All but `executed` may have changed it, or not. `dry-run`: the server
 * was asked what a call would do, however that ended. By its word it changed nothing.
 */
export type WriteEnd = 'executed' | 'failed' | 'unknown' | 'open' | 'dry-run';

/** Who changed an object on one server, as far as the log can tell. */
export interface ServerAnswer {
  readonly server: RecordedPlace;
  readonly answer: Provenance;
  /** The last call through Countersign that may have changed it. */
  readonly last: (Moment & { readonly end: WriteEnd }) | null;
  /** The last one that was carried out; another one than `last` where that one may have changed nothing. */
  readonly sure: Moment | null;
  /** The newest twenty. */
  readonly elsewhere: readonly ElsewhereChange[];
  /** The newest, where it may have been taken away elsewhere. An error is no proof: the server may have failed for another reason. */
  readonly missing: MissingObject | null;
  /** The last reading of it that worked: nothing is known of what happened since. */
  readonly observed: Moment | null;
}

/** The server an answer is about: what identity it had, and how it was called last. */
export interface RecordedPlace {
  readonly id: string;
  readonly name: string;
  readonly identity: string;
}

/**
 * Who changed an object, as far as the log can tell. What two servers call the same is two objects: then `answer` says so, and
 * each server has an answer of its own.
 */
export interface ObjectAnswer extends Omit<ServerAnswer, 'server' | 'answer'> {
  readonly answer: Provenance | 'several servers';
  /** Those whose calls name it, the one that was called last first. */
  readonly servers: readonly ServerAnswer[];
  /** Names of servers that were not asked about and have calls that name it too. */
  readonly others: readonly string[];
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
const MOST_NAMED = 20;

/** A call over the time it was under way, in record numbers. */
interface Span extends Moment {
  readonly seq: number;
  /** Where its end is on record; endless where it is not. */
  readonly until: number;
}
interface Reading extends Span {
  /** Of what was read. Null: the server answered with an error. */
  readonly digest: string | null;
  /** The call it was made for. */
  readonly parent: string | null;
}
interface Write extends Span {
  readonly end: WriteEnd;
}
/** What the calls about one object did on one server. */
interface Trace {
  server: RecordedPlace;
  newest: number;
  readonly writes: Write[];
  /** By what was read and how. */
  readonly readings: Map<string, Reading[]>;
}

/**
 * Who changed an object, from all records of the calls that name it, in the log's order, or for one server alone (`only`: its
 * name, id or identity). Two readings of the same thing by the same tool that differ, with no call through Countersign between
 * them that may have changed it, were changed elsewhere.
 */
export function provenanceOf(records: readonly AuditRecord[], only: string | null = null): ObjectAnswer {
  const traces = [...tracesOf(records).values()].sort((one, other) => other.newest - one.newest);
  const isMeant = ({ server: { name, id, identity } }: Trace): boolean => only === null || only === name || only === id || only === identity;
  const servers = traces.filter(isMeant).map(answerFor);
  const others = [...new Set(traces.filter((trace) => !isMeant(trace)).map(({ server }) => server.name))];
  const [one] = servers;
  if (one === undefined || servers.length > 1) {
    return { answer: one === undefined ? 'not through this log' : 'several servers', last: null, sure: null, elsewhere: [], missing: null, observed: null, servers, others };
  }
  const { server: _, ...said } = one;
  return { ...said, servers, others };
}

/** What each server's calls did: by identity, for names are given anew and two servers may bear the same one. */
function tracesOf(records: readonly AuditRecord[]): ReadonlyMap<string, Trace> {
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

function answerFor({ server, writes, readings }: Trace): ServerAnswer {
  const last = writes.at(-1) ?? null;
  const sure = writes.findLast(({ end }) => end === 'executed') ?? null;
  // What the server answered with an error, and a dry run, leave a change elsewhere as it is: only a call that may have worked comes after it.
  const base = writes.findLast(({ end }) => end !== 'failed' && end !== 'dry-run')?.seq ?? 0;
  const of = [...readings.values()];
  const all = of.flatMap((same) => changesBetween(same, writes)).sort((a, b) => a.seen.seq - b.seen.seq);
  // Without a change of ours, any other one is since the first reading.
  const since = all.some(({ seen }) => seen.seq > base);
  const missing = of.flatMap((same) => missingIn(same, of.flat(), writes)).sort((a, b) => a.failed.seq - b.failed.seq).at(-1) ?? null;
  const observed = of.flat().filter(worked).sort((a, b) => a.seq - b.seq).at(-1) ?? null;
  return {
    server, answer: since ? 'changed elsewhere since' : last === null ? 'not through this log' : 'through Countersign',
    last: last === null ? null : { ...brief(last), end: last.end }, sure: sure === null ? null : brief(sure),
    elsewhere: all.slice(-MOST_NAMED).map(({ after, seen }) => ({ after: brief(after), seen: brief(seen), dryRun: dryRunBetween(writes, after, seen) })),
    missing: missing === null ? null : { after: brief(missing.after), failed: brief(missing.failed), dryRun: dryRunBetween(writes, missing.after, missing.failed) },
    observed: observed === null ? null : brief(observed),
  };
}

const worked = ({ digest }: Reading): boolean => digest !== null;

function changesBetween(all: readonly Reading[], writes: readonly Write[]): { readonly after: Reading; readonly seen: Reading }[] {
  const readings = all.filter(worked);
  return readings.slice(1).flatMap((seen, at) => {
    const after = readings[at];
    if (after === undefined || after.digest === seen.digest) return [];
    return writes.some((write) => isOurs(write) && mayLieBetween(write, after, seen)) ? [] : [{ after, seen }];
  });
}

/** `readings` are of the same thing, `all` of the object: whatever shows that it is there, it is not missing. */
function missingIn(readings: readonly Reading[], all: readonly Reading[], writes: readonly Write[]): { readonly after: Reading; readonly failed: Reading }[] {
  const after = readings.findLast(worked);
  const isThereAfter = ({ until }: Reading): boolean => all.some((one) => worked(one) && one.seq > until) || writes.some(({ end, seq }) => end === 'executed' && seq > until);
  const failed = after === undefined ? undefined : readings.find((one) => !worked(one) && one.seq > after.seq && !isThereAfter(one));
  if (after === undefined || failed === undefined || writes.some((write) => isOurs(write) && mayLieBetween(write, after, failed))) return [];
  return [{ after, failed }];
}

/**
 * A dry run hides no change elsewhere. By the server's word it changed nothing, and one stands before most calls: to take it for a change would hide all that
 * happened around it. It is named instead, for the server may have done more than it says: neither is denied.
 */
const isOurs = ({ end }: Write): boolean => end !== 'dry-run';

function dryRunBetween(writes: readonly Write[], after: Reading, seen: Reading): Moment | null {
  const found = writes.findLast((write) => !isOurs(write) && mayLieBetween(write, after, seen));
  return found === undefined ? null : brief(found);
}

/** A call that was under way at any moment between the two readings, or during one, may have made the difference. */
function mayLieBetween({ call, seq, until }: Write, after: Reading, seen: Reading): boolean {
  // What a call itself reads once it was sent is read behind it, though its end is recorded later.
  return (after.parent === call ? seq : until) > after.seq && seq < seen.until;
}

const brief = ({ call, at }: Moment): Moment => ({ call, at });

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
