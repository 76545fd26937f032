import { z } from 'zod';
import { grantSchema } from '../../core/grants/grant.ts';
import type { DocumentStore } from '../../core/ports.ts';
import { GRANT_ENDS, type Json } from '../../core/words/index.ts';

const NAME = 'grants';

/** A standing permission, how often it was used, and its end. What ended stays ended. */
export const keptGrantSchema = z.strictObject({
  grant: grantSchema,
  used: z.int().min(0),
  ended: z.strictObject({ at: z.iso.datetime(), why: z.enum(GRANT_ENDS) }).nullable(),
});
export type KeptGrant = z.infer<typeof keptGrantSchema>;

const schema = z.strictObject({ v: z.literal(1), grants: z.array(keptGrantSchema) });

/** So many that ended are kept to look at. */
const ENDED_KEPT = 50;

/** The standing permissions of a home, oldest first. */
export interface GrantDocument {
  all(): readonly KeptGrant[];
  /** Writes all of them. Throws, and changes nothing, where that cannot be done. */
  write(grants: readonly KeptGrant[]): void;
}

/** Opens the document. A damaged one means that nothing is granted; `onDamaged` says so aloud. */
export function openGrants(documents: DocumentStore, onDamaged: (error: unknown) => void): GrantDocument {
  let grants = load(documents, onDamaged);
  return {
    all: () => grants,
    write(next) {
      const ended = next.filter((one) => one.ended !== null);
      const kept = next.filter((one) => one.ended === null || ended.indexOf(one) >= ended.length - ENDED_KEPT);
      documents.write(NAME, { v: 1, grants: kept } as unknown as Json);
      grants = kept;
    },
  };
}

function load(documents: DocumentStore, onDamaged: (error: unknown) => void): readonly KeptGrant[] {
  try {
    const stored = documents.read(NAME);
    return stored === null ? [] : schema.parse(stored).grants;
  } catch (error) {
    onDamaged(error);
    return [];
  }
}
