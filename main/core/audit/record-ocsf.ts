import type { Sha256 } from '../canonical/canonical.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import type { AuditRecord } from './event.ts';
import { createOcsfChain } from './ocsf-chain.ts';

/** The released schema that the events keep to (https://schema.ocsf.io/1.9.0), the first with `record_integrity`. */
const SCHEMA = '1.9.0';
const API_ACTIVITY = 6003;
const APPLICATION_LIFECYCLE = 6002;
const OTHER = 99;
const PRODUCT: JsonObject = { name: 'Countersign', vendor_name: 'Countersign' };
/** Calls whose end has not passed yet; more are forgotten, and their end bears the id alone. */
const MOST_OPEN = 10_000;

/** Gives each record as one event of OCSF, in the log's order: an end is told with the call it ends. */
export interface OcsfExport {
  /** `line` is the record as it stands in the log; it travels along, so that the chain can still be verified. */
  eventOf(record: AuditRecord, line: string): JsonObject;
}

/** Starts an export. It remembers the calls that are out, so records must come in the log's order. */
export function createOcsfExport(sha256: Sha256): OcsfExport {
  const open = new Map<string, JsonObject>();
  const chain = createOcsfChain(sha256);
  return {
    eventOf(record, line) {
      const event = isJsonObject(record.event) ? record.event : {};
      const call = callOf(event, open);
      const { profiles, ...body } = call === null ? lifecycle(event) : activity(event, call);
      return chain.attested({ ...body, ...base(record, line, profiles ?? []) }, record);
    },
  };
}

/** The call an event is about; an end gets the one its intent told. Null for what is no call. */
function callOf(event: JsonObject, open: Map<string, JsonObject>): JsonObject | null {
  const own = event['call'];
  const id = isJsonObject(own) ? own['callId'] : event['callId'];
  if (typeof id !== 'string') return null;
  if (!isJsonObject(own)) {
    const kept = open.get(id) ?? { callId: id };
    open.delete(id);
    return kept;
  }
  if (event['type'] === 'intent') open.set(id, own);
  if (open.size > MOST_OPEN) open.delete([...open.keys()][0] ?? '');
  return own;
}

function base(record: AuditRecord, line: string, profiles: Json): JsonObject {
  return {
    time: Date.parse(record.at), severity_id: 1, severity: 'Informational',
    metadata: { version: SCHEMA, uid: record.hash, sequence: record.seq, log_name: record.chain, profiles, product: PRODUCT },
    raw_data: line,
  };
}

type Activity = readonly [id: number, name: string];
// SECURITY: maps, for what a record says may be the name of something every object has.
const ACTIVITIES: ReadonlyMap<string, Activity> = new Map([
  ['read', [2, 'Read']], ['write', [3, 'Update']], ['publish', [3, 'Update']], ['delete', [4, 'Delete']],
]);
const FAILED = new Set(['failed', 'refused']);

function activity(event: JsonObject, call: JsonObject): JsonObject {
  const effect = text(call['effect']);
  const [id, name] = ACTIVITIES.get(effect ?? '') ?? [OTHER, effect ?? 'unknown'];
  const server = objectIn(call, 'server');
  const actor = objectIn(call, 'actor');
  const service = { name: text(server['name']) ?? 'unknown', ...told('uid', text(server['identity'])) };
  const took = typeof event['ms'] === 'number' ? Math.round(event['ms']) : null;
  const outcome = event['type'] === 'refusal' ? 'refused' : text(event['outcome']) ?? 'intent';
  const status = FAILED.has(outcome) || event['isError'] === true ? 2 : outcome === 'executed' ? 1 : OTHER;
  return {
    class_uid: API_ACTIVITY, class_name: 'API Activity', category_uid: 6, category_name: 'Application Activity',
    activity_id: id, activity_name: name, type_uid: API_ACTIVITY * 100 + id, status_id: status,
    status: status === 1 ? 'Success' : status === 2 ? 'Failure' : outcome, ...told('status_detail', text(event['error']) ?? text(event['why']) ?? text(call['because'])),
    ...(Number.isSafeInteger(took) ? { duration: took } : {}), profiles: ['ai_operation', 'record_integrity'],
    actor: actorOf(actor), src_endpoint: { name: text(actor['client']) ?? 'unknown' },
    api: { operation: text(objectIn(call, 'tool')['name']) ?? 'unknown', request: { uid: text(call['callId']) ?? 'unknown' }, service },
    message_context: { ai_role_id: 3, ai_role: 'Tool', ...told('uid', text(call['plan'])), application: clientOf(actor), service },
    ...agentOf(actor),
  };
}

/** The profile's agent, where one planned the call: the assistant, or a client of the gateway. Which model it runs on is not known here. */
function agentOf(actor: JsonObject): JsonObject {
  const planner = objectIn(actor, 'planner');
  const name = text(planner['name']) ?? 'unknown';
  const isAgent = planner['kind'] === 'assistant' || planner['kind'] === 'client';
  return isAgent ? { ai_agent: { uid: name, name, type_id: 0, type: 'Unknown' } } : {};
}

const clientOf = (actor: JsonObject): JsonObject => ({ name: text(actor['client']) ?? 'unknown' });

const LIFECYCLES: ReadonlyMap<string, Activity> = new Map([
  ['server-added', [1, 'Install']], ['version-pinned', [1, 'Install']], ['server-removed', [2, 'Remove']],
  ['app-started', [3, 'Start']], ['server-started', [3, 'Start']], ['app-stopped', [4, 'Stop']], ['server-stopped', [4, 'Stop']], ['server-failed', [4, 'Stop']],
]);

function lifecycle(event: JsonObject): JsonObject {
  const what = text(event['what']) ?? text(event['type']) ?? 'unknown';
  const [id, name] = LIFECYCLES.get(what) ?? [OTHER, what];
  const server = objectIn(event, 'server');
  const named = text(server['name']);
  return {
    class_uid: APPLICATION_LIFECYCLE, class_name: 'Application Lifecycle', category_uid: 6, category_name: 'Application Activity',
    activity_id: id, activity_name: name, type_uid: APPLICATION_LIFECYCLE * 100 + id, message: what, ...told('status_detail', event['type'] === 'anchor' ? text(event['why']) : null), actor: actorOf(objectIn(event, 'actor')),
    // The release names the affected application twice: `app`, a product, which it deprecates, and `application`.
    app: named === null ? PRODUCT : { name: named, vendor_name: 'unknown', ...told('uid', text(server['identity'])) },
    application: named === null ? { name: 'Countersign' } : { name: named, ...told('uid', text(server['identity'])) },
    profiles: ['host', 'record_integrity'],
  };
}

function actorOf(actor: JsonObject): JsonObject {
  return {
    user: { name: text(actor['person']) ?? 'unknown', type_id: actor['person'] === undefined ? 0 : 1 },
    application: clientOf(actor), ...told('app_name', text(objectIn(actor, 'planner')['name'])),
  };
}

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
const told = (name: string, value: string | null): JsonObject => (value === null ? {} : { [name]: value });
function objectIn(value: JsonObject, name: string): JsonObject {
  const inner = value[name];
  return isJsonObject(inner) ? inner : {};
}
