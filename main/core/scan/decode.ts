/** A text that stood encoded in another, and where. */
export interface DecodedText {
  readonly at: number;
  readonly text: string;
}

const BASE64 = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{20,20000}={0,2}/g;
const HEX = /(?<![0-9A-Za-z])(?:0x)?(?:[0-9a-f]{2}[ :]?){12,8000}(?![0-9A-Za-z])/gi;
/** The same, broken into lines as mail does it. */
const BASE64_LINES = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{20,120}(?:\r?\n[A-Za-z0-9+/_-]{4,120}){1,400}={0,2}/g;
/** Letters as numbers: `&#73;`, bytes in decimal or in bits. */
const ENTITIES = /(?:&#\d{2,6};?){6,4000}/g;
const DECIMALS = /(?<![\w.])(?:\d{2,3}[ ,]{1,2}){11,4000}\d{2,3}(?![\w.])/g;
const BITS = /(?<!\w)(?:[01]{8}[ ,]?){10,4000}(?!\w)/g;
const ESCAPES = /(?:(?:\\x|%|&#x|\\u00)[0-9a-f]{2};?){6,4000}|[\w.,'"]{0,60}(?:(?:%20|%0a|\+)[\w.,'"]{0,60}){4,400}/gi;
/** Words of orders turned by thirteen letters: without one of them no turning is tried. */
const ROT13 = /\b(?:vtaber|qvfertneq|vafgehpgvba|cerivbhf|cnffjbeq|nffvfgnag|flfgrz cebzcg)/i;
/** The same words written from their ends. */
const BACKWARDS = /(?:erongi|drageresid|noitcurtsni|suoiverp|drowssap|tnatsissa|eht llet ton|tpmorp metsys)/i;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Letters made of halves of flags: flags stand in pairs, so an odd row of halves spells something. */
const FLAG_LETTERS = /\p{RI}+/gu;
const FIRST_FLAG_LETTER = 0x1f1e6;
const MOST = 20;

/** What the halves of flags in a text spell, or null where they are flags. */
export function spelledInFlags(text: string): string | null {
  const rows = text.match(FLAG_LETTERS) ?? [];
  if (!rows.some((row) => [...row].length % 2 === 1)) return null;
  return rows.map((row) => [...row].map((half) => String.fromCharCode((half.codePointAt(0) ?? 0) - FIRST_FLAG_LETTER + 65)).join('')).join(' ');
}

/**
 * The readable texts that stand encoded in a text: base64 (also of UTF-16, or in lines), hexadecimal, letters as numbers,
 * escapes of URLs, HTML and programs, rot13, backwards. What is encoded twice is decoded twice, and no oftener; what is
 * not text afterwards is left out.
 */
export function decodedTexts(text: string): readonly DecodedText[] {
  const once = decodedOnce(text);
  return [...once, ...once.flatMap(({ at, text: inner }) => decodedOnce(inner).map((twice) => ({ at, text: twice.text })))].slice(0, MOST);
}

function decodedOnce(text: string): readonly DecodedText[] {
  const found: DecodedText[] = [];
  const keep = (at: number, decoded: string | null): void => {
    if (decoded !== null && found.length < MOST && isText(decoded)) found.push({ at, text: decoded });
  };
  for (const { 0: run, index } of text.matchAll(BASE64)) if (looksEncoded(run)) keep(index, fromBytes(base64(run)));
  if (text.includes('\n')) for (const { 0: run, index } of text.matchAll(BASE64_LINES)) if (looksEncoded(run.slice(0, 40))) keep(index, fromBytes(base64(run.replace(/\s/g, ''))));
  if (text.includes('&#')) for (const { 0: run, index } of text.matchAll(ENTITIES)) keep(index, fromCodes(run, 10));
  for (const { 0: run, index } of text.matchAll(DECIMALS)) keep(index, fromCodes(run, 10));
  for (const { 0: run, index } of text.matchAll(BITS)) keep(index, fromCodes(run.replace(/[01]{8}/g, '$& '), 2));
  for (const { 0: run, index } of text.matchAll(HEX)) keep(index, fromBytes(pairs(run.replace(/^0x|[ :]/gi, ''))));
  if (/[%\\+]|&#/.test(text)) for (const { 0: run, index } of text.matchAll(ESCAPES)) keep(index, unescaped(run));
  if (ROT13.test(text)) keep(0, text.slice(0, 5000).replace(/[a-z]/gi, turned));
  if (BACKWARDS.test(text)) keep(0, [...text.slice(0, 5000)].reverse().join(''));
  return found;
}

/** Long names and paths are of the same letters; their first bytes are no text. */
function looksEncoded(run: string): boolean {
  if (!/[a-z]/.test(run) || !/[A-Z]/.test(run) || !/[0-9+=]|^[A-Za-z]{24}/.test(run)) return false;
  return base64(run.slice(0, 24)).every((byte) => byte === 0 || byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte !== 127));
}

function base64(run: string): number[] {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of run.replaceAll('-', '+').replaceAll('_', '/').replace(/(?<!=)=+$/, '')) {
    held = ((held << 6) | ALPHABET.indexOf(letter)) & 0xffffff;
    bits += 6;
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 255);
  }
  return bytes;
}

/** Numbers of characters in a row; null where one is none. */
function fromCodes(run: string, base: 2 | 10): string | null {
  const codes = (run.match(/\d+/g) ?? []).map((digits) => parseInt(digits, base));
  return codes.every((code) => code <= 0x10ffff) ? String.fromCodePoint(...codes) : null;
}

function pairs(digits: string): number[] {
  return (digits.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
}

/** Bytes as UTF-8, else as UTF-16 where every second byte is zero; null where they are neither. */
function fromBytes(bytes: readonly number[]): string | null {
  const wide = bytes.length >= 8 && bytes.filter((byte, index) => index % 2 === 1 && byte === 0).length > bytes.length * 0.4;
  const kept = wide ? bytes.filter((_, index) => index % 2 === 0) : bytes;
  try {
    return decodeURIComponent(kept.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return null;
  }
}

function unescaped(run: string): string | null {
  const spelled = run.replace(/(?:\\x|&#x|\\u00)([0-9a-f]{2});?/gi, '%$1').replaceAll('+', ' ');
  try {
    return decodeURIComponent(spelled);
  } catch {
    return null;
  }
}

function turned(letter: string): string {
  const base = letter <= 'Z' ? 65 : 97;
  return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
}

/** Mostly letters and spaces, or a command: not what random bytes give. */
function isText(decoded: string): boolean {
  const plain = decoded.replace(/[\p{L}\p{N}\s.,;:!?'"()<>/\\_|=@&$~-]/gu, '').length;
  return decoded.length >= 8 && plain <= decoded.length / 20 && !/(?![\n\r\t])\p{Cc}/u.test(decoded);
}
