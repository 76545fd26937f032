import { execFileSync } from 'node:child_process';
import { deflateRawSync, gzipSync } from 'node:zlib';

/** Made by other hands than the redactor's: Node, Python and what PHP prints. Nothing here may import from `main/core/audit`. */
type Encode = (secret: string) => string;

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const each = (text: string, spell: (byte: number) => string): string => [...bytes(text)].map(spell).join('');
const units = (text: string, spell: (unit: number) => string): string => Array.from({ length: text.length }, (_, at) => spell(text.charCodeAt(at))).join('');
const hex2 = (code: number): string => code.toString(16).padStart(2, '0');
const hex4 = (code: number): string => code.toString(16).padStart(4, '0');
const inside = (json: string): string => json.slice(1, -1);
const strict = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${hex2(letter.charCodeAt(0)).toUpperCase()}`);
const html: Encode = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
const php: Encode = (text) => inside(JSON.stringify(text)).replaceAll('/', '\\/').replace(/[\u0080-\uffff]/g, (letter) => `\\u${hex4(letter.charCodeAt(0))}`);
const half = (text: string): number => Math.floor(text.length / 2) + (/[\udc00-\udfff]/.test(text.charAt(Math.floor(text.length / 2))) ? 1 : 0);
const wrapped = (text: string, column: number): string => text.replace(new RegExp(`.{${column}}`, 'g'), '$&\n');

/** Encodings of which nothing may be left. */
export const ENCODINGS: readonly (readonly [name: string, encode: Encode])[] = [
  ['as it is', (s) => s], ['JSON', (s) => inside(JSON.stringify(s))], ['JSON twice', (s) => JSON.stringify(JSON.stringify(s))], ['JSON three times', (s) => JSON.stringify(JSON.stringify(JSON.stringify(s)))],
  ['JSON of PHP', php], ['JSON of PHP in JSON', (s) => JSON.stringify(php(s))], ['every letter as \\u', (s) => units(s, (unit) => `\\u${hex4(unit)}`)], ['every letter as \\u in capitals', (s) => units(s, (unit) => `\\u${hex4(unit).toUpperCase()}`)],
  ['every byte as \\x', (s) => each(s, (byte) => `\\x${hex2(byte)}`)], ['every byte in octal', (s) => each(s, (byte) => `\\${byte.toString(8).padStart(3, '0')}`)],
  ['URL', encodeURIComponent], ['URL, whole', encodeURI], ['URL, strict', strict], ['URL twice', (s) => encodeURIComponent(encodeURIComponent(s))], ['URL three times', (s) => encodeURIComponent(encodeURIComponent(encodeURIComponent(s)))],
  ['URL in small letters', (s) => strict(s).replace(/%../g, (code) => code.toLowerCase())], ['every byte as %', (s) => each(s, (byte) => `%${hex2(byte)}`)], ['form', (s) => new URLSearchParams({ a: s }).toString()], ['URL in JSON', (s) => JSON.stringify({ a: encodeURIComponent(s) })],
  ['hex', (s) => bytes(s).toString('hex')], ['hex in capitals', (s) => bytes(s).toString('hex').toUpperCase()], ['hex in both', (s) => bytes(s).toString('hex').replace(/[a-f]/, (letter) => letter.toUpperCase())],
  ['hex with colons', (s) => each(s, (byte) => `${hex2(byte)}:`)], ['hex with blanks', (s) => each(s, (byte) => `${hex2(byte)} `)], ['hex with 0x', (s) => each(s, (byte) => `0x${hex2(byte)}, `)], ['hex of UTF-16', (s) => Buffer.from(s, 'utf16le').toString('hex')],
  ['base64', (s) => bytes(s).toString('base64')], ['base64 for URLs', (s) => bytes(s).toString('base64url')], ['base64 behind one byte', (s) => bytes(`x${s}`).toString('base64')], ['base64 behind two bytes', (s) => bytes(`xx${s}yy`).toString('base64')],
  ['base64 behind a path', (s) => `path/to/${bytes(s).toString('base64')}`], ['base64 wrapped at 4', (s) => wrapped(bytes(s).toString('base64'), 4)], ['base64 wrapped at 7', (s) => wrapped(bytes(s).toString('base64'), 7)], ['base64 wrapped, in JSON', (s) => JSON.stringify(wrapped(bytes(s).toString('base64'), 10))],
  ['base64 in a URL', (s) => encodeURIComponent(bytes(s).toString('base64'))], ['base64 of base64', (s) => bytes(bytes(s).toString('base64')).toString('base64')], ['hex of base64', (s) => bytes(bytes(s).toString('base64')).toString('hex')],
  ['base64 of JSON', (s) => bytes(JSON.stringify({ k: s })).toString('base64')], ['base64 of JSON twice', (s) => bytes(JSON.stringify(JSON.stringify({ k: s }))).toString('base64')], ['base64 of a URL', (s) => bytes(encodeURIComponent(s)).toString('base64')], ['base64 of UTF-16', (s) => Buffer.from(s, 'utf16le').toString('base64')],
  ['HTML', html], ['HTML in JSON', (s) => JSON.stringify(html(s))], ['HTML in decimals', (s) => [...s].map((letter) => `&#${letter.codePointAt(0)};`).join('')], ['HTML in hex', (s) => [...s].map((letter) => `&#x${letter.codePointAt(0)?.toString(16)};`).join('')],
  ['quoted-printable, every byte', (s) => each(s, (byte) => `=${hex2(byte).toUpperCase()}`)], ['decomposed', (s) => s.normalize('NFD')], ['composed', (s) => s.normalize('NFC')], ['decomposed for a URL', (s) => encodeURIComponent(s.normalize('NFD'))],
  ['with an invisible character', (s) => `${s.slice(0, half(s))}\u200b${s.slice(half(s))}`], ['with a line end', (s) => `${s.slice(0, half(s))}\r\n${s.slice(half(s))}`], ['with NUL between', (s) => units(s, (unit) => `${String.fromCharCode(unit)}\0`)],
];

