import { typeOf } from '../../core/audit/signing.ts';
import type { AuditRecord } from '../../core/audit/event.ts';
import { exportIn } from './export-ends.ts';
import type { Packed } from './packed.ts';
import { Touches } from './touches.ts';
import type { Wanted } from './wanted.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';

/** What an entry can be found by. A field that is absent lets everything through. */
export interface ActivityFilter {
  /** Moments, ISO 8601: from the first on, up to but without the second. */
  readonly from?: string;
  readonly until?: string;
  readonly person?: string;
  /** The server's name, as recorded. */
  readonly server?: string;
  readonly tool?: string;
  readonly effect?: string;
  readonly verdict?: string;
  readonly outcome?: string;
  /** Calls about this object: its id, its path, or the end of one. */
  readonly object?: string;
  /** Text anywhere in the record, in that of its call's end or in what was kept of the call: as `lookingForText` has it. */
  readonly text?: string;
}

/** A record that may pass, how its call ended, and the record that says so. */
export interface Candidate {
  readonly seq: number;
  readonly outcome: string | null;
  readonly end: number | null;
}

const NAMES = ['person', 'server', 'tool', 'effect', 'verdict', 'outcome'] as const;
type Name = (typeof NAMES)[number];
const FIRST_ROOM = 1_024;
/** Different words that are remembered. Whatever comes later counts as unknown, and is looked at in its record. */
const MOST_WORDS = 200_000;
const NONE = 0;
const UNKNOWN = 1;
/** Stands where an outcome does: this beginning has an end of its own, which is the line of both. */
const COVERED = 'covered by its end';

/**
 * The filterable part of every entry in columns of numbers: some forty-five bytes each, whatever their records hold. It is no
 * evidence: it is made from the log, and can be made from it anew at any time.
 */
