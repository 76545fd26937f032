import { sameName, type ContentBook } from '../../core/audit/content.ts';

/** An object that is looked for: its name as names are compared, and the keyed digest of that; null where there is no keychain. */
export interface Wanted {
  readonly name: string;
  readonly mark: string | null;
}

/** The object of a name, however that is spelled: calls are found by any spelling of it. */
export async function wantedObject(object: string, content: Pick<ContentBook, 'marks'>): Promise<Wanted> {
  const name = sameName(object);
  return { name, mark: (await content.marks([name]))?.[0] ?? null };
}
