import { dirname } from 'node:path';
import { scanLines } from '../../adapters/audit-file/lines.ts';
import { readLogFolder } from '../../adapters/audit-file/tombstone-file.ts';
import type { ContentBook } from '../../core/audit/content.ts';
import type { AuditRecord } from '../../core/audit/event.ts';
import { parseRecord } from '../../core/audit/record.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';
import { answerOfCall, isRequestRun, namesObject } from '../../host/activity/ask.ts';
import { callIn } from '../../host/activity/entry.ts';
import { familyOf, provenanceOf } from '../../host/activity/object.ts';
import { shownOf } from '../../host/activity/shown.ts';
import { WrongCall, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { contentOf } from '../compose.ts';
import { logFoldersAt, sayUnreadable } from './audit-folders.ts';

/** Calls that are named in one answer at most; the newest count. */
const MOST_CALLS = 1_000;

/**
 * `audit ask DIR --call ID`: who, when, through what, which arguments, what changed, what was confirmed. `--object REF`: every
 * call about that object, and whether it was changed elsewhere since. 1 where the log holds nothing of it. It reads;
 * `audit verify` says what to believe.
 */
export const auditAsk: Command = async (context) => {
  const { call, object } = context.options;
  if ((call === undefined) === (object === undefined)) throw new WrongCall('cli.needs-value', { name: '--call | --object' });
  const { audit } = await logFoldersAt(context);
  const content = contentOf(dirname(audit));
  return call !== undefined ? askCall(context, audit, call, content) : askObject(context, audit, object ?? '', content);
};

async function askCall(context: CommandContext, audit: string, call: string, content: ContentBook): Promise<ExitCode> {
  const { terminal } = context;
  const records = await recordsWhere(context, audit, (record) => { const found = callIn(record); return found?.callId === call || found?.parent === call || isRequestRun(record); });
  const answer = answerOfCall(records, call, await shownOf(records, call, content));
  terminal.answer(answer ?? { call, outcome: null, records: [], ...await removedFrom(audit) });
  return answer === null ? 1 : 0;
}

async function askObject(context: CommandContext, audit: string, object: string, content: ContentBook): Promise<ExitCode> {
  const { terminal } = context;
  const mark = (await content.marks([object]))?.[0] ?? null;
  const ids = new Set<string>();
  // What cannot be read is said once, by the second reading.
  await recordsWhere(null, audit, (record) => {
    if (namesObject(record, object, mark)) for (const id of familyOf([record])) ids.add(id);
    if (ids.size > MOST_CALLS) ids.delete([...ids][0] ?? '');
    return false;
  });
  const records = await recordsWhere(context, audit, (record) => ids.has(callIn(record)?.callId ?? ''));
  const calls = [...ids].flatMap((id) => {
    const answer = answerOfCall(records.filter((record) => callIn(record)?.callId === id), id);
    return answer === null ? [] : [brief(answer)];
  });
  const { answer, last, elsewhere, observed } = provenanceOf(records);
  terminal.answer({
    object, answer, last: asJson(last), elsewhere: elsewhere.map(({ after, seen }) => ({ after: asJson(after), seen: asJson(seen) })),
    observed: asJson(observed), calls, ...await removedFrom(audit),
  });
  return calls.length > 0 ? 0 : 1;
}

/** How many older records retention removed, where it did: what they said is not known any more. */
async function removedFrom(audit: string): Promise<JsonObject> {
  const stone = (await readLogFolder(audit)).tombstone?.stone ?? null;
  return stone === null ? {} : { removed: stone.head.seq };
}

function asJson(moment: { readonly call: string; readonly at: string } | null): Json {
  return moment === null ? null : { ...moment };
}

/** The records that are wanted. A file that cannot be read is left out; `aloud` says so. */
async function recordsWhere(aloud: CommandContext | null, folder: string, wanted: (record: AuditRecord) => boolean): Promise<AuditRecord[]> {
  const found: AuditRecord[] = [];
  for (const segment of (await readLogFolder(folder)).segments) {
    await scanLines(segment.path, 0, segment.bytes, (text) => {
      const record = text === null ? null : parseRecord(text);
      if (record !== null && wanted(record)) found.push(record);
    }).catch(() => { if (aloud !== null) sayUnreadable(aloud, segment.file); });
  }
  return found;
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
