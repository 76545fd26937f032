/** A tool is addressed by its server and its name; either alone says nothing. */
export interface ToolName {
  readonly serverId: string;
  readonly name: string;
}

/**
 * What a name looks like to a reader: compatibility forms, case, characters that cannot be seen and, by `skeleton`,
 * letters that look alike are one. Two names with one key are told apart by nobody.
 */
export function nameKey(name: string, hasHidden: (text: string) => boolean, skeleton: (text: string) => string): string {
  // Most names are plain; a server may list tens of thousands.
  if (/^[ -~]*$/.test(name)) return skeleton(name.toLowerCase()).toLowerCase();
  const composed = name.normalize('NFKC');
  const seen = hasHidden(composed) ? [...composed].filter((character) => !hasHidden(character)).join('') : composed;
  // Both directions, so that letters with several forms (long s, sharp s, final sigma) fold to one.
  return skeleton(seen.toUpperCase().toLowerCase().normalize('NFKC')).toLowerCase();
}
