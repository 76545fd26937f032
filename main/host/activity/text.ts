import { isJsonObject, type Json } from '../../core/words/index.ts';

/** Members under which stands what is not ours: there the names of members say something too. */
const THEIRS = new Set(['args', 'structured', 'value']);
/** White space that is not one blank. */
const WIDE = /[^\S ]|\s{2}/u;

/**
 * A test for a text in whatever a record or its content says: each text and number in it, and names of members where those are not ours, for of ours every record
 * has the same. Whatever its case and however its letters are composed (NFC); white space stands for any, the end of a line too.
 */
export function lookingForText(wanted: string): (value: Json) => boolean {
  const text = folded(wanted);
  const narrow = narrowed(text);
  const isIn = (leaf: string): boolean => {
    const whole = folded(leaf);
    return whole.includes(text) || (WIDE.test(whole) && narrowed(whole).includes(narrow));
  };
  const holds = (value: Json, isTheirs: boolean): boolean => {
    if (typeof value === 'string') return isIn(value);
    if (typeof value === 'number') return isIn(String(value));
    if (Array.isArray(value)) return value.some((item: Json) => holds(item, isTheirs));
    return isJsonObject(value) && Object.entries(value).some(([name, item]) => (isTheirs && isIn(name)) || holds(item, isTheirs || THEIRS.has(name)));
  };
  return (value) => holds(value, false);
}

function folded(text: string): string {
  // Most texts are plain: there is nothing to compose.
  return (/[\u0080-\uffff]/.test(text) ? text.normalize('NFC') : text).toLowerCase();
}

function narrowed(text: string): string {
  return text.replace(/\s+/gu, ' ');
}
