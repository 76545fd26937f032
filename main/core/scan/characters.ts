import { excerptAt } from './excerpt.ts';
import { hasHidden } from './hidden.ts';
import type { Severity, ScanRule } from './finding.ts';

/** What a rule saw in one text. */
export interface Sighting {
  readonly rule: ScanRule;
  readonly severity: Severity;
  readonly excerpt: string;
}

/** An emoji or flag that is joined or coloured by characters nobody sees: the honest use of them. */
const EMOJI = /\p{RI}\p{RI}|\u{1f3f4}[\u{e0061}-\u{e007a}]{2,7}\u{e007f}|[#*0-9]\ufe0f?\u20e3|\p{Extended_Pictographic}(?:[\ufe0e\ufe0f]|\p{Emoji_Modifier})?(?:\u200d\p{Extended_Pictographic}(?:[\ufe0e\ufe0f]|\p{Emoji_Modifier})?)*/gu;
/** Joiners between letters of scripts that are written with them (Arabic, Persian, Indic). */
const SCRIPT_JOINER = /(?<=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Mongolian}\p{M}])[\u200c\u200d\u180b-\u180d\u180f]/gu;
const TAGS = /[\u{e0020}-\u{e007e}]/gu;
const SELECTORS = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
const BIDI = /[\u202a-\u202e\u2066-\u2069]/u;
const MARKS_OF_DIRECTION = /[\u200e\u200f\u061c]/u;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const IGNORABLE = /[\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu;
const CONTROL = /(?![\n\r\t\u001b\u009b])\p{Cc}/u;
const ESCAPE = /\u001b[\][()#;?0-9A-Za-z]|\u009b/u;
/** So many are no accident of typesetting. */
const MANY = 3;

/**
 * Characters a reader cannot see or that turn text around, as `Default_Ignorable_Code_Point`, bidi controls and
 * controls are defined by Unicode. Emoji sequences, joiners of scripts that need them and one byte order mark are
 * honest; a soft hyphen is only mentioned. High where they spell a text or stand in a name.
 */
export function strangeCharacters(text: string, isName: boolean, inDefinition: boolean): readonly Sighting[] {
  if (!hasHidden(text)) return [];
  const found: Sighting[] = [];
  const see = (rule: ScanRule, severity: Severity, at: number): void => { found.push({ rule, severity, excerpt: excerptAt(text, at) }); };
  const escape = text.search(ESCAPE);
  // Colour codes as text (`\u001b[31m` in logs) hide parts of a line from whoever reads it in a terminal.
  if (escape >= 0) see('terminal-escape', 'warn', escape);
  const control = text.search(CONTROL);
  if (control >= 0) see('control-characters', isName ? 'high' : 'warn', control);
  const turned = text.search(BIDI);
  if (turned >= 0) see('text-direction', isName || !RIGHT_TO_LEFT.test(text) ? 'high' : 'warn', turned);
  const plain = text.replace(EMOJI, '').replace(SCRIPT_JOINER, '').replace(/^\ufeff/, '');
  const message = hiddenMessage(plain);
  if (message !== null) found.push({ rule: 'hidden-message', severity: 'high', excerpt: message });
  else hiddenIn(text, plain, { isName, inDefinition }, see);
  return found;
}

/** Between two letters they break a word apart, so that a search does not find it; elsewhere they are left over from typesetting. */
const INSIDE_WORD = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}][\u200b-\u200d\u2060-\u2064\ufeff\u034f\u180e]+[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u;
const LEFT_OVER = /^[\u00ad\ufe0e\ufe0f\ufeff\u200b\u200e\u200f\u2060\u2028\u2029]$/u;

function hiddenIn(text: string, plain: string, where: { isName: boolean; inDefinition: boolean }, see: (rule: ScanRule, severity: Severity, at: number) => void): void {
  const rest = plain.replace(/[\u202a-\u202e\u2066-\u2069]/gu, '').replace(RIGHT_TO_LEFT.test(plain) ? MARKS_OF_DIRECTION : /(?!)/u, '');
  const seen = rest.match(IGNORABLE) ?? [];
  const [first] = seen;
  if (first === undefined) return;
  see('hidden-characters', severityOfHidden(rest, seen, where), text.indexOf(first));
}

function severityOfHidden(rest: string, seen: readonly string[], { isName, inDefinition }: { isName: boolean; inDefinition: boolean }): Severity {
  if (isName) return 'high';
  if (INSIDE_WORD.test(rest)) return seen.length >= MANY ? 'high' : 'warn';
  const mild = seen.every((character) => (inDefinition ? /^[\u00ad\ufe0e\ufe0f]$/u : LEFT_OVER).test(character));
  if (mild) return 'info';
  return seen.length >= MANY ? 'high' : 'warn';
}

/** The text that tag characters or variation selectors spell, or null. */
function hiddenMessage(plain: string): string | null {
  const tags = plain.match(TAGS);
  if (tags !== null) return tags.map((tag) => String.fromCodePoint((tag.codePointAt(0) ?? 0) - 0xe0000)).join('').slice(0, 120);
  const selectors = plain.match(SELECTORS);
  if (selectors === null || selectors.length < 8) return null;
  const bytes = selectors.map((one) => one.codePointAt(0) ?? 0).map((code) => (code >= 0xe0100 ? code - 0xe0100 + 16 : code - 0xfe00));
  return bytes.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')).join('').slice(0, 120);
}

const WHITE_SPACE = /\s{10,}/g;
/** So many spaces or empty lines push what follows out of the window a person looks at. */
const WIDE = 60;
const TALL = 10;

/**
 * White space that pushes text out of sight. Generalises: no wording is looked at. Tables and code in results have
 * such gaps honestly, so there it is only mentioned.
 */
export function padding(text: string, inDefinition: boolean): Sighting | null {
  for (const { 0: gap, index } of text.matchAll(WHITE_SPACE)) {
    const end = index + gap.length;
    const lines = gap.split('\n');
    const pushes = lines.length > TALL || lines.some((line) => line.length >= WIDE);
    if (pushes && end < text.length) return { rule: 'padding', severity: inDefinition ? 'high' : 'info', excerpt: excerptAt(text, end) };
  }
  return null;
}
