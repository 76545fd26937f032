/** The columns of long lists of records, the same for their head and their rows. */
export function columnsOf(columns: readonly string[]): { readonly gridTemplateColumns: string } {
  return { gridTemplateColumns: `52px 20px repeat(${columns.length}, minmax(0, 1fr))` };
}
