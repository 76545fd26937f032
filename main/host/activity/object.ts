import { z } from 'zod';
import type { AuditRecord } from '../../core/audit/event.ts';
import { callIn, outcomeIn } from './entry.ts';

/** What the log says of who changed an object. */
export type Provenance = 'through Countersign' | 'not through this log' | 'changed elsewhere since';

/** A change that did not come through this log: between two readings of the same thing that differ. */
export interface ElsewhereChange {
  /** The call and the moment of the last reading that was as Countersign left it. */
  readonly after: { readonly call: string; readonly at: string };
  /** The call and the moment of the first reading that was not. */
  readonly seen: { readonly call: string; readonly at: string };
}

/** Who changed an object, as far as the log can tell. */
export interface ObjectAnswer {
  readonly answer: Provenance;
  /** The last call through Countersign that may have changed it. */
  readonly last: { readonly call: string; readonly at: string } | null;
  readonly elsewhere: readonly ElsewhereChange[];
  /** The last reading of it: nothing is known of what happened since. */
  readonly observed: { readonly call: string; readonly at: string } | null;
}

const started = z.looseObject({
  type: z.literal('intent'),
  call: z.looseObject({
    callId: z.string(), parent: z.string().nullable(), effect: z.string(), argsDigest: z.string(),
    server: z.looseObject({ id: z.string(), identity: z.string() }), tool: z.looseObject({ name: z.string() }),
  }),
});
const ended = z.looseObject({ type: z.literal('outcome'), callId: z.string(), outcome: z.string(), isError: z.boolean(), resultDigest: z.string().nullable() });
const MOST_NAMED = 20;

interface Reading {
  readonly call: string;
  readonly at: string;
  readonly seq: number;
  readonly digest: string;
}

/**
 * Who changed an object, from all records of the calls that name it, in the log's order. Two readings of the same thing by the same
 * tool that differ, with no call through Countersign between them that may have changed it, were changed elsewhere.
 */
export function provenanceOf(records: readonly AuditRecord[]): ObjectAnswer {
  const ends = new Map(records.flatMap((record) => {
    const end = ended.safeParse(record.event);
    return end.success ? [[end.data.callId, end.data] as const] : [];
  }));
  const writes: { call: string; at: string; seq: number }[] = [];
  const readings = new Map<string, Reading[]>();
  for (const record of records) {
    const start = started.safeParse(record.event);
    if (!start.success) continue;
    const { callId, effect, server, tool, argsDigest } = start.data.call;
    const end = ends.get(callId);
    if (effect !== 'read') {
      // Refused after the intent: nothing left this machine. Anything else may have changed it.
      if (end?.outcome !== 'refused') writes.push({ call: callId, at: record.at, seq: record.seq });
    } else if (end?.outcome === 'executed' && !end.isError && end.resultDigest !== null) {
      const of = JSON.stringify([server.id, server.identity, tool.name, argsDigest]);
      const known = readings.get(of) ?? [];
      readings.set(of, [...known, { call: callId, at: record.at, seq: record.seq, digest: end.resultDigest }]);
    }
  }
  const last = writes.at(-1) ?? null;
  const all = [...readings.values()].flatMap((of) => changesBetween(of, writes)).sort((a, b) => a.seen.seq - b.seen.seq);
  const since = all.some(({ seen }) => last === null || seen.seq > last.seq);
  const observed = [...readings.values()].flat().sort((a, b) => a.seq - b.seq).at(-1) ?? null;
  return {
    answer: last === null ? 'not through this log' : since ? 'changed elsewhere since' : 'through Countersign',
    last: last === null ? null : brief(last), observed: observed === null ? null : brief(observed),
    elsewhere: all.slice(-MOST_NAMED).map(({ after, seen }) => ({ after: brief(after), seen: brief(seen) })),
  };
}

function changesBetween(readings: readonly Reading[], writes: readonly { readonly seq: number }[]): { readonly after: Reading; readonly seen: Reading }[] {
  return readings.slice(1).flatMap((seen, at) => {
    const after = readings[at];
    if (after === undefined || after.digest === seen.digest) return [];
    return writes.some(({ seq }) => seq > after.seq && seq < seen.seq) ? [] : [{ after, seen }];
  });
}

const brief = ({ call, at }: { readonly call: string; readonly at: string }): { readonly call: string; readonly at: string } => ({ call, at });

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
