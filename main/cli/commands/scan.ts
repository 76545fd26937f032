import { readFile } from 'node:fs/promises';
import { gravestOf, scanDefinition, scanResult } from '../../core/scan/scan.ts';
import type { Finding } from '../../core/scan/finding.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';
import { WrongCall, type Command, type CommandContext } from '../command.ts';
import { NotJson, parseExactJson } from '../exact-json.ts';
import { answerLines, readAll } from '../json-lines.ts';

/**
 * `scan`: what is odd in a definition or a result; 1 where anything more than a remark was found. An empty list says that
 * nothing was found, which is not "safe".
 */
export const scan: Command = async (context) => {
  if (context.options.batch === true) {
    await answerLines(context.terminal, (value) => answerFor(value, findingsIn(value)));
    return 0;
  }
  const value = await whole(context);
  const findings = findingsIn(value);
  context.terminal.answer(answerFor(value, findings));
  if (findings.length === 0) context.terminal.say(context.terminal.t('cli.scan-nothing'));
  const gravest = gravestOf(findings);
  return gravest === null || gravest === 'info' ? 0 : 1;
};

function findingsIn(value: Json): readonly Finding[] {
  if (!isJsonObject(value)) throw new NotJson('This is no object with "kind" and "value".');
  const { kind, value: scanned } = value;
  if (scanned === undefined) throw new NotJson('There is no "value" to scan.');
  if (kind === 'result') return scanResult(scanned);
  if (kind !== 'tool') throw new NotJson('"kind" is neither "tool" nor "result".');
  if (!isJsonObject(scanned)) throw new NotJson('The "value" of a tool is no object.');
  return scanDefinition(scanned);
}

/** The id comes back as it was given; a line without one is answered without one. */
function answerFor(value: Json, findings: readonly Finding[]): JsonObject {
  const id = isJsonObject(value) ? value['id'] : undefined;
  const list = findings.map(({ rule, severity, pointer, excerpt }) => ({ rule, severity, pointer, excerpt }));
  return id === undefined ? { findings: list } : { id, findings: list };
}

/** One document: from the file that is named, else from standard input. */
async function whole({ rest, path, terminal }: CommandContext): Promise<Json> {
  const [file] = rest;
  if (file === undefined) return parseExactJson(await readAll(terminal.input));
  const text = await readFile(path(file), 'utf8').catch(() => { throw new WrongCall('cli.no-file', { path: file }); });
  return parseExactJson(text);
}
