import { scanLines } from '../../adapters/audit-file/lines.ts';
import { listSegments } from '../../adapters/audit-file/segments.ts';
import type { AuditRecord } from '../../core/audit/event.ts';
import { parseRecord } from '../../core/audit/record.ts';
import { isJsonObject, type JsonObject } from '../../core/words/index.ts';
import { answerOfCall, namesObject } from '../../host/activity/ask.ts';
import { callIn } from '../../host/activity/entry.ts';
import { WrongCall, type Command } from '../command.ts';
import { logFoldersAt } from './audit-folders.ts';

/** Calls that are named in one answer at most; the newest count. */
const MOST_CALLS = 1_000;

/**
 * `audit ask DIR --call ID`: who, when, through what, which arguments, what changed, what was confirmed. `--object REF`: every
 * call whose arguments name that object. 1 where the log holds nothing of it. It reads; `audit verify` says what to believe.
 */
export const auditAsk: Command = async (context) => {
  const { call, object } = context.options;
  if ((call === undefined) === (object === undefined)) throw new WrongCall('cli.needs-value', { name: '--call | --object' });
  const { audit } = await logFoldersAt(context);
  if (call !== undefined) {
    const answer = answerOfCall(await recordsWhere(audit, (record) => { const found = callIn(record); return found?.callId === call || found?.parent === call; }), call);
    context.terminal.answer(answer ?? { call, outcome: null, records: [] });
    return answer === null ? 1 : 0;
  }
  const calls = await callsOn(audit, object ?? '');
  context.terminal.answer({ object: object ?? '', answer: calls.some(changes) ? 'through Countersign' : 'not through this log', calls });
  return calls.length > 0 ? 0 : 1;
};

/** True for a call that may have changed something: it went out, and was no read. */
function changes(call: JsonObject): boolean {
  return call['effect'] !== 'read' && call['outcome'] !== 'refused';
}

async function recordsWhere(folder: string, wanted: (record: AuditRecord) => boolean): Promise<AuditRecord[]> {
  const found: AuditRecord[] = [];
  for (const segment of await listSegments(folder)) {
    await scanLines(segment.path, 0, segment.bytes, (text) => {
      const record = text === null ? null : parseRecord(text);
      if (record !== null && wanted(record)) found.push(record);
    });
  }
  return found;
}

async function callsOn(folder: string, object: string): Promise<JsonObject[]> {
  const ids = new Set<string>();
  const records = await recordsWhere(folder, (record) => {
    const id = callIn(record)?.callId;
    if (id === undefined) return false;
    if (!namesObject(record, object)) return ids.has(id);
    if (ids.size === MOST_CALLS) ids.delete([...ids][0] ?? '');
    ids.add(id);
    return true;
  });
  return [...ids].flatMap((id) => {
    const answer = answerOfCall(records.filter((record) => callIn(record)?.callId === id), id);
    return answer === null ? [] : [brief(answer)];
  });
}

/** One call in a list of them. */
function brief(answer: JsonObject): JsonObject {
  const inner = (name: string): JsonObject => { const value = answer[name]; return isJsonObject(value) ? value : {}; };
  return {
    call: answer['call'] ?? null, at: inner('when')['planned'] ?? null, person: inner('who')['person'] ?? null, client: answer['client'] ?? null,
    server: inner('server')['name'] ?? null, tool: inner('tool')['name'] ?? null, effect: answer['effect'] ?? null,
    decision: inner('confirmation')['decision'] ?? null, outcome: answer['outcome'] ?? null, afterwards: inner('change')['afterwards'] ?? null,
  };
}
