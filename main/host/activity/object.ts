import type { AuditRecord } from '../../core/audit/event.ts';
import { tracesOf, type Moment, type Reading, type RecordedPlace, type Trace, type Write, type WriteEnd } from './traces.ts';

/** What the log says of who changed an object. */
export type Provenance = 'through Countersign' | 'not through this log' | 'changed elsewhere since';

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

const MOST_NAMED = 20;

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