export class ActivityColumns {
  #room = FIRST_ROOM;
  #seq = new Uint32Array(FIRST_ROOM);
  #at = new Float64Array(FIRST_ROOM);
  readonly #columns: Record<Name, Uint32Array> = {
    person: new Uint32Array(FIRST_ROOM), server: new Uint32Array(FIRST_ROOM), tool: new Uint32Array(FIRST_ROOM),
    effect: new Uint32Array(FIRST_ROOM), verdict: new Uint32Array(FIRST_ROOM), outcome: new Uint32Array(FIRST_ROOM),
  };
  /** The records that say how calls ended; 0 where none does. */
  #endSeq = new Uint32Array(FIRST_ROOM);
  readonly #words = new Map<string, number>();
  /** The words by their numbers; the first two numbers are no words. */
  readonly #spelled: (string | null)[] = [null, null];
  /** Where the entry of a call that has not ended stands. */
  readonly #open = new Map<string, number>();
  /** Where the newest beginning of an export stands, while it has no end. */
  #exporting: number | null = null;
  #touches = new Touches();
  length = 0;

  /** Takes the next record of the log. Ends are noted at the entry of their call; checkpoints are no entries. */
  add(record: AuditRecord): void {
    const event = objectOf(record.event);
    const type = typeOf(record);
    if (type === 'checkpoint') return;
    if (type === 'outcome') {
      this.#end(textIn(event, 'callId'), textIn(event, 'outcome'), record.seq);
      return;
    }
    if (this.length === this.#room) this.#grow();
    const at = this.length;
    this.length += 1;
    this.#seq[at] = record.seq;
    this.#at[at] = Date.parse(record.at);
    const facts = factsOf(event, type);
    for (const name of NAMES) this.#columns[name][at] = this.#numberOf(facts[name]);
    this.#touches.add(at, objectOf(event['call']));
    const callId = textIn(objectOf(event['call']), 'callId');
    if (type === 'intent' && callId !== null) this.#open.set(callId, at);
    const part = exportIn(record);
    if (part === 'ended' && this.#exporting !== null) this.#columns.outcome[this.#exporting] = this.#numberOf(COVERED);
    if (part !== null) this.#exporting = part === 'began' ? at : null;
  }

  /** The record numbers of the first and the last entry within a span of time; null: there is none. */
  within(from: number, until: number): { readonly first: number; readonly last: number } | null {
    let first: number | null = null;
    let last: number | null = null;
    for (let at = 0; at < this.length; at += 1) {
      const time = this.#at[at] ?? 0;
      if (time < from || time >= until) continue;
      first ??= this.#seq[at] ?? null;
      last = this.#seq[at] ?? null;
    }
    return first === null || last === null ? null : { first, last };
  }

  /** The records that may pass, newest first, below `before`, and how their calls ended and which record says so. Text is not looked at here. */
  *find(filter: ActivityFilter, object: Wanted | null, before: number | null): Generator<Candidate> {
    const wanted = NAMES.flatMap((name) => {
      const word = filter[name];
      return word === undefined ? [] : [[this.#columns[name], this.#words.get(word) ?? -1] as const];
    });
    const touches = object === null ? null : this.#touches.looking(object);
    const covered = this.#words.get(COVERED);
    const from = filter.from === undefined ? -Infinity : Date.parse(filter.from);
    const until = filter.until === undefined ? Infinity : Date.parse(filter.until);
    for (let at = this.length - 1; at >= 0; at -= 1) {
      const seq = this.#seq[at] ?? 0;
      const time = this.#at[at] ?? 0;
      if ((before !== null && seq >= before) || !(time >= from && time < until) || touches?.(at) === false) continue;
      if (covered !== undefined && this.#columns.outcome[at] === covered) continue;
      if (wanted.every(([column, word]) => column[at] === word || column[at] === UNKNOWN)) {
        const end = this.#endSeq[at] ?? 0;
        yield { seq, outcome: this.#spelled[this.#columns.outcome[at] ?? NONE] ?? null, end: end === 0 ? null : end };
      }
    }
  }

  /** All of it as columns, for {@link ActivityColumns.unpacked}. */
  packed(): Packed {
    const { length } = this;
    const columns = [this.#seq, ...NAMES.map((name) => this.#columns[name]), this.#endSeq].map((column) => column.slice(0, length));
    return {
      about: { words: this.#spelled.slice(2), open: [...this.#open], exporting: this.#exporting },
      columns: [this.#at.slice(0, length), ...columns, ...this.#touches.columns(length)],
    };
  }

  /** Goes on from what was packed; null where it is not that. */
  static unpacked({ about, columns: [at, ...columns] }: Packed): ActivityColumns | null {
    const { words, open, exporting } = about;
    if (!(at instanceof Float64Array) || columns.length !== NAMES.length + 4 || !Array.isArray(words) || !Array.isArray(open)) return null;
    const made = new ActivityColumns();
    const numbers = columns.filter((column) => column instanceof Uint32Array) as Uint32Array<ArrayBuffer>[];
    const ends = numbers.at(-1);
    if (numbers.length !== columns.length || ends === undefined || [...numbers.slice(0, NAMES.length + 2), ends].some((column) => column.length !== at.length)) return null;
    while (made.#room < at.length) made.#grow();
    made.length = at.length;
    made.#at.set(at);
    made.#seq.set(numbers[0] ?? []);
    NAMES.forEach((name, index) => made.#columns[name].set(numbers[index + 1] ?? []));
    made.#endSeq.set(numbers[NAMES.length + 1] ?? []);
    made.#touches = Touches.of(numbers.at(-2) ?? new Uint32Array(), ends);
    for (const word of words) made.#numberOf(String(word));
    for (const one of open as readonly (readonly [string, number])[]) made.#open.set(one[0], one[1]);
    if (typeof exporting === 'number') made.#exporting = exporting;
    return made;
  }

  #end(callId: string | null, outcome: string | null, seq: number): void {
    const at = callId === null ? undefined : this.#open.get(callId);
    if (at === undefined || callId === null) return;
    this.#columns.outcome[at] = this.#numberOf(outcome);
    this.#endSeq[at] = seq;
    this.#open.delete(callId);
  }

  #numberOf(word: string | null): number {
    if (word === null) return NONE;
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    if (this.#words.size >= MOST_WORDS) return UNKNOWN;
    const next = this.#spelled.length;
    this.#spelled.push(word);
    this.#words.set(word, next);
    return next;
  }

  #grow(): void {
    this.#room *= 2;
    this.#seq = wider(this.#seq, this.#room);
    this.#endSeq = wider(this.#endSeq, this.#room);
    const at = new Float64Array(this.#room);
    at.set(this.#at);
    this.#at = at;
    for (const name of NAMES) this.#columns[name] = wider(this.#columns[name], this.#room);
  }
}

function wider(column: Uint32Array, room: number): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(room);
  next.set(column);
  return next;
}

/** Whether a record passes a filter, but for its text and its object. `outcome` is how its call ended, null where it did not or is none. */
export function passesFields(record: AuditRecord, outcome: string | null, filter: ActivityFilter): boolean {
  const facts = factsOf(objectOf(record.event), typeOf(record));
  const time = Date.parse(record.at);
  if (filter.from !== undefined && !(time >= Date.parse(filter.from))) return false;
  if (filter.until !== undefined && !(time < Date.parse(filter.until))) return false;
  return NAMES.every((name) => filter[name] === undefined || (name === 'outcome' ? facts.outcome ?? outcome : facts[name]) === filter[name]);
}

/** What a record says of the fields that can be filtered; an end's outcome stands elsewhere. */
export function factsOf(event: JsonObject, type: string): Readonly<Record<Name, string | null>> {
  const call = objectOf(event['call']);
  const from = type === 'intent' || type === 'refusal' ? call : event;
  return {
    person: textIn(objectOf(from['actor']), 'person'), server: textIn(objectOf(from['server']), 'name'), tool: textIn(objectOf(call['tool']), 'name'),
    effect: textIn(call, 'effect'), verdict: textIn(call, 'verdict'), outcome: type === 'refusal' ? 'refused' : null,
  };
}

function objectOf(value: Json | undefined): JsonObject {
  return value !== undefined && isJsonObject(value) ? value : {};
}

function textIn(value: JsonObject, name: string): string | null {
  const found = value[name];
  return typeof found === 'string' ? found : null;
}
