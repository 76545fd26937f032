import { Buffer } from 'node:buffer';

/** So many letters have the honest texts, and the hostile ones. */
const HONEST = 5_000_000;
const HOSTILE = 16_000_000;

/** A text by what it is, made when it is needed. */
export type Sample = readonly [name: string, make: () => string];

/** The same numbers on each run, so that two runs read the same texts. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const WORDS = 'the of and to in is you that it he was for on are as with his they at be this have from or one had by word but not what all were we when your can said there an each which she do how their if will up other about out many then them these so some her would make like him into time has look two more write go see number no way could people my than first water been call who oil its now find long down day did get come made may part Veranstaltungskalender Öffnungszeiten für die Ausstellung über Gebäudesanierung Bürgerversammlung Straße Verantwortlichkeiten zwischen Grundstückseigentümer'.split(' ');

function prose(length: number): string {
  const below = numbers(7);
  const lines: string[] = [];
  for (let made = 0; made < length;) {
    const line = `${Array.from({ length: 8 + below(8) }, () => WORDS[below(WORDS.length)] ?? '').join(' ')}${below(4) === 0 ? '.\n' : below(3) === 0 ? ',\n' : '\n'}`;
    lines.push(line);
    made += line.length;
  }
  return lines.join('').slice(0, length);
}

function noise(length: number): Buffer {
  const below = numbers(11);
  return Buffer.from(Array.from({ length }, () => below(256)));
}

function times(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

function layers(text: string, how: 'base64' | 'hex', count: number, length: number): string {
  let made = text;
  for (let n = 0; n < count; n += 1) made = Buffer.from(made.slice(0, length)).toString(how);
  return times(made.slice(0, length), length);
}

const records = (length: number): string => JSON.stringify(Array.from({ length: Math.ceil(length / 220) }, (_, n) => ({ id: `n-${n}`, title: `Straßenfest & Markt ${n}`, url: `https://example.org/news/2026/${n}?a=1&b=%C3%A4`, body: prose(110) }))).slice(0, length);

/** What people and systems write. */
export const honest: readonly Sample[] = [
  ['prose', () => prose(HONEST)],
  ['prose in JSON', () => JSON.stringify(prose(HONEST)).slice(0, HONEST)],
  ['records in JSON', () => records(HONEST)],
  ['records in JSON in JSON', () => JSON.stringify(records(HONEST)).slice(0, HONEST)],
  ['a page in HTML', () => times(`<p class="a">${prose(300)}</p>&nbsp;&amp; <a href="/x?a=1&amp;b=2">mehr</a>\n`, HONEST)],
  ['numbers', () => times('1203,44.5,17,2026-11-29,0.003\n', HONEST)],
  ['a picture in base64', () => noise(HONEST * 0.75).toString('base64')],
  ['a file in base64', () => Buffer.from(prose(HONEST * 0.7)).toString('base64').slice(0, HONEST)],
  ['a file in hexadecimal', () => noise(HONEST / 2).toString('hex')],
];

const near = 'Zq7vankPw9LmR2KtY';
/** What is made to take long. */
export const hostile: readonly Sample[] = [
  ['one letter', () => times('A', HOSTILE)], ['one digit', () => times('0', HOSTILE)], ['one umlaut', () => times('ä', HOSTILE)], ['one ligature', () => times('ﷺ', HOSTILE)],
  ['nothing seen', () => times('\u200b', HOSTILE)], ['blanks', () => times(' ', HOSTILE)], ['line ends', () => times('\n', HOSTILE)],
  ['backslashes', () => times('\\', HOSTILE)], ['percents of percents', () => times('%25', HOSTILE)], ['percents four deep', () => times('%25252541', HOSTILE)], ['ampersands', () => times('&amp;', HOSTILE)],
  ['ampersands that are none', () => times('&abcdefghijklmnopqrstuvwxyzabcdef', HOSTILE)], ['escapes of letters', () => times('\\u0041', HOSTILE)], ['equals', () => times('=', HOSTILE)], ['quoted-printable', () => times('=3D41', HOSTILE)],
  ['almost a secret', () => times(near, HOSTILE)], ['half a secret', () => times('Zq7vankP', HOSTILE)], ['the start of one', () => times('Zq7v', HOSTILE)], ['a secret over and over', () => times('Zq7vankPw9LmR2KtYb', HOSTILE)],
  ['base64 four deep', () => layers(prose(HOSTILE), 'base64', 4, HOSTILE)], ['hexadecimal four deep', () => layers(prose(HOSTILE), 'hex', 4, HOSTILE)], ['hexadecimal of almost a secret', () => layers(times(near, HOSTILE), 'hex', 3, HOSTILE)],
  ['base64 of almost a secret', () => layers(times(near, HOSTILE), 'base64', 3, HOSTILE)], ['a bit of everything', () => times(`%25\\u0041&amp;=3D${layers(near, 'base64', 3, 64)} `, HOSTILE)], ['short runs', () => times('AAAAAAAAAAAAAAAA.', HOSTILE)],
  ['runs over line ends', () => times('AAAA \n', HOSTILE)], ['base64 of percents', () => layers(times('%25', HOSTILE), 'base64', 2, HOSTILE)], ['noise', () => noise(HOSTILE).toString('latin1')], ['prose', () => prose(HOSTILE)],
];
