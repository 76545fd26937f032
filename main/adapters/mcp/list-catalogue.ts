import type { Client } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { instructionsItem, sortDefinitions, type ListedItem } from '../../core/connections/build-catalogue.ts';
import type { Catalogue } from '../../core/connections/catalogue.ts';
import { BUDGETS, LIMITS } from '../../core/connections/limits.ts';
import { LISTS, type ListMethod, type MessageReader } from './message-reader.ts';

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
    ...sortDefinitions([...items, ...instructionsItem(client.getInstructions())]),
    says: says === undefined ? null : { name: shortened(says.name), version: shortened(says.version) },
    era: client.getNegotiatedProtocolVersion() ?? 'unknown',
    partial,
  };
}

/**
 * The tools as the server shows them now, in an otherwise unchanged catalogue. Asks over the wire, never out of a
 * cache. Rejects where they do not come whole within the signal's time.
 */
export async function listToolsAnew(client: Client, reader: MessageReader, known: Catalogue, signal: AbortSignal): Promise<Catalogue> {
  if (client.getServerCapabilities()?.tools === undefined) return known;
  const listed = await listAll(client, reader, 'tools/list', signal);
  const { definitions, refused } = sortDefinitions(listed.items);
  return {
    ...known,
    definitions: [...definitions, ...known.definitions.filter(({ kind }) => kind !== 'tool')],
    refused: [...refused, ...known.refused.filter(({ kind }) => kind !== 'tool')],
    partial: known.partial || listed.partial,
  };
}

async function listAll(
  client: Client, reader: MessageReader, method: ListMethod, signal?: AbortSignal,
): Promise<{ items: ListedItem[]; partial: boolean }> {
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
