import { z } from 'zod';
import type { AuditRecord } from '../../core/audit/event.ts';
import { isNamedIn } from '../../core/audit/content.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';
import { beginsCall, callIn } from './entry.ts';
import { isDryRun } from './traces.ts';
import type { ShownCall } from './shown.ts';
import type { Wanted } from './wanted.ts';

const json = z.custom<Json>((value) => value !== undefined);
const planned = z.looseObject({
  type: z.enum(['intent', 'refusal']), why: z.string().nullish(),
  call: z.looseObject({
    callId: z.string(), parent: z.string().nullable(), plan: z.string().nullish(), skill: z.string().nullish(), undoes: z.string().nullish(), labels: json.optional(), actor: z.looseObject({ person: z.string(), role: z.string(), planner: json, client: z.string() }),
    server: json, tool: json, args: json, content: z.looseObject({ marks: z.array(z.string()) }).nullish(), argsDigest: z.string(), effect: z.string(), objects: z.number().nullable(),
    verdict: z.string(), because: z.string(), policyVersion: z.string(), rules: json.optional(),
  }),
  answer: z.looseObject({
    decision: z.string(), by: z.string().nullable(), afterMs: z.number().nullable(), preview: json, painted: z.string().nullable(),
    approval: z.string().nullable(), base: z.string().nullable(),
  }),
});
const ended = z.looseObject({
  type: z.literal('outcome'), callId: z.string(), outcome: z.string(), afterwards: z.string(), isError: z.boolean(), error: z.string().nullable(),
  resultDigest: z.string().nullable(), after: z.string().nullish(), ms: z.number(),
});

const requestRun = z.looseObject({
  type: z.literal('event'),
  detail: z.looseObject({ request: z.string(), requestedBy: z.string(), intact: z.boolean(), callId: z.string().optional(), planId: z.string().optional() }),
});

/**
 * What the log says of one call: who, when, through which client, on which server, which tool with which arguments, what
 * changed, what was shown and confirmed, and which errors. `records` may hold more than this call's; null: it is not there.
 * Nothing is guessed: what was not recorded is null. `shown` is what was kept apart, as far as it could be opened.
 */
export function answerOfCall(records: readonly AuditRecord[], callId: string, shown: ShownCall | null = null): JsonObject | null {
  const own = records.filter((record) => callIn(record)?.callId === callId);
  const start = own.map((record) => ({ record, event: planned.safeParse(record.event) })).find(({ event }) => event.success);
  if (start?.event.data === undefined) return null;
  const last = own.map((record) => ({ record, event: ended.safeParse(record.event) })).findLast(({ event }) => event.success);
  const { call, answer, type, why } = start.event.data;
  const end = last?.event.data ?? null;
  return {
    call: callId, parent: call.parent, plan: call.plan ?? null, skill: call.skill ?? null, undoes: call.undoes ?? null,
    request: requestOf(records, callId, call.plan ?? null),
    who: { person: call.actor.person, role: call.actor.role, planner: call.actor.planner },
    when: { planned: start.record.at, ended: last?.record.at ?? null, ms: end?.ms ?? null },
    client: call.actor.client, server: call.server, tool: call.tool, arguments: call.args ?? shown?.args ?? null, argumentsDigest: call.argsDigest,
    labels: call.labels ?? null, content: shown?.state ?? (call.args === null ? 'unreadable' : 'in the record'),
    effect: call.effect, dryRun: isDryRun(call), objects: call.objects,
    policy: { verdict: call.verdict, because: call.because, version: call.policyVersion, rules: call.rules ?? null },
    preview: answer.preview,
    confirmation: { decision: answer.decision, by: answer.by, afterMs: answer.afterMs, painted: answer.painted, approval: answer.approval },
    change: {
      before: answer.base, after: end?.after ?? null, result: end?.resultDigest ?? null, afterwards: end?.afterwards ?? null,
      shown: changesIn(shown?.card ?? null),
    },
    outcome: type === 'refusal' ? 'refused' : end?.outcome ?? null,
    errors: [why, end?.error].filter((error) => typeof error === 'string'),
    answeredWithError: end?.isError ?? null,
    reads: records.flatMap((record) => { const found = callIn(record); return found?.parent === callId ? [found.callId] : []; }),
    records: own.map((record) => record.seq),
  };
}

/** Whether a record says that a request, somebody else's file, was carried out: by this one call, or as a set. */
export function isRequestRun(record: AuditRecord): boolean {
  return isJsonObject(record.event) && record.event['what'] === 'request-run';
}

/** The request a call was planned from: its digest, who wrote it by its own words, and whether it was as it was written. */
function requestOf(records: readonly AuditRecord[], callId: string, planId: string | null): JsonObject | null {
  for (const record of records) {
    const event = isRequestRun(record) ? requestRun.safeParse(record.event) : null;
    if (event?.success !== true) continue;
    const { request, requestedBy, intact, callId: call, planId: plan } = event.data.detail;
    if (call === callId || (plan !== undefined && plan === planId)) return { digest: request, requestedBy, intact };
  }
  return null;
}

/** The changes that were painted, where they could be opened. */
function changesIn(card: JsonObject | null): Json {
  const preview = card?.['preview'];
  return preview !== undefined && isJsonObject(preview) ? preview['changes'] ?? null : null;
}

/** Whether a call's arguments name an object, by the one rule for names. Calls whose arguments were kept apart are told by its keyed digests. */
export function namesObject(record: AuditRecord, { name, marks }: Wanted): boolean {
  // Looked for before anything is checked: nearly no record names it, and a check costs more.
  if (!beginsCall(record) || !isJsonObject(record.event)) return false;
  const call = record.event['call'];
  if (call === undefined || !isJsonObject(call)) return false;
  const { args, content } = call;
  const named = args === null ? isMarked(content, marks) : args !== undefined && isNamedIn(args, name);
  return named && planned.safeParse(record.event).success;
}

function isMarked(content: Json | undefined, wanted: readonly string[]): boolean {
  if (content === undefined || !isJsonObject(content)) return false;
  const marks = content['marks'];
  return Array.isArray(marks) && marks.some((mark: Json) => typeof mark === 'string' && wanted.includes(mark));
}
