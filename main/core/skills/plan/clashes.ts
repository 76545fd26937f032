import type { TypedRow } from './rows.ts';

/** A row's claim on a place: from when until when. Texts of one form compare as moments do. */
export interface Claim {
  readonly row: TypedRow;
  readonly place: string;
  readonly from: string;
  readonly until: string;
}

/** Marks every row whose claim overlaps another's at the same place. They are kept; the mark names the other row. Gives how many rows. */
export function markClashes(claims: readonly Claim[]): number {
  const marked = new Map<TypedRow, TypedRow>();
  const places = new Map<string, Claim[]>();
  for (const claim of claims) {
    const there = places.get(claim.place);
    if (there === undefined) places.set(claim.place, [claim]);
    else there.push(claim);
  }
  for (const there of places.values()) {
    const ordered = there.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.row.at - b.row.at));
    // Whoever ends last so far is whom the next one may overlap; so each row meets one other and the work stays small.
    let last: Claim | undefined;
    for (const claim of ordered) {
      if (last !== undefined && claim.from < last.until) {
        if (!marked.has(claim.row)) marked.set(claim.row, last.row);
        if (!marked.has(last.row)) marked.set(last.row, claim.row);
      }
      if (last === undefined || claim.until > last.until) last = claim;
    }
  }
  for (const [row, other] of marked) row.marks.push({ code: 'clash', column: '', value: other.at });
  return marked.size;
}
