/** A stretch of both sides, by the places of its rows. */
export interface Stretch {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly nowFrom: number;
  readonly nowTo: number;
}

/** One row that stands on both sides. */
export interface Anchor {
  readonly old: number;
  readonly now: number;
}

/**
 * Rows that stand exactly once on each side of a stretch and in the same order on both, as many as there are (patience
 * diff, after Bram Cohen). In: both sides as numbers, equal rows with equal numbers.
 */
export function anchorsOf(part: Stretch, sides: { readonly old: Int32Array; readonly now: Int32Array }): readonly Anchor[] {
  const once = placesOfUnique(sides.old, part.oldFrom, part.oldTo);
  const onceNow = placesOfUnique(sides.now, part.nowFrom, part.nowTo);
  const common: Anchor[] = [];
  for (const [id, old] of once) {
    const now = onceNow.get(id);
    if (old >= 0 && now !== undefined && now >= 0) common.push({ old, now });
  }
  // The map goes by first places, so the anchors come in the order of the old side.
  return longestRising(common);
}

/** The place of each row that stands once; -1 for one that stands more often. */
function placesOfUnique(rows: Int32Array, from: number, to: number): Map<number, number> {
  const places = new Map<number, number>();
  for (let at = from; at < to; at += 1) {
    const id = rows[at] as number;
    places.set(id, places.has(id) ? -1 : at);
  }
  return places;
}

/** The longest part of a list whose `now` rises, in its order. */
function longestRising(list: readonly Anchor[]): readonly Anchor[] {
  const tails: number[] = [];
  const before = new Int32Array(list.length).fill(-1);
  list.forEach((anchor, at) => {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[tails[middle] as number] as Anchor).now < anchor.now) low = middle + 1;
      else high = middle;
    }
    if (low > 0) before[at] = tails[low - 1] as number;
    tails[low] = at;
  });
  const rising: Anchor[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] as number) rising.push(list[at] as Anchor);
  return rising.reverse();
}
