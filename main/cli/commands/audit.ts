import { basename, dirname } from 'node:path';
import { readHead, readHeads } from '../../adapters/audit-file/anchor.ts';
import { spellRecords } from '../../adapters/audit-file/export-file.ts';
import { logFolders } from '../../adapters/audit-file/segments.ts';
import { readLogFolder } from '../../adapters/audit-file/tombstone-file.ts';
import { verifyLog, type LogVerification, type VerifyRequest } from '../../adapters/audit-file/verify-log.ts';
import { sha256 } from '../../adapters/digest/sha256.ts';
import { HomeInUse } from '../../adapters/home-lock/home-lock.ts';
import { isSameFolder } from '../../adapters/home-lock/home-path.ts';
import type { FirstBad } from '../../core/audit/verify.ts';
import type { JsonObject } from '../../core/words/index.ts';
import { keychainAnchorsOf, withHome, type Installation } from '../compose.ts';
import { verifiedWords } from '../../../preload/contract/language/index.ts';
import { WrongCall, type Command, type CommandContext } from '../command.ts';
import { logPlaceAt, sayUnreadable, segmentsAt } from './audit-folders.ts';
import type { HostCommand } from './servers.ts';
import { placesTold } from './witness-file.ts';

/** `audit verify DIR`: whether a log is whole, and what stands behind it. */
export const auditVerify: Command = async (context) => {
  const { audit, homes } = await logPlaceAt(context);
  const found = await verifyLog({ folder: audit, anchors: await anchorsFor(context, homes), until: null }, sha256);
  const answer = withRequirement(found, context.options['require-anchor'] === true, audit);
  const { ok, records, firstBad, anchored, anchoredTo, torn, signed, breaks, removed } = answer;
  context.terminal.answer({
    ok, records, ...(removed > 0 && { removed }), firstBad: firstBad === null ? null : badAnswer(firstBad), anchored, ...(anchoredTo !== null && { anchoredTo }), torn: torn.map((one) => ({ ...one })),
    signed: signed.upTo === null ? false : { ...signed }, breaks: breaks.map((one) => ({ ...one })),
  });
  const words = verifiedWords({ ok, records, firstBad, anchored, anchoredTo, removed, breaks, torn: torn.length, signed: signed.upTo === null ? null : { upTo: signed.upTo, checkpoints: signed.checkpoints } }, context.terminal.t);
  for (const line of [...words.says, ...words.breaks]) context.terminal.say(line);
  return ok ? 0 : 1;
};

function badAnswer({ anchor, ...rest }: FirstBad): JsonObject {
  return { ...rest, ...(anchor !== undefined && { anchor: { ...anchor } }) };
}

/**
 * `audit export [DIR] --format jsonl|csv|ocsf`: the records, one a line. What is no record, and what cannot be read, is left out and said
 * aloud. The export of the home in use is put on record first; of a folder that is named nothing is touched.
 */
export const auditExport: HostCommand = async (context, installation) => {
  const format = context.options.format ?? 'jsonl';
  if (format !== 'jsonl' && format !== 'csv' && format !== 'ocsf') throw new WrongCall('cli.unknown-format', { format });
  const audit = await segmentsAt(context);
  if (context.rest.length === 0) await putOnRecord(context, installation, format);
  let unread = false;
  const { print, drained } = context.terminal;
  const leftOut = await spellRecords((await readLogFolder(audit)).segments, format, {
    write: print, afterChunk: drained, unread: (file) => { unread = sayUnreadable(context, file); },
  });
  if (leftOut > 0) context.terminal.say(context.terminal.t('cli.export-left-out', { count: leftOut }));
  return leftOut > 0 || unread ? 1 : 0;
};

/** An export must be possible where the log takes no record just now; then that is said. */
async function putOnRecord(context: CommandContext, installation: Installation, format: string): Promise<void> {
  const { say, t } = context.terminal;
  try {
    await withHome(context, installation, ({ host, log }) =>
      log.append({ type: 'event', what: 'log-exported', actor: host.actor, server: null, detail: { format, records: log.total() } }));
  } catch (error) {
    say(t(error instanceof HomeInUse ? 'cli.export-home-in-use' : 'cli.export-no-record'));
  }
}

/** Every anchor there is: the one that was named, the witness's, the keychain's, and the file beside the log. */
async function anchorsFor({ options, path }: CommandContext, homes: readonly string[]): Promise<VerifyRequest['anchors']> {
  const folders = homes.map((home) => logFolders(home).anchors);
  const beside = (await Promise.all(folders.map(readHeads))).flat();
  const keychain = (await Promise.all(homes.map(keychainAnchorsOf))).flat();
  const witnessed = options.witness === undefined ? [] : await placesTold(path(options.witness), options.witness);
  if (options.anchor === undefined) return { witness: witnessed, keychain, file: beside };
  const at = path(options.anchor);
  const named = await readHead(at);
  if (named === null) throw new WrongCall('cli.no-anchor', { path: options.anchor });
  return folders.some((folder) => isSameFolder(dirname(at), folder)) ? { witness: witnessed, keychain, file: [named, ...beside] } : { external: [named], witness: witnessed, keychain, file: beside };
}

/** Where an anchor is required, a log without one is not good, however whole it looks. */
function withRequirement(found: LogVerification, required: boolean, folder: string): LogVerification {
  if (!required || found.anchored !== false) return found;
  return { ...found, ok: false, firstBad: found.firstBad ?? { file: basename(folder), record: 0, why: 'anchor-missing' } };
}
