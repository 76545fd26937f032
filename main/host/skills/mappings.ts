import { z } from 'zod';
import type { DocumentStore } from '../../core/ports.ts';
import { proposeMapping, shapeOf } from '../../core/skills/plan/mapping.ts';
import type { Mapping, Table } from '../../core/skills/plan/table.ts';
import type { TableInput } from '../../core/skills/playbook.ts';
import { remembered } from './remembered.ts';

const DOCUMENT = 'skill-mappings';
/** Shapes of files that are remembered; the oldest is forgotten. */
const REMEMBERED = 200;
const schema = z.array(z.object({ key: z.string(), mapping: z.record(z.string(), z.int().min(0).max(1_000).nullable()) }));

/** Which column of a file gives which of a playbook, remembered for each skill and shape of file. */
export interface MappingBook {
  /** What was chosen for such a file before, else what the headers propose. */
  of(skill: string, input: string, columns: TableInput['columns'], table: Table): Mapping;
  remember(skill: string, input: string, table: Table, mapping: Mapping): void;
}

export function createMappingBook(documents: DocumentStore): MappingBook {
  const read = () => remembered(documents, DOCUMENT, schema);
  const keyOf = (skill: string, input: string, table: Table): string => `${skill}/${input}/${shapeOf(table.header)}`;
  return {
    of(skill, input, columns, table) {
      const known = read().find(({ key }) => key === keyOf(skill, input, table))?.mapping;
      const proposed = proposeMapping(columns, table.header);
      return known === undefined ? proposed : Object.fromEntries(Object.keys(columns).map((name) => [name, known[name] === undefined ? proposed[name] ?? null : known[name]]));
    },
    remember(skill, input, table, mapping) {
      const key = keyOf(skill, input, table);
      documents.write(DOCUMENT, [...read().filter((one) => one.key !== key), { key, mapping: { ...mapping } }].slice(-REMEMBERED));
    },
  };
}
