/** About how much a value holds: characters of its texts and names, and one for each of its values. Looks no further than `most`. */
export function weightOf(value: unknown, most = Number.POSITIVE_INFINITY): number {
  let weight = 0;
  const waiting: unknown[] = [value];
  while (waiting.length > 0 && weight < most) {
    const next = waiting.pop();
    weight += typeof next === 'string' ? next.length : 1;
    if (typeof next === 'object' && next !== null) for (const [name, inner] of Object.entries(next)) {
      weight += name.length;
      waiting.push(inner);
    }
  }
  return weight;
}
