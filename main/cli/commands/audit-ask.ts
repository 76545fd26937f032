import { dirname } from 'node:path';
import { scanLines } from '../../adapters/audit-file/lines.ts';
import { readLogFolder } from '../../adapters/audit-file/tombstone-file.ts';
import type { ContentBook } from '../../core/audit/content.ts';
import type { AuditRecord } from '../../core/audit/event.ts';
import { parseRecord } from '../../core/audit/record.ts';
import { isJsonObject, type JsonObject } from '../../core/words/index.ts';
import { answerOfCall, isRequestRun, namesObject } from '../../host/activity/ask.ts';
import { callIn } from '../../host/activity/entry.ts';
import { provenanceOf } from '../../host/activity/object.ts';
import { familyOf } from '../../host/activity/traces.ts';
import { aroundWords, placeWords, provenanceWords } from '../../../preload/contract/language/index.ts';
import { shownOf } from '../../host/activity/shown.ts';
import { wantedObject } from '../../host/activity/wanted.ts';
import { WrongCall, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { contentOf } from '../compose.ts';
import { sayUnreadable, segmentsAt } from './audit-folders.ts';

/** Calls that are named in one answer at most; the newest count. */
const MOST_CALLS = 1_000;

/**
 * `audit ask DIR --call ID`: who, when, through what, which arguments, what changed, what was confirmed. `--object REF`: every
 * call about that object, and server by server whether it was changed elsewhere since. 1 where the log holds nothing of it. It reads;
 * `audit verify` says what to believe.
 */
export const auditAsk: Command = async (context) => {
  const { call, object, server } = context.options;
  if ((call ?? object ?? '') === '' || (call !== undefined && (object ?? server) !== undefined)) throw new WrongCall('cli.needs-value', { name: '--call | --object' });
  const audit = await segmentsAt(context);
  const content = contentOf(dirname(audit));
  return call !== undefined ? askCall(context, audit, call, content) : askObject(context, audit, { object: object ?? '', server: server ?? null }, content);
};

async function askCall(context: CommandContext, audit: string, call: string, content: ContentBook): Promise<ExitCode> {
  const { terminal } = context;
  const { records, damaged } = await recordsWhere(context, audit, (record) => { const found = callIn(record); return found?.callId === call || found?.parent === call || isRequestRun(record); });
  const answer = answerOfCall(records, call, await shownOf(records, call, content));
  terminal.answer({ ...answer ?? { call, outcome: null, records: [], ...await removedFrom(audit) }, partial: damaged > 0, damaged });
  if (damaged > 0) terminal.say(terminal.t('activity.object.damaged', { count: damaged }));
  return answer === null ? 1 : 0;
}

async function askObject(context: CommandContext, audit: string, { object, server }: { readonly object: string; readonly server: string | null }, content: ContentBook): Promise<ExitCode> {
  const { terminal } = context;
  const wanted = await wantedObject(object, content);
  const ids = new Set<string>();
  let tooMany = false;
  // What cannot be read is said once, by the second reading.
  await recordsWhere(null, audit, (record) => {
    if (namesObject(record, wanted)) for (const id of familyOf([record])) ids.add(id);
    if (ids.size > MOST_CALLS) tooMany = ids.delete([...ids][0] ?? '');
    return false;
  });
  const { records, damaged } = await recordsWhere(context, audit, (record) => ids.has(callIn(record)?.callId ?? ''));
  const about = { ...provenanceOf(records, server), partial: tooMany || damaged > 0, damaged };
  const identities = new Set<unknown>(about.servers.map(({ server: { identity } }) => identity));
  const calls = [...ids].flatMap((id) => {
    const answer = answerOfCall(records.filter((record) => callIn(record)?.callId === id), id);
    return answer === null || !identities.has(inner(answer, 'server')['identity']) ? [] : [brief(answer)];
  });
  terminal.answer({ object, ...structuredClone(about) as unknown as JsonObject, calls, ...await removedFrom(audit) });
  sayProvenance(context, about);
  return calls.length > 0 ? 0 : 1;
}

/** The same in words, server by server. */
function sayProvenance({ terminal: { say, t } }: CommandContext, about: ReturnType<typeof provenanceOf> & { readonly partial: boolean; readonly damaged: number }): void {
  aroundWords(about, t).forEach(say);
  for (const one of about.servers) say(`${placeWords(one, about, t)}: ${provenanceWords(one, t, (iso) => iso).join(' ')}`);
}

/** How many older records retention removed, where it did: what they said is not known any more. */
async function removedFrom(audit: string): Promise<JsonObject> {
  const stone = (await readLogFolder(audit)).tombstone?.stone ?? null;
  return stone === null ? {} : { removed: stone.head.seq };
}

/** The records that are wanted, and how much is damaged: lines that are no records, and files that cannot be read; `aloud` names those. What they said may be what was asked. */
async function recordsWhere(
  aloud: CommandContext | null, folder: string, wanted: (record: AuditRecord) => boolean,
): Promise<{ readonly records: readonly AuditRecord[]; readonly damaged: number }> {
  const records: AuditRecord[] = [];
  let damaged = 0;
  for (const segment of (await readLogFolder(folder)).segments) {
    await scanLines(segment.path, 0, segment.bytes, (text) => {
      const record = text === null ? null : parseRecord(text);
      if (record === null) damaged += 1;
      else if (wanted(record)) records.push(record);
    }).catch(() => {
      damaged += 1;
      if (aloud !== null) sayUnreadable(aloud, segment.file);
    });
  }
  return { records, damaged };
}

/** One call in a list of them. */
function brief(answer: JsonObject): JsonObject {
  return {
    call: answer['call'] ?? null, at: inner(answer, 'when')['planned'] ?? null, person: inner(answer, 'who')['person'] ?? null, client: answer['client'] ?? null,
    server: inner(answer, 'server')['name'] ?? null, tool: inner(answer, 'tool')['name'] ?? null, effect: answer['effect'] ?? null, dryRun: answer['dryRun'] ?? null,
    decision: inner(answer, 'confirmation')['decision'] ?? null, outcome: answer['outcome'] ?? null, afterwards: inner(answer, 'change')['afterwards'] ?? null,
  };
}

function inner(answer: JsonObject, name: string): JsonObject {
  const value = answer[name];
  return value !== undefined && isJsonObject(value) ? value : {};
}
