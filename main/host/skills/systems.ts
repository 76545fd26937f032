import { z } from 'zod';
import type { DocumentStore } from '../../core/ports.ts';
import { MAPPING_CHARACTERS } from './mapping-file.ts';
import { remembered } from './remembered.ts';

const DOCUMENT = 'skill-systems';
const REMEMBERED = 100;
const schema = z.array(z.object({ skill: z.string(), serverId: z.string(), file: z.string(), text: z.string().max(MAPPING_CHARACTERS) }));

/** A mapping a person gave: its file's own name, and its text as it was then. */
export interface GivenMapping {
  readonly file: string;
  readonly text: string;
}

/** How a skill's tools are called on other systems, remembered for each skill and server. It is read and judged anew at each use. */
export interface SystemBook {
  of(skill: string, serverId: string): GivenMapping | null;
  /** Null forgets it. */
  put(skill: string, serverId: string, mapping: GivenMapping | null): void;
}

export function createSystemBook(documents: DocumentStore): SystemBook {
  const read = () => remembered(documents, DOCUMENT, schema);
  return {
    of(skill, serverId) {
      const found = read().find((one) => one.skill === skill && one.serverId === serverId);
      return found === undefined ? null : { file: found.file, text: found.text };
    },
    put(skill, serverId, mapping) {
      const others = read().filter((one) => one.skill !== skill || one.serverId !== serverId);
      documents.write(DOCUMENT, [...others, ...(mapping === null ? [] : [{ skill, serverId, ...mapping }])].slice(-REMEMBERED));
    },
  };
}
