import { createHash } from 'node:crypto';
import type { AuditRecord } from '../../core/audit/event.ts';
import { recordText } from '../../core/audit/record.ts';
import { typeOf } from '../../core/audit/signing.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';

/** The conventions that the names keep to; those for MCP are in development there and are pinned with it. */
export const SEMANTIC_CONVENTIONS = 'https://opentelemetry.io/schemas/1.40.0';
const SCOPE = { name: 'countersign.audit', version: '1' };
/** Numbers of the logs' data model; a call that went otherwise than it was shown has gone wrong, what was refused or failed has not. */
const SEVERITY = { INFO: 9, WARN: 13, ERROR: 17 } as const;
const [CLIENT, ERROR] = [3, 2];

/** A record, and for the end of a call the record it began with, where that is still known. */
export interface ToExport {
  readonly record: AuditRecord;
  readonly start: AuditRecord | null;
}

/** Records as one request of OTLP logs in JSON. The body is the very line of the log, so that the chain can still be verified. */
export function logsRequest(items: readonly ToExport[], version: string): JsonObject {
  const logRecords = items.map(({ record, start }) => {
    const severity = severityOf(record);
    return {
      timeUnixNano: nanoseconds(record.at), observedTimeUnixNano: nanoseconds(record.at),
      severityNumber: SEVERITY[severity], severityText: severity,
      eventName: `countersign.${typeOf(record)}`, body: { stringValue: recordText(record, record.hash) },
      attributes: [
        attribute('countersign.chain', record.chain), attribute('countersign.seq', record.seq), attribute('countersign.hash', record.hash),
        ...toolAttributes(record, start),
      ].flat(),
      ...traceOf(record, start, false),
    };
  });
  return { resourceLogs: [{ resource: resource(version), scopeLogs: [{ scope: SCOPE, logRecords, schemaUrl: SEMANTIC_CONVENTIONS }], schemaUrl: SEMANTIC_CONVENTIONS }] };
}

/** The calls that ended among the records, as one request of OTLP traces in JSON; null where none did. */
export function tracesRequest(items: readonly ToExport[], version: string): JsonObject | null {
  const spans = items.flatMap(({ record, start }) => (typeOf(record) === 'outcome' && start !== null ? [spanOf(record, start)] : []));
  if (spans.length === 0) return null;
  return { resourceSpans: [{ resource: resource(version), scopeSpans: [{ scope: SCOPE, spans, schemaUrl: SEMANTIC_CONVENTIONS }], schemaUrl: SEMANTIC_CONVENTIONS }] };
}

/** The id of the call a record is about, and whether it begins or ends it; null for what is no call. */
export function callOf(record: AuditRecord): { readonly callId: string; readonly part: 'start' | 'end' } | null {
  const event = objectOf(record.event);
  if (event['type'] === 'outcome' && typeof event['callId'] === 'string') return { callId: event['callId'], part: 'end' };
  const callId = objectOf(event['call'])['callId'];
  return event['type'] === 'intent' && typeof callId === 'string' ? { callId, part: 'start' } : null;
}

function spanOf(record: AuditRecord, start: AuditRecord): JsonObject {
  const end = objectOf(record.event);
  const tool = text(objectOf(callIn(start)['tool'])['name']);
  const error = errorOf(end);
  // A clock that was set back meanwhile: a span that ends before it begins is thrown away by collectors.
  const ended = Date.parse(record.at) < Date.parse(start.at) ? start.at : record.at;
  return {
    ...traceOf(record, start, true),
    name: `tools/call ${tool ?? ''}`.trim(), kind: CLIENT,
    startTimeUnixNano: nanoseconds(start.at), endTimeUnixNano: nanoseconds(ended),
    attributes: [
      attribute('mcp.method.name', 'tools/call'), attribute('gen_ai.operation.name', 'execute_tool'), attribute('error.type', error),
      attribute('countersign.outcome', text(end['outcome'])), attribute('countersign.afterwards', text(end['afterwards'])), ...toolAttributes(record, start),
    ].flat(),
    status: error === null ? {} : { code: ERROR, message: error },
  };
}

/** What both signals say of a call: the convention's names where there are some, our own beside them. */
function toolAttributes(record: AuditRecord, start: AuditRecord | null): JsonObject[][] {
  const call = callIn(typeOf(record) === 'outcome' && start !== null ? start : record);
  const server = objectOf(call['server']);
  const actor = objectOf(call['actor']);
  return [
    attribute('gen_ai.tool.name', text(objectOf(call['tool'])['name'])),
    attribute('countersign.call.id', text(call['callId']) ?? text(objectOf(record.event)['callId'])),
    attribute('countersign.server.name', text(server['name'])), attribute('countersign.server.identity', text(server['identity'])),
    attribute('countersign.effect', text(call['effect'])), attribute('countersign.verdict', text(call['verdict'])),
    attribute('countersign.because', text(call['because'])), attribute('countersign.policy.version', text(call['policyVersion'])),
    attribute('countersign.client', text(actor['client'])), attribute('user.name', text(actor['person'])),
  ];
}

/** Ids made of the call's own: the same call is the same span, however often it is sent. A read for a preview hangs below its call. */
function traceOf(record: AuditRecord, start: AuditRecord | null, withParent: boolean): JsonObject {
  const call = callIn(start ?? record);
  const callId = text(call['callId']) ?? text(objectOf(record.event)['callId']);
  if (callId === null) return {};
  const parent = text(call['parent']);
  return {
    traceId: digest(`trace ${parent ?? callId}`, 32), spanId: digest(`span ${callId}`, 16),
    ...(withParent && parent !== null ? { parentSpanId: digest(`span ${parent}`, 16) } : {}),
  };
}

function resource(version: string): JsonObject {
  return { attributes: [attribute('service.name', 'countersign'), attribute('service.version', version)].flat() };
}

/** One attribute, or none where there is nothing to say. */
function attribute(key: string, value: string | number | null): JsonObject[] {
  if (value === null) return [];
  return [{ key, value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) } }];
}

/** SECURITY: what raises the alarm, and an end that nobody knows, must not stand among the everyday. */
function severityOf(record: AuditRecord): keyof typeof SEVERITY {
  const event = objectOf(record.event);
  if (event['afterwards'] === 'different' || event['what'] === 'alarm-raised') return 'ERROR';
  return event['type'] === 'refusal' || event['type'] === 'anchor' || event['isError'] === true || typeof event['error'] === 'string' || event['outcome'] === 'unknown' ? 'WARN' : 'INFO';
}

/** What went wrong with a call, as a span has it; null: nothing. */
function errorOf(end: JsonObject): string | null {
  if (end['afterwards'] === 'different') return 'not_as_shown';
  if (end['isError'] === true) return 'tool_error';
  return text(end['error']) ?? (end['outcome'] === 'unknown' ? 'outcome_unknown' : null);
}

const callIn = (record: AuditRecord): JsonObject => objectOf(objectOf(record.event)['call']);
const nanoseconds = (at: string): string => `${Date.parse(at)}000000`;
const digest = (of: string, digits: number): string => createHash('sha256').update(of).digest('hex').slice(0, digits);
const text = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);
const objectOf = (value: Json | undefined): JsonObject => (value !== undefined && isJsonObject(value) ? value : {});
