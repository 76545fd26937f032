import type { AnchoredHead } from './anchors.ts';
import type { ChainHead } from './chain.ts';

const FIRST_ROOM = 64;
/** Bytes of a hash. */
const HASH = 32;
const DIGITS = '0123456789abcdef';

/** What many anchors have in common. */
type Source = Pick<AnchoredHead, 'chain' | 'file' | 'by'>;

/**
 * Anchors in the order they were given, found by the number they speak of. A witness may name as many places as the log has records: each takes some
 * fifty bytes here, a million of them what a few thousand records do.
 */
export class Places implements Iterable<AnchoredHead> {
  #length = 0;
  #seqs = new Float64Array(FIRST_ROOM);
  #hashes = new Uint8Array(FIRST_ROOM * HASH);
  /** The number of each one's source. */
  #from = new Uint32Array(FIRST_ROOM);
  readonly #sources: Source[] = [];
  readonly #known = new Map<string, number>();
  /** Their places in the order of their numbers; made where it is first asked for. */
  #order: Uint32Array | null = null;

  static of(anchors: Iterable<AnchoredHead>): Places {
    const places = new Places();
    for (const anchor of anchors) places.add(anchor);
    return places;
  }

  get length(): number {
    return this.#length;
  }

  /** Takes one more; the very one before it once alone. */
  add({ chain, seq, hash, file, by }: AnchoredHead): void {
    const from = this.#sourceOf(chain, file, by);
    const last = this.#length - 1;
    if (last >= 0 && this.#seqs[last] === seq && this.#from[last] === from && this.#is(last, hash)) return;
    if (this.#length === this.#seqs.length) this.#grow();
    this.#seqs[this.#length] = seq;
    this.#from[this.#length] = from;
    for (let at = 0; at < HASH; at += 1) this.#hashes[this.#length * HASH + at] = byteAt(hash, at);
    this.#length += 1;
    this.#order = null;
  }

  seqOf(place: number): number {
    return this.#seqs[place] ?? 0;
  }

  get(place: number): AnchoredHead {
    let hash = '';
    for (let at = 0; at < HASH; at += 1) {
      const byte = this.#hashes[place * HASH + at] ?? 0;
      hash += `${DIGITS[byte >> 4] ?? ''}${DIGITS[byte & 15] ?? ''}`;
    }
    const { chain, file, by } = this.#source(place);
    return { chain, seq: this.seqOf(place), hash, file, ...(by !== undefined && { by }) };
  }

  /** An anchor of this record's chain and number that knows another record there. */
  differing({ chain, seq, hash }: ChainHead): AnchoredHead | undefined {
    for (const place of this.#at(seq)) if (this.#source(place).chain === chain && !this.#is(place, hash)) return this.get(place);
    return undefined;
  }

  /** The places at which a record of another chain stands. */
  *passedBy({ chain, seq }: ChainHead): Generator<number> {
    for (const place of this.#at(seq)) if (this.#source(place).chain !== chain) yield place;
  }

  *[Symbol.iterator](): Generator<AnchoredHead> {
    for (let place = 0; place < this.#length; place += 1) yield this.get(place);
  }

  *#at(seq: number): Generator<number> {
    if (this.#length === 0) return;
    const order = (this.#order ??= this.#ordered());
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.seqOf(order[middle] ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    for (; low < order.length && this.seqOf(order[low] ?? 0) === seq; low += 1) yield order[low] ?? 0;
  }

  /** Those of one number stay in the order they were given in. */
  #ordered(): Uint32Array {
    return Uint32Array.from({ length: this.#length }, (_, place) => place).sort((a, b) => this.seqOf(a) - this.seqOf(b) || a - b);
  }

  #source(place: number): Source {
    return this.#sources[this.#from[place] ?? 0] ?? { chain: '', file: '' };
  }

  #sourceOf(chain: string, file: string, by: Source['by']): number {
    const key = `${chain}\n${by ?? ''}\n${file}`;
    const known = this.#known.get(key) ?? this.#sources.length;
    if (known === this.#sources.length) {
      this.#known.set(key, known);
      this.#sources.push({ chain, file, ...(by !== undefined && { by }) });
    }
    return known;
  }

  #is(place: number, hash: string): boolean {
    for (let at = 0; at < HASH; at += 1) if (this.#hashes[place * HASH + at] !== byteAt(hash, at)) return false;
    return true;
  }

  #grow(): void {
    const most = this.#length * 2;
    const [seqs, hashes, from] = [new Float64Array(most), new Uint8Array(most * HASH), new Uint32Array(most)];
    seqs.set(this.#seqs);
    hashes.set(this.#hashes);
    from.set(this.#from);
    [this.#seqs, this.#hashes, this.#from] = [seqs, hashes, from];
  }
}

/** One byte of a hash in hexadecimal, in small letters. */
function byteAt(hash: string, at: number): number {
  return (nibble(hash.charCodeAt(at * 2)) << 4) | nibble(hash.charCodeAt(at * 2 + 1));
}

function nibble(code: number): number {
  return code > 0x39 ? code - 0x57 : code - 0x30;
}
