import { namesIn } from '../../core/audit/content.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';
import type { Wanted } from './wanted.ts';

const FIRST_ROOM = 4_096;

/** Which entries name which objects, four bytes for each name. Two names may share a number: what is found is looked at again. */
export class Touches {
  #numbers = new Uint32Array(FIRST_ROOM);
  #count = 0;
  /** Where the numbers of each entry end. */
  #ends = new Uint32Array(FIRST_ROOM);

  /** Takes the names of the next entry. */
  add(entry: number, call: JsonObject): void {
    for (const number of numbersOf(call)) {
      if (this.#count === this.#numbers.length) this.#numbers = wider(this.#numbers);
      this.#numbers[this.#count] = number;
      this.#count += 1;
    }
    if (entry === this.#ends.length) this.#ends = wider(this.#ends);
    this.#ends[entry] = this.#count;
  }

  /** The names of `entries` entries as columns, for {@link Touches.of}. */
  columns(entries: number): readonly [Uint32Array, Uint32Array] {
    return [this.#numbers.slice(0, this.#count), this.#ends.slice(0, entries)];
  }

  /** Goes on from such columns. */
  static of(numbers: Uint32Array<ArrayBuffer>, ends: Uint32Array<ArrayBuffer>): Touches {
    const touches = new Touches();
    touches.#count = numbers.length;
    touches.#numbers = roomy(numbers);
    touches.#ends = roomy(ends);
    return touches;
  }

  /** A test of entries for an object, by its name and by its keyed digests. */
  looking({ name, marks }: Wanted): (entry: number) => boolean {
    const wanted = [numberOf(name), ...marks.map(numberOfMark)];
    return (entry) => {
      for (let at = entry === 0 ? 0 : this.#ends[entry - 1] ?? 0; at < (this.#ends[entry] ?? 0); at += 1) {
        if (wanted.includes(this.#numbers[at] ?? -1)) return true;
      }
      return false;
    };
  }
}

/** Arguments in the record by their names; kept apart, by their keyed digests. */
function numbersOf(call: JsonObject): readonly number[] {
  const args: Json | undefined = call['args'];
  if (args !== undefined && args !== null) return namesIn(args).map(numberOf);
  const content = call['content'];
  const marks = content !== undefined && isJsonObject(content) ? content['marks'] : undefined;
  return Array.isArray(marks) ? marks.flatMap((mark: Json) => (typeof mark === 'string' ? [numberOfMark(mark)] : [])) : [];
}

/** FNV-1a over UTF-16 units. */
function numberOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

function numberOfMark(mark: string): number {
  return Number.parseInt(mark.slice(0, 8), 16) >>> 0;
}

function roomy(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const room = new Uint32Array(Math.max(FIRST_ROOM, array.length));
  room.set(array);
  return room;
}

function wider(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(array.length * 2);
  next.set(array);
  return next;
}
