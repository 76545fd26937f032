import type { Json } from '../core/words/index.ts';

/** About so many characters go to a thread at once: more would hold the sender up while they are copied. */
export const SLICE_CHARS = 512 * 1024;

/**
 * The values in order, in slices of about {@link SLICE_CHARS}; a slice holds one value at least. Measured as they are
 * taken, so that a long list is never walked at once.
 */
export function* slicesOf<T extends Json>(values: readonly T[]): Generator<readonly T[]> {
  let slice: T[] = [];
  let chars = 0;
  for (const value of values) {
    const size = sizeOf(value);
    if (slice.length > 0 && chars + size > SLICE_CHARS) {
      yield slice;
      [slice, chars] = [[], 0];
    }
    slice.push(value);
    chars += size;
  }
  if (slice.length > 0) yield slice;
}

/** About as many characters as the value has in JSON. Its depth was bounded on arrival. */
function sizeOf(value: Json): number {
  if (typeof value === 'string') return value.length + 3;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 2;
  if (Array.isArray(value)) for (const item of value as readonly Json[]) size += sizeOf(item);
  else for (const [name, member] of Object.entries(value)) size += name.length + 4 + sizeOf(member);
  return size;
}
