import { z } from 'zod';
import type { DocumentStore } from '../core/ports.ts';

const NAME = 'installation';
const schema = z.strictObject({ v: z.literal(1), salt: z.string().regex(/^[0-9a-f]{32,}$/) });

/**
 * The salt of this installation's digests of environment values. A lost or damaged one is made anew: servers with
 * values in their environment are other servers then, and are asked about again.
 */
export function installationSalt(documents: DocumentStore, newSalt: () => string): string {
  try {
    const stored = schema.safeParse(documents.read(NAME));
    if (stored.success) return stored.data.salt;
  } catch {
    // Damaged: the copy was put aside by the store.
  }
  const salt = newSalt();
  documents.write(NAME, { v: 1, salt });
  return salt;
}
