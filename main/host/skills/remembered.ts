import type { z } from 'zod';
import { DamagedDocument, type DocumentStore } from '../../core/ports.ts';

/** What was remembered in a document: a convenience that decides nothing. Damaged or in another form it is empty: a lost memory costs a click. */
export function remembered<Item>(documents: DocumentStore, document: string, schema: z.ZodType<Item[]>): Item[] {
  try {
    return schema.safeParse(documents.read(document) ?? []).data ?? [];
  } catch (error) {
    if (error instanceof DamagedDocument) return [];
    throw error;
  }
}
