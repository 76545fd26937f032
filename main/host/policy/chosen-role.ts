import { z } from 'zod';
import type { DocumentStore } from '../../core/ports.ts';
import { ROLES, type Role } from '../../core/words/index.ts';

const DOCUMENT = 'role';
const schema = z.object({ role: z.enum(ROLES).nullable() });

/** Where it stands that a person chose a role by hand. */
export const BY_HAND = 'by-hand#/role';

/** The role that somebody took by hand on a machine that nobody manages: a reminder, no protection. */
export interface ChosenRole {
  /** Null: none was chosen, or what was kept cannot be read; then the person is the owner, as they are anyway. */
  read(): Role | null;
  /** Throws where it cannot be kept. */
  write(role: Role | null): void;
}

export function openChosenRole(documents: DocumentStore, onDamaged: (error: unknown) => void): ChosenRole {
  let known: Role | null | undefined;
  const read = (): Role | null => {
    try {
      return schema.catch({ role: null }).parse(documents.read(DOCUMENT) ?? { role: null }).role;
    } catch (error) {
      onDamaged(error);
      return null;
    }
  };
  return {
    read: () => (known ??= read()),
    write(role) {
      documents.write(DOCUMENT, { role });
      known = role;
    },
  };
}
