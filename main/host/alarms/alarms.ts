import { z } from 'zod';
import type { Actor } from '../../core/audit/event.ts';
import type { AuditLog, Clock, DocumentStore } from '../../core/ports.ts';
import type { Json } from '../../core/words/index.ts';
import type { PlannedCall } from '../../gate/planned-call.ts';

const NAME = 'alarms';
const alarmSchema = z.strictObject({
  id: z.string(), serverId: z.string(), identity: z.string().nullable(), serverName: z.string(), tool: z.string(), at: z.string(),
});
const schema = z.strictObject({ v: z.literal(1), open: z.array(alarmSchema) });

/** A call that left another state than was shown. `id` is the call's; nobody looked at it yet. */
export type Alarm = z.infer<typeof alarmSchema>;

/** What still has to be looked at, and the tools that are suspended until then. */
export interface AlarmsRoom {
  /** The alarms nobody looked at, newest first. */
  open(): readonly Alarm[];
  /** True where the document of alarms could not be taken: every tool is suspended until somebody says that they looked. */
  readonly lost: () => boolean;
  /** Suspends the call's tool, at once and over restarts. */
  raise(call: PlannedCall, identity: string | null): void;
  isSuspended(serverId: string, identity: string | null, tool: string): boolean;
  /** A person looked at it: the tool may be called again once no other alarm names it. False: there is no such alarm. */
  lookedAt(id: string): boolean;
}

/** What the room needs from outside. */
export interface AlarmsOptions {
  readonly documents: DocumentStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly actor: Actor;
  readonly nameOf: (serverId: string) => string;
  readonly onChange: () => void;
  readonly onDamaged: (error: unknown) => void;
}

/** The name by which the one alarm of a lost document is looked at. */
export const LOST = 'lost';

/** Opens what nobody looked at yet. A damaged document suspends everything: which tools were is not known any more. */
export function createAlarmsRoom(options: AlarmsOptions): AlarmsRoom {
  const { documents, audit, clock, actor, nameOf, onChange, onDamaged } = options;
  let lost = false;
  let open: readonly Alarm[] = load(documents, (error) => { lost = true; onDamaged(error); });
  const keep = (alarms: readonly Alarm[]): void => {
    open = alarms;
    onChange();
    try {
      const document: z.infer<typeof schema> = { v: 1, open: [...alarms] };
      documents.write(NAME, document as Json);
    } catch (error) {
      onDamaged(error); // it holds for this session; the log has it besides
    }
  };
  const record = (what: 'alarm-raised' | 'alarm-looked-at', callId: string, tool: string): void => {
    void audit.append({ type: 'event', what, actor, server: null, detail: { callId, tool } }).catch(() => {});
  };
  return {
    open: () => open.toReversed(),
    lost: () => lost,
    raise(call, identity) {
      const { id, serverId, tool } = call;
      record('alarm-raised', id, tool);
      keep([...open, { id, serverId, identity, serverName: nameOf(serverId), tool, at: clock.now() }]);
    },
    // SECURITY: by the configured server or by its identity: adding the same program once more lifts nothing.
    isSuspended: (serverId, identity, tool) => lost || open.some((alarm) =>
      alarm.tool === tool && (alarm.serverId === serverId || (identity !== null && alarm.identity === identity))),
    lookedAt(id) {
      if (id === LOST && lost) {
        lost = false;
        record('alarm-looked-at', LOST, '');
        keep(open);
        return true;
      }
      const alarm = open.find((one) => one.id === id);
      if (alarm === undefined) return false;
      record('alarm-looked-at', id, alarm.tool);
      keep(open.filter((one) => one !== alarm));
      return true;
    },
  };
}

function load(documents: DocumentStore, onDamaged: (error: unknown) => void): readonly Alarm[] {
  try {
    const stored = documents.read(NAME);
    return stored === null ? [] : schema.parse(stored).open;
  } catch (error) {
    onDamaged(error);
    return [];
  }
}
