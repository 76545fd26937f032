import { z } from 'zod';
import type { Actor } from '../../core/audit/event.ts';
import type { AuditLog, DocumentStore } from '../../core/ports.ts';
import type { Json } from '../../core/words/index.ts';
import type { ActivityRoom } from '../activity/activity.ts';

const NAME = 'lost-ends';
const endSchema = z.strictObject({ id: z.string(), seq: z.number(), serverName: z.string(), tool: z.string(), at: z.string() });
const schema = z.strictObject({ v: z.literal(1), open: z.array(endSchema) });
/** So many are named; the log has the others. */
const MOST = 200;
/** A search looks for less than half a second; the start waits for so many. */
const SEARCHES = 5;

/** A call that was out when the app ended: whether it was carried out is not known. `seq`: where its entry stands in the log. */
export type LostEnd = z.infer<typeof endSchema>;

/** The calls whose end was lost in a crash, until a person says that they looked. */
export interface LostEndsRoom {
  /** Newest first. */
  open(): readonly LostEnd[];
  /** A person looked at it. False: there is no such call. */
  lookedAt(id: string): boolean;
  /** Takes in the calls that the end of the last run left out. Never rejects: what is not found stands in the log. */
  takeIn(calls: readonly string[]): Promise<void>;
}

/** What the room needs from outside. */
export interface LostEndsOptions {
  readonly documents: DocumentStore;
  readonly audit: AuditLog;
  readonly actor: Actor;
  readonly activity: Pick<ActivityRoom, 'find'>;
  readonly onChange: () => void;
}

/**
 * Opens what nobody looked at yet. Nothing is allowed or refused by it: a document that cannot be read or written holds for
 * this run alone, and the log has every such call besides.
 */
export function createLostEndsRoom({ documents, audit, actor, activity, onChange }: LostEndsOptions): LostEndsRoom {
  let open = load(documents);
  const keep = (ends: readonly LostEnd[]): void => {
    open = ends.slice(0, MOST);
    try {
      documents.write(NAME, { v: 1, open: [...open] } as Json);
    } catch {
      // Said above.
    }
    onChange();
  };
  return {
    open: () => open,
    lookedAt(id) {
      const end = open.find((one) => one.id === id);
      if (end === undefined) return false;
      void audit.append({ type: 'event', what: 'alarm-looked-at', actor, server: null, detail: { callId: id, tool: end.tool, end: 'unknown' } }).catch(() => {});
      keep(open.filter((one) => one !== end));
      return true;
    },
    async takeIn(calls) {
      const found = await lostIn(activity, new Set(calls)).catch(() => []);
      const known = new Set(open.map(({ id }) => id));
      const fresh = found.filter(({ id }) => !known.has(id));
      if (fresh.length > 0) keep([...fresh, ...open]);
    },
  };
}

/** These calls as the log has them, newest first. Reads that were made for another call are left out: that one is named. */
async function lostIn(activity: Pick<ActivityRoom, 'find'>, wanted: Set<string>): Promise<readonly LostEnd[]> {
  const found: LostEnd[] = [];
  let before: number | null = null;
  for (let searches = 0; searches < SEARCHES && wanted.size > 0; searches += 1) {
    const { entries, more } = await activity.find({ outcome: 'unknown' }, { before, limit: MOST });
    for (const { callId, parent, seq, serverName, tool, at } of entries) {
      if (callId === null || !wanted.delete(callId) || parent !== null) continue;
      found.push({ id: callId, seq, serverName: serverName ?? '', tool: tool ?? '', at });
    }
    if (more === null) break;
    before = more;
  }
  return found;
}

function load(documents: DocumentStore): readonly LostEnd[] {
  try {
    const stored = documents.read(NAME);
    return stored === null ? [] : schema.parse(stored).open;
  } catch {
    return [];
  }
}
