import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ListMethod } from '../../../../main/core/connections/lists.ts';
import type { CatalogueInput } from '../../../../main/core/pins/catalogue-digest.ts';
import type { Json, PinnedKind } from '../../../../main/core/words/index.ts';
import type { CatalogueText } from './real-path.ts';

const DATA = join(import.meta.dirname, '../../../data');

/** One entry of a list of a real server. */
export interface RealItem {
  readonly method: ListMethod;
  readonly kind: PinnedKind;
  readonly name: string;
  readonly value: Json;
}
export interface RealCatalogue {
  readonly slug: string;
  readonly input: CatalogueInput;
  readonly items: readonly RealItem[];
  readonly instructions: string | null;
}

const FIELDS: readonly { field: keyof CatalogueInput; method: ListMethod; kind: PinnedKind; name: string }[] = [
  { field: 'tools', method: 'tools/list', kind: 'tool', name: 'name' },
  { field: 'prompts', method: 'prompts/list', kind: 'prompt', name: 'name' },
  { field: 'resources', method: 'resources/list', kind: 'resource', name: 'uri' },
  { field: 'resourceTemplates', method: 'resources/templates/list', kind: 'template', name: 'uriTemplate' },
];

/** The recordings in one folder of test data: `catalogues` or `drift`. */
export function realCatalogues(folder: 'catalogues' | 'drift'): RealCatalogue[] {
  return readdirSync(join(DATA, folder)).filter((file) => file.endsWith('.json')).sort().map((file) => {
    const input = JSON.parse(readFileSync(join(DATA, folder, file), 'utf8')) as CatalogueInput;
    const items = FIELDS.flatMap(({ field, method, kind, name }) => {
      const list = input[field];
      return (Array.isArray(list) ? (list as Record<string, Json>[]) : []).map((value) => ({ method, kind, name: String(value[name]), value }));
    });
    return { slug: file.replace(/\.json$/, ''), input, items, instructions: typeof input.instructions === 'string' ? input.instructions : null };
  });
}

/** Entries as a server would send them, each spelled by `spell`. */
export function textOf(items: readonly RealItem[], instructions: string | null, spell: (item: RealItem) => string): CatalogueText {
  const lists = FIELDS.flatMap(({ method }) => {
    const entries = items.filter((item) => item.method === method).map(spell);
    return entries.length === 0 ? [] : [{ method, entries }];
  });
  return { lists, instructions };
}
