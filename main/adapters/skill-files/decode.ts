import { analyse } from 'chardet';
import { fileProblem, type FileProblem } from '../../core/skills/files.ts';

type Decoded = { readonly ok: true; readonly text: string; readonly encoding: string } | { readonly ok: false; readonly problem: FileProblem; readonly encoding: string | null };

/**
 * Bytes as text. A byte order mark decides; what is valid UTF-8 is UTF-8; the rest is guessed by the frequency of its letters, and
 * the guess is shown. What decodes to something with control characters is no text.
 */
export function decodeText(bytes: Uint8Array, chosen?: string): Decoded {
  const encoding = chosen ?? markOf(bytes) ?? wideOf(bytes) ?? (isUtf8(bytes) ? 'utf-8' : guess(bytes));
  if (encoding === null) return { ok: false, problem: fileProblem('encoding-unknown'), encoding };
  try {
    const decoded = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    const text = encoding === 'windows-1252' ? decoded.replace(/[\u0080-\u009F]/g, (sign) => WINDOWS[sign.charCodeAt(0) - 0x80] ?? sign) : decoded;
    const odd = /[\u0000-\u0008\u000E-\u001F]/.exec(text);
    if (odd !== null) return { ok: false, problem: fileProblem('binary', text.slice(0, odd.index).split('\n').length), encoding };
    return { ok: true, text, encoding: encoding.toLowerCase() };
  } catch {
    return { ok: false, problem: fileProblem('encoding-unknown', null, null, encoding), encoding };
  }
}

/** The signs of the Windows page from 0x80 on: some versions of Node take that page for the Latin one and leave control characters. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

function markOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xEF && bytes[1] === 0xBB && bytes[2] === 0xBF) return 'utf-8';
  if (bytes[0] === 0xFF && bytes[1] === 0xFE) return 'utf-16le';
  return bytes[0] === 0xFE && bytes[1] === 0xFF ? 'utf-16be' : null;
}

/** Sixteen-bit text without a mark: every second byte of letters is nothing, and none of the others. */
function wideOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, Math.min(bytes.length, 2_000) & ~1);
  let even = 0;
  let odd = 0;
  for (const [at, byte] of sample.entries()) if (byte === 0) { if (at % 2 === 0) even += 1; else odd += 1; }
  const many = sample.length / 4;
  return sample.length < 4 ? null : odd > many && even === 0 ? 'utf-16le' : even > many && odd === 0 ? 'utf-16be' : null;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return !bytes.includes(0);
  } catch {
    return false;
  }
}

/** Western guesses are all read as the Windows page: it holds the Latin one whole, and programs write it under that name. */
function guess(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, 256 * 1024);
  if (isMacRoman(sample)) return 'macintosh';
  // The old DOS page is read by nothing here, and taken for another it would import wrong letters.
  if (isDos(sample)) return null;
  // Five bytes stand for nothing on the western page: where one is, the text is of another.
  const western = ![0x81, 0x8D, 0x8F, 0x90, 0x9D].some((byte) => sample.includes(byte));
  const foreign = isOtherScript(sample);
  for (const { name } of analyse(sample)) {
    if (/^ISO-8859-(1|9|15)$|^windows-125[24]$/i.test(name)) {
      if (foreign) continue;
      if (western) return 'windows-1252';
      continue;
    }
    if (name === 'ISO-8859-2') return 'windows-1250';
    if (/^UTF-16 ?(LE|BE)$/i.test(name)) return name.toLowerCase().replace(' ', '');
    if (/^(windows-125\d|ISO-8859-\d+|Shift_JIS|EUC-JP|EUC-KR|GB18030|Big5|KOI8-R)$/i.test(name)) return name.toLowerCase();
  }
  return null;
}

/** No western word has five letters beyond ASCII in a row: such a text is of another script, whatever the frequencies say. */
function isOtherScript(bytes: Uint8Array): boolean {
  let run = 0;
  let words = 0;
  for (const byte of bytes) {
    run = byte >= 0xC0 ? run + 1 : 0;
    if (run === 5) words += 1;
  }
  return words > 0;
}

/** Umlauts of the old Mac page where the Windows page has rare signs: seen between letters, and none of the Windows ones. */
function isMacRoman(bytes: Uint8Array): boolean {
  return speaksOf(bytes, [0x80, 0x85, 0x86, 0x8A, 0x9A, 0x9F, 0xA7], (before, after) => before || after);
}

/** The same of the old DOS page: ü ä ö are quotes elsewhere, which never stand between two letters. */
function isDos(bytes: Uint8Array): boolean {
  return speaksOf(bytes, [0x81, 0x84, 0x94], (before, after) => before && after);
}

function speaksOf(bytes: Uint8Array, umlauts: readonly number[], stands: (before: boolean, after: boolean) => boolean): boolean {
  let found = 0;
  let windows = 0;
  for (const [at, byte] of bytes.entries()) {
    if (byte < 0x80) continue;
    if (umlauts.includes(byte) && stands(isLetter(bytes[at - 1]), isLetter(bytes[at + 1]))) found += 1;
    if ([0xC4, 0xD6, 0xDC, 0xDF, 0xE4, 0xE9, 0xF6, 0xFC].includes(byte)) windows += 1;
  }
  return found > 0 && windows === 0;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A));
}
