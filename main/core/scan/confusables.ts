/**
 * Letters that look like others, after Unicode's confusables.txt (UTS 39), cut down to what can stand in a name of a
 * tool and is taken for an ASCII letter or digit: Cyrillic, Greek, Armenian, Cherokee, Coptic, Lisu, and single letters of
 * Latin, Georgian, Canadian syllabics and digits of India. Full-width,
 * mathematical and other styled letters need no line, compatibility normalisation makes them plain. Each entry is the
 * ASCII prototype followed by its look-alikes.
 */
const LOOK_ALIKES = [
  'aаαɑᴀ⍺ⲁ', 'bЬьƄƅᏏᖯ', 'cсϲᴄⲥ𐐽', 'dԁᏧɗᑯꓒ', 'eеєҽ℮ꬲ', 'fғƒϝꞙքẝ', 'gɡցᶃ', 'hһհᏂ', 'iіɩιӏӀıɪ⍳ꙇꭵ', 'jјϳ', 'kкκᴋⲕ', 'lӏΙІⅼǀ∣', 'mмᴍ', 'nոпᴨηռ', 'oоοσօᴏᴑჿഠဝ૦०໐ⲟ𐐬ѳ', 'pрρⲣ⍴', 'qԛզգ',
  'rгᴦⲅꭇꭈꮁ', 'sѕꜱƽꮪ', 'tтτᴛ', 'uυսʋᴜꞟꭎꭒ', 'vѵνᴠ∨', 'wѡԝաᴡ', 'xхχ×ᕁ', 'yуγүỿʏყ', 'zᴢʐꮓ', 'Aꓮ', 'Bꓐ', 'Cꓚ', 'Dꓓ', 'Eꓰ', 'Fꓝ', 'Gꓖ', 'Hꓧ', 'Iꓲ', 'Jꓙ', 'Kꓗ', 'Lꓡ', 'Mꓟ', 'Nꓠ', 'Oꓳ', 'Pꓑ',
  'Rꓣ', 'Sꓢ', 'Tꓔ', 'Uꓴ', 'Vꓦ', 'Wꓪ', 'Xꓫ', 'Yꓬ', 'Zꓜ', 'AАΑᎪ', 'BВΒᏴ', 'CСϹᏟ', 'EЕΕᎬ', 'FϜ', 'GԌᏀ', 'HНΗᎻ', 'IІΙ', 'JЈᎫ', 'KКΚᏦ',
  'MМΜᎷ', 'NΝ', 'OОΟՕ', 'PРΡᏢ', 'SЅᏚՏ', 'TТΤᎢ', 'VѴᏙ', 'WԜᎳ', 'XХΧ', 'YҮΥ', 'ZΖᏃ', '3ЗзƷ', '0О',
] as const;

const CHEROKEE = /\p{Script=Cherokee}/u;
const PROTOTYPE: ReadonlyMap<string, string> = new Map(LOOK_ALIKES.flatMap((entry): [string, string][] => {
  const [prototype = '', ...others] = entry;
  // Cherokee has small letters that look like its capitals; a name is compared in small letters.
  return others.flatMap((other): [string, string][] => [[other, prototype], ...(CHEROKEE.test(other) ? [[other.toLowerCase(), prototype.toLowerCase()] as [string, string]] : [])]);
}).reverse());

/** A text with letters that look like ASCII letters made those letters; accents and styles are taken off. */
export function plainLetters(text: string): string {
  // Most names are plain already; a server may list tens of thousands.
  if (/^[ -~]*$/.test(text)) return text;
  let plain = '';
  for (const character of text.normalize('NFKD').replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')) plain += PROTOTYPE.get(character) ?? character;
  return plain;
}

/**
 * The shape of a name: two names with the same shape are taken for one another by a person or a model. Case, separators
 * and digits that look like letters fall together.
 */
export function skeleton(name: string): string {
  return plainLetters(name).toLowerCase().replace(/[\s_.\-/:]+/g, '_').replace(/[1|!]/g, 'l').replace(/i/g, 'l').replace(/0/g, 'o').replace(/rn/g, 'm').replace(/vv/g, 'w');
}

const LATIN = /\p{Script=Latin}/u;
const OTHER = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u;
const WORD = /[\p{L}\p{M}\p{N}_]+/gu;

/**
 * The first word that mixes Latin with letters that look Latin but are not, or null. Honest words of two scripts (`µs`,
 * `Δx`, `β-test`) hold letters that look like no Latin one, or stand apart.
 */
export function mixedScriptWord(text: string): { readonly word: string; readonly at: number } | null {
  if (!OTHER.test(text)) return null;
  for (const match of text.matchAll(WORD)) {
    const word = match[0];
    if (!LATIN.test(word) || !OTHER.test(word)) continue;
    const latin = [...word].filter((letter) => LATIN.test(letter)).length;
    const alike = [...word].filter((letter) => OTHER.test(letter) && /[a-z]/i.test(PROTOTYPE.get(letter) ?? '')).length;
    if (alike > 0 && latin >= 2) return { word, at: match.index };
  }
  return null;
}
