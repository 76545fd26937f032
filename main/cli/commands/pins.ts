import { readFile } from 'node:fs/promises';
import { compareCatalogues, digestCatalogue, type CatalogueInput } from '../../core/pins/catalogue-digest.ts';
import { isJsonObject, type Json } from '../../core/words/index.ts';
import { sha256 } from '../../adapters/digest/sha256.ts';
import { WrongCall, type Command, type CommandContext } from '../command.ts';
import { NotJson, parseExactJson } from '../exact-json.ts';
import { answerLines, readAll } from '../json-lines.ts';

/** `pins digest`: the digest of a catalogue and of each of its items. */
export const pinsDigest: Command = async (context) => {
  const digest = (value: Json): Json => asJson(digestCatalogue(catalogueIn(value), sha256));
  if (context.options.batch === true) return batch(context, digest);
  context.terminal.answer(digest(await whole(context)));
  return 0;
};

/** `pins compare`: what differs between two catalogues; 1 where anything does. */
export const pinsCompare: Command = async (context) => {
  const compare = (value: Json) => {
    if (!isJsonObject(value)) throw new NotJson('This is no object with "old" and "new".');
    return compareCatalogues(catalogueIn(value['old']), catalogueIn(value['new']), sha256);
  };
  if (context.options.batch === true) return batch(context, (value) => asJson(compare(value)));
  const comparison = compare(await whole(context));
  context.terminal.answer(asJson(comparison));
  return comparison.same ? 0 : 1;
};

async function batch(context: CommandContext, answer: (value: Json) => Json): Promise<0> {
  await answerLines(context.terminal, answer);
  return 0;
}

/** One document: from the file that is named, else from standard input. */
async function whole({ rest, path, terminal }: CommandContext): Promise<Json> {
  const [file] = rest;
  if (file === undefined) return parseExactJson(await readAll(terminal.input));
  const text = await readFile(path(file), 'utf8').catch(() => { throw new WrongCall('cli.no-file', { path: file }); });
  return parseExactJson(text);
}

function catalogueIn(value: Json | undefined): CatalogueInput {
  if (!isJsonObject(value)) throw new NotJson('This is no catalogue.');
  return value;
}

/** What is answered is plain data; this gives it the type for it. */
function asJson(value: object): Json {
  return JSON.parse(JSON.stringify(value));
}
