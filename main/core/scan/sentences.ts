import { plainLetters } from './confusables.ts';
import { fold, meaningsOf, writtenMeanings, type Meaning } from './vocabulary.ts';

/** A sentence, and at which of its words which meaning stands. Text is as normalised, case kept. */
export interface Sentence {
  readonly text: string;
  readonly at: number;
  readonly length: number;
  readonly places: ReadonlyMap<Meaning, readonly number[]>;
}

/**
 * A text as a model reads it: compatibility forms made plain, characters nobody sees removed, letters set apart joined,
 * lines that only wrap joined, names that are whole sentences taken apart.
 */
export function normaliseProse(text: string): string {
  const plain = PLAIN.test(text) ? text : text.normalize('NFKC').replace(/[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]|(?![\n\t])\p{Cc}/gu, '');
  const joined = plain.replace(/(?<=^|[\s"'(>.\-_*])(?:\p{L}[ .\-_*]){2,80}\p{L}(?![\p{L}\p{N}])/gu, (spread) => spread.replace(/[ .\-_*]/g, ''));
  const split = joined.replace(MANY_WORDS, (name) => name.replaceAll('_', ' ')).replace(MANY_HUMPS, (name) => name.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' '));
  return split.includes('\n') ? split.replace(/(?<=[\p{Ll},])[ \t]{0,8}\n[ \t]{0,8}(?=[\p{Ll}])/gu, ' ') : split;
}

/** Whole sentences written as one name. */
const MANY_WORDS = /(?<![\p{L}\p{N}/])\p{L}{2,20}(?:_\p{L}{1,20}){4,30}(?![\p{L}\p{N}/(])/gu;
const MANY_HUMPS = /(?<![\p{L}\p{N}])\p{L}\p{Ll}{1,19}(?:\p{Lu}\p{Ll}{1,19}){5,30}(?![\p{L}\p{N}(])/gu;

/** Nothing to make plain: most texts are passed on by this alone. */
const PLAIN = /^[\n\t -~]*$/;

/** A sentence that ends inside quotes, with more behind them, has not ended. */
const BOUNDARY = /[.!?;:](?!['"”’)\]]{1,2}\s{1,3}\p{Ll})(?=[\s"')\]]|$)|[。！？；]|\n/gu;
const LONGEST = 600;
const WORD = /[\p{L}\p{M}\p{N}_@$#'’]+/gu;
const LEET: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's' };
const remembered = new Map<string, readonly Meaning[]>();
const REMEMBERED = 50_000;

/** The sentences of a normalised text in order. A sentence without an end is cut, so that none is long. */
export function sentencesOf(prose: string): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  const cut = (to: number): void => {
    for (let at = from; at < to; at += LONGEST) {
      const text = prose.slice(at, Math.min(to, at + LONGEST));
      if (/\S/.test(text)) sentences.push(sentence(text, at));
    }
    from = to;
  };
  for (const { index } of prose.matchAll(BOUNDARY)) cut(index + 1);
  cut(prose.length);
  return sentences;
}

function sentence(text: string, at: number): Sentence {
  const places = new Map<Meaning, number[]>();
  const note = (meaning: Meaning, place: number): void => {
    const known = places.get(meaning);
    if (known === undefined) places.set(meaning, [place]);
    else known.push(place);
  };
  let length = 0;
  for (const word of text.match(WORD) ?? []) {
    for (const meaning of meaningsOfWord(word)) note(meaning, length);
    length += 1;
  }
  // In scripts without spaces two letters are about a word.
  for (const { at: place, meaning } of writtenMeanings(text)) note(meaning, length + place / 2);
  return { text, at, length, places };
}

function meaningsOfWord(word: string): readonly Meaning[] {
  const known = remembered.get(word);
  if (known !== undefined) return known;
  const found = read(word);
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(word, found);
  return found;
}

/** A word that means nothing is read again with look-alike letters, then with digits for letters. */
function read(word: string): readonly Meaning[] {
  const folded = fold(word).replaceAll('’', "'");
  if (folded.length > 40) return [];
  const plain = meaningsOf(folded);
  if (plain.length > 0) return plain;
  const alike = meaningsOf(fold(plainLetters(word)));
  if (alike.length > 0 || !/[\d@$]/.test(word) || !/\p{L}{2}/u.test(word)) return alike;
  return meaningsOf(folded.replace(/[013457@$]/g, (digit) => LEET[digit] ?? digit));
}

/** True where all meanings stand in the sentence. */
export function says(sentence: Sentence, ...meanings: readonly Meaning[]): boolean {
  return meanings.every((meaning) => sentence.places.has(meaning));
}

/** True where `b` stands at most `words` after `a` (not at the same word). */
export function followed(sentence: Sentence, a: Meaning, b: Meaning, words: number): boolean {
  const later = sentence.places.get(b) ?? [];
  return (sentence.places.get(a) ?? []).some((first) => later.some((second) => second > first && second - first <= words));
}

/** True where `a` and `b` stand within some words of one another, in either order. */
export function near(sentence: Sentence, a: Meaning, b: Meaning, words: number): boolean {
  return followed(sentence, a, b, words) || followed(sentence, b, a, words);
}
