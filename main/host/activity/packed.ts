import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';

/** Columns of numbers and what belongs to them, as bytes and back. For what can be made anew: nothing here is checked but the lengths. */
export interface Packed {
  readonly about: JsonObject;
  readonly columns: readonly (Uint32Array | Float64Array)[];
}

const HEAD = 8;
const ALIGN = 8;
const padded = (bytes: number): number => Math.ceil(bytes / ALIGN) * ALIGN;

/** One text of JSON, its length before it, and the columns behind it, each of which says how long it is and of what. */
export function pack({ about, columns }: Packed): Uint8Array {
  const shapes = columns.map((column) => [column instanceof Float64Array ? 8 : 4, column.length]);
  const text = new TextEncoder().encode(JSON.stringify({ about, shapes }));
  const total = columns.reduce((sum, column) => sum + padded(column.byteLength), HEAD + padded(text.length));
  const bytes = new Uint8Array(total);
  new DataView(bytes.buffer).setUint32(0, text.length);
  bytes.set(text, HEAD);
  let at = HEAD + padded(text.length);
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += padded(column.byteLength);
  }
  return bytes;
}

/** What was packed, with room of its own; null where the bytes are something else. Never throws. */
export function unpack(bytes: Uint8Array): Packed | null {
  try {
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    const head: Json = JSON.parse(new TextDecoder().decode(bytes.subarray(HEAD, HEAD + length)));
    const [about, shapes] = isJsonObject(head) ? [head['about'], head['shapes']] : [];
    if (about === undefined || !isJsonObject(about) || !Array.isArray(shapes)) return null;
    let at = HEAD + padded(length);
    const columns = (shapes as readonly Json[]).map((shape) => {
      const [wide, count] = shape as readonly number[];
      const size = (wide ?? 0) * (count ?? 0);
      if (!(at + size <= bytes.length)) throw new RangeError('cut off');
      const own = new ArrayBuffer(size);
      new Uint8Array(own).set(new Uint8Array(bytes.buffer, bytes.byteOffset + at, size));
      at += padded(size);
      return wide === 8 ? new Float64Array(own) : new Uint32Array(own);
    });
    return { about, columns };
  } catch {
    return null;
  }
}
