import type { Client } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { instructionsItem, sortDefinitions, type ListedItem } from '../../core/connections/build-catalogue.ts';
import type { Catalogue } from '../../core/connections/catalogue.ts';
import { BUDGETS, LIMITS } from '../../core/connections/limits.ts';
import { LISTS, type ListMethod } from '../../core/connections/lists.ts';
import type { PinnedKind } from '../../core/words/index.ts';
import { sha256 } from '../digest/sha256.ts';
import type { MessageReader } from './message-reader.ts';

/** The reduced result is only an envelope; the entries wait with the reader. */
const envelope = z.looseObject({});

const CAPABILITY = {
  'tools/list': 'tools', 'prompts/list': 'prompts', 'resources/list': 'resources', 'resources/templates/list': 'resources',
} as const satisfies Record<ListMethod, string>;

/**
 * Everything a connected server offers, as received. A list that does not end within the page cap, or a list of
 * prompts or resources that fails, makes the catalogue partial; a failing list of tools rejects.
 */
export async function listCatalogue(client: Client, reader: MessageReader): Promise<Catalogue> {
  const offers = client.getServerCapabilities() ?? {};
  const items: ListedItem[] = [];
  let partial = false;
  for (const method of Object.keys(LISTS) as ListMethod[]) {
    if (offers[CAPABILITY[method]] === undefined) continue;
    try {
      const listed = await listAll(client, reader, method);
      items.push(...listed.items);
      partial ||= listed.partial;
    } catch (error) {
      if (method === 'tools/list') throw error;
      // Many servers announce resources without templates; only what can be called must be complete.
      partial ||= !isUnknownMethod(error);
    }
  }
  const says = client.getServerVersion();
  return {
    ...sortDefinitions([...items, ...instructionsItem(lastInstructions(client), sha256)]),
    says: says === undefined ? null : { name: shortened(says.name), version: shortened(says.version) },
    era: client.getNegotiatedProtocolVersion() ?? 'unknown',
    partial,
  };
}

/**
 * Everything as the server shows it now, asked over the wire and never out of a cache; the lists at once, for somebody
 * waits. Rejects where the tools do not come whole within the signal's time. Where another list does not come, its
 * definitions stay as they were known and the catalogue is partial. Instructions are asked again of a server of the
 * newer protocol; one of the older gives them once for each connection.
 */
export async function listAnew(client: Client, reader: MessageReader, known: Catalogue, signal: AbortSignal): Promise<Catalogue> {
  const offers = client.getServerCapabilities() ?? {};
  const methods = (Object.keys(LISTS) as ListMethod[]).filter((method) => offers[CAPABILITY[method]] !== undefined);
  const [told, lists] = await Promise.all([
    instructionsAnew(client, signal),
    Promise.all(methods.map((method) => oneAnew(client, reader, method, signal))),
  ]);
  const unread = methods.filter((_, at) => lists[at] === null).map((method): PinnedKind => LISTS[method].kind);
  if (!told) unread.push('instructions');
  const items = lists.flatMap((listed) => listed?.items ?? []);
  const { definitions, refused } = sortDefinitions([...items, ...(told ? instructionsItem(lastInstructions(client), sha256) : [])]);
  return {
    ...known,
    definitions: [...definitions, ...known.definitions.filter(({ kind }) => unread.includes(kind))],
    refused: [...refused, ...known.refused.filter(({ kind }) => unread.includes(kind))],
    partial: unread.length > 0 || lists.some((listed) => listed?.partial === true),
  };
}

/** One list anew; null where it did not come. A list the server does not know is empty; tools that do not come reject. */
async function oneAnew(client: Client, reader: MessageReader, method: ListMethod, signal: AbortSignal): Promise<Listed | null> {
  try {
    return await listAll(client, reader, method, signal);
  } catch (error) {
    if (method === 'tools/list') throw error;
    return isUnknownMethod(error) ? { items: [], partial: false } : null;
  }
}

/** False where a server that can be asked for its instructions did not give them again. */
async function instructionsAnew(client: Client, signal: AbortSignal): Promise<boolean> {
  if (client.getProtocolEra() !== 'modern') return true;
  return client.discover({ signal }).then(() => true, () => false);
}

/** What the server said last: the library keeps those of the first answer apart from those it is told since. */
function lastInstructions(client: Client): string | undefined {
  const discovered = client.getDiscoverResult();
  return discovered === undefined ? client.getInstructions() : discovered.instructions;
}

/** One list with all its pages, as far as it was read. */
interface Listed {
  readonly items: ListedItem[];
  readonly partial: boolean;
}

async function listAll(client: Client, reader: MessageReader, method: ListMethod, signal?: AbortSignal): Promise<Listed> {
  const items: ListedItem[] = [];
  let cursor: string | null = null;
  let chars = 0;
  for (let page = 0; page < LIMITS.pages; page++) {
    const params: { cursor?: string } = cursor === null ? {} : { cursor };
    const reduced: unknown = await client.request({ method, params }, envelope, { timeout: BUDGETS.list, ...(signal === undefined ? {} : { signal }) });
    const raw = reader.take(reduced);
    if (raw?.of !== 'list') throw new Error('no list in the answer');
    items.push(...raw.items);
    chars += raw.chars;
    // Each page may be as large as a message; all together may not be so often that.
    if (chars > LIMITS.listChars) return { items, partial: true };
    if (items.length > LIMITS.definitions) return { items: items.slice(0, LIMITS.definitions), partial: true };
    if (raw.nextCursor === null) return { items, partial: false };
    cursor = raw.nextCursor;
  }
  return { items, partial: true };
}

/** A name a server gives itself is shown in every list of servers: it is cut, or one server would fill them all. */
function shortened(text: unknown): string {
  return String(text).slice(0, 200).toWellFormed();
}

function isUnknownMethod(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === -32601;
}
