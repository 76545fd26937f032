import { z } from 'zod';
import type { ContentBook } from '../../core/audit/content.ts';
import type { AuditRecord, RecordedMade } from '../../core/audit/event.ts';
import { digestOf, type Sha256 } from '../../core/canonical/canonical.ts';
import { createQueue } from '../../core/turns/queue.ts';
import { isJsonObject, type JsonObject } from '../../core/words/index.ts';
import type { LogReader } from '../activity/activity.ts';

/** An object that this person made here on a demo system and that nobody took back through this installation. */
export interface OwnObject {
  readonly callId: string;
  readonly serverId: string;
  /** The tool that made it. */
  readonly tool: string;
  readonly made: RecordedMade & { readonly project: string };
  /** Digest of the object as it was read right after it was made. */
  readonly after: string;
}

/** What the log says this person made. */
export interface OwnObjects {
  /** The first made first. What was appended meanwhile is taken in. */
  list(): Promise<readonly OwnObject[]>;
}

/** What is needed to find them. */
export interface OwnObjectsParts {
  readonly log: Pick<LogReader, 'total' | 'range'>;
  readonly content: Pick<ContentBook, 'open'>;
  readonly person: string;
  readonly sha256: Sha256;
}

/** Records read at a time. */
const SPAN = 1_000;

const args = z.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
const madeSchema: z.ZodType<RecordedMade> = z.object({
  tool: z.string(), args, reads: z.array(z.object({ key: z.string(), tool: z.string(), args, absent: z.array(z.string()) })),
  title: z.string().nullable(), project: z.string().nullable(), projectName: z.string().nullable(),
});
const intent = z.looseObject({
  type: z.literal('intent'),
  call: z.looseObject({
    callId: z.string(), parent: z.string().nullable(), actor: z.looseObject({ person: z.string() }), effect: z.string(), argsDigest: z.string(),
    server: z.looseObject({ id: z.string(), environment: z.string() }), tool: z.looseObject({ name: z.string() }),
  }),
});
const outcome = z.looseObject({
  type: z.literal('outcome'), callId: z.string(), outcome: z.literal('executed'), afterwards: z.string(), after: z.string().nullish(),
  content: z.looseObject({ at: z.string() }).nullish(), made: madeSchema.optional(),
});

/** A call that may have made something. */
interface Candidate {
  readonly callId: string;
  readonly seq: number;
  readonly serverId: string;
  readonly tool: string;
  readonly after: string;
  readonly contentAt: string | null;
  readonly made: RecordedMade | null;
}

/** Reads the log once, and then what is new. The log is the authority: it was on disk before anybody was told of the end. */
export function createOwnObjects({ log, content, person, sha256 }: OwnObjectsParts): OwnObjects {
  const begun = new Map<string, z.output<typeof intent>['call']>();
  const candidates = new Map<string, Candidate>();
  const opened = new Map<string, RecordedMade | null>();
  /** Deletions that were carried out, by what they were, with the number of the last record of each. */
  const deleted = new Map<string, number>();
  let taken = 0;
  // Two readings at once would take the same records twice.
  const inTurn = createQueue();

  const take = (record: AuditRecord): void => {
    const call = intent.safeParse(record.event).data?.call;
    if (call !== undefined && call.parent === null && call.server.environment === 'demo' && call.effect !== 'read') begun.set(call.callId, call);
    const end = outcome.safeParse(record.event).data;
    const from = end === undefined ? undefined : begun.get(end.callId);
    if (end === undefined || from === undefined) return;
    begun.delete(end.callId);
    deleted.set(deed(from.server.id, from.tool.name, from.argsDigest), record.seq);
    if (from.actor.person !== person || from.effect !== 'write' || end.afterwards !== 'as shown' || typeof end.after !== 'string') return;
    candidates.set(end.callId, {
      callId: end.callId, seq: record.seq, serverId: from.server.id, tool: from.tool.name, after: end.after,
      contentAt: end.content?.at ?? null, made: end.made ?? null,
    });
  };
  const catchUp = async (): Promise<void> => {
    while (taken < log.total()) {
      const to = Math.min(taken + SPAN, log.total());
      for (const record of await log.range(taken + 1, to)) take(record);
      taken = to;
    }
  };
  const madeOf = async (one: Candidate): Promise<RecordedMade | null> => {
    if (one.made !== null || one.contentAt === null) return one.made;
    const known = opened.get(one.callId);
    if (known !== undefined) return known;
    const found = await content.open(one.contentAt, one.callId);
    const made = found.state === 'kept' && isJsonObject(found.content['made'] ?? null) ? madeSchema.safeParse(found.content['made']).data ?? null : null;
    // What cannot be opened now may be once the keychain is.
    if (found.state !== 'unreadable') opened.set(one.callId, made);
    return made;
  };
  const find = async (): Promise<readonly OwnObject[]> => {
    await catchUp();
    const found: OwnObject[] = [];
    for (const one of [...candidates.values()]) {
      const made = await madeOf(one);
      if (made === null || made.project === null) continue;
      const gone = deleted.get(deed(one.serverId, made.tool, digestOf(made.args, sha256)));
      if (gone !== undefined && gone > one.seq) candidates.delete(one.callId);
      else found.push({ callId: one.callId, serverId: one.serverId, tool: one.tool, made: { ...made, project: made.project }, after: one.after });
    }
    return found;
  };
  return {
    list: () => inTurn(find),
  };
}

const deed = (serverId: string, tool: string, argsDigest: string): string => JSON.stringify([serverId, tool, argsDigest]);
