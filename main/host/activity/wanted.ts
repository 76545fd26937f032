import { nameOfObject, type ContentBook } from '../../core/audit/content.ts';

/** An object that is looked for: its name as names are compared, and the keyed digests by which it may have been put down; none where there is no keychain. */
export interface Wanted {
  readonly name: string;
  readonly marks: readonly string[];
}

/** The object of a name, however that is spelled: calls are found by any spelling of it. */
export async function wantedObject(object: string, content: Pick<ContentBook, 'marks'>): Promise<Wanted> {
  const name = nameOfObject(object);
  // Earlier versions put names down with the separator at their end.
  return { name, marks: await content.marks([name, `${name}/`, `${name}\\`]) ?? [] };
}
