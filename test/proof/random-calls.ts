import type { Json, JsonObject } from '../../main/core/words/index.ts';

/** A stream of numbers that is the same for the same seed. */
export class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  of<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('nothing to choose from');
    return value;
  }

  some<T>(values: readonly T[], most: number): T[] {
    return Array.from({ length: 1 + this.below(most) }, () => this.of(values));
  }
}

const PIECES = ['alpha', 'Übergröße', '日本', '$&', '$1', '\\n', '"quoted"', '🙂', ' ', 'a'.repeat(60), '<b>x</b>', '\u202eabc', "O'Neil", '&amp;', '{"a":1}', 'ﬁ', 'e\u0301'];

export function text(dice: Dice, most = 6): string {
  return dice.some(PIECES, most).join(' ').slice(0, 180);
}

export function lines(dice: Dice): string {
  const ends = ['\n', '\r\n', '\n\n', ''];
  return Array.from({ length: dice.below(12) }, () => `${' '.repeat(dice.below(5))}${text(dice, 3)}${dice.of(ends)}`).join('');
}

const DAYS = ['2027-03-16', '2027-03-17', '2027-03-18'];

/** Fields of each kind of record of the demo CMS; a value per field, all of them valid. */
export const FIELDS: Readonly<Record<string, Readonly<Record<string, (dice: Dice) => Json>>>> = {
  news: {
    title: (dice) => text(dice), teaser: (dice) => text(dice), body: (dice) => `x${lines(dice)}`, language: (dice) => dice.of(['en', 'de']),
    audience: (dice) => dice.of(['public', 'participants', 'staff']), category: (dice) => dice.of(['announcement', 'programme', 'travel', 'service', 'people']),
    validUntil: (dice) => dice.of(DAYS), status: (dice) => dice.of(['draft', 'published']), image: (dice) => `m-${4001 + dice.below(6)}`,
  },
  agenda_item: {
    title: (dice) => text(dice), description: (dice) => lines(dice), day: (dice) => dice.of(DAYS), start: (dice) => `0${dice.below(10)}:15`, end: (dice) => `1${dice.below(10)}:45`,
    room: (dice) => text(dice, 1), track: (dice) => text(dice, 2).slice(0, 60), speakers: (dice) => dice.some(['d-3001', 'd-3002', 'd-3003'], 3), language: (dice) => dice.of(['en', 'de']),
  },
  directory_entry: {
    type: (dice) => dice.of(['speaker', 'exhibitor']), name: (dice) => text(dice), organisation: (dice) => text(dice), country: (dice) => dice.of(['DE', 'FR', 'NG']),
    description: (dice) => lines(dice), booth: (dice) => `B${dice.below(99)}`, website: () => 'https://example.org/', email: () => 'a@example.org',
  },
  media: {
    name: (dice) => `f${dice.below(1e6)}.txt`, mimeType: (dice) => dice.of(['image/png', 'text/plain']), alt: (dice) => text(dice), credit: (dice) => text(dice),
    content: (dice) => Buffer.from(lines(dice), 'utf8').toString('base64'),
  },
};

export function fieldsOf(kind: string, dice: Dice, all: boolean): JsonObject {
  const known = Object.entries(FIELDS[kind] ?? {});
  const chosen = known.filter(() => all || dice.next() < 0.4);
  return Object.fromEntries((chosen.length === 0 ? known.slice(0, 1) : chosen).map(([name, value]) => [name, value(dice)]));
}

/** A menu of two levels. */
export function menuItems(dice: Dice): Json {
  const entry = (): JsonObject => ({ label: text(dice, 2).slice(0, 80), target: `/${dice.of(['a', 'b/c', 'news', ''])}` });
  return Array.from({ length: dice.below(6) }, () => ({ ...entry(), ...(dice.next() < 0.5 ? { children: Array.from({ length: dice.below(4) }, entry) } : {}) }));
}