/** Encodings that are said to be out of reach. */
export const OUT_OF_REACH: readonly (readonly [name: string, encode: Encode])[] = [
  ['gzip', (s) => gzipSync(s).toString('base64')], ['deflate', (s) => deflateRawSync(s).toString('base64')], ['reversed', (s) => [...s].reverse().join('')],
];

const PYTHON = `
import sys, json, base64, quopri, html, urllib.parse
for s in json.loads(sys.stdin.read()):
  b = s.encode()
  print(json.dumps({'json.dumps': json.dumps(s), 'json.dumps twice': json.dumps(json.dumps([s])), 'urllib quote': urllib.parse.quote(s), 'urllib quote_plus': urllib.parse.quote_plus(s), 'urlencode': urllib.parse.urlencode({'q': s}),
    'html.escape': html.escape(s), 'quopri': quopri.encodestring(b).decode(), 'base64.encodebytes': base64.encodebytes(b + b' and a tail that makes it wrap, for it is long enough for that').decode(), 'bytes.hex': b.hex(' '), 'repr of bytes': repr(b),
    'unicode_escape': s.encode('unicode_escape').decode(), 'base64 of json.dumps': base64.b64encode(json.dumps({'k': s}).encode()).decode(), 'xmlcharrefreplace': s.encode('ascii', 'xmlcharrefreplace').decode()}))
`;

/** What Python makes of each secret with the functions that its servers use; null where there is no Python. */
export function encodedByPython(secrets: readonly string[]): readonly Readonly<Record<string, string>>[] | null {
  try {
    const said = execFileSync('python3', ['-c', PYTHON], { input: JSON.stringify(secrets), encoding: 'utf8', maxBuffer: 1 << 26 });
    return said.trim().split('\n').map((line) => JSON.parse(line) as Record<string, string>);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}
