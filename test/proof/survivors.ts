/**
 * Looks for what is left of secrets, by means of Node alone: nothing here may import from `main/core/audit`, or the proof would be blind where the redactor is.
 * Whole decoders over the whole text, nothing of positions or bounds.
 */
const UNDO: readonly ((text: string) => readonly string[])[] = [
  (text) => [text.replace(/\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|\\([0-3][0-7]{2})|\\([\s\S])/gi, (_, four?: string, two?: string, octal?: string, letter?: string) => (
    letter === undefined ? String.fromCharCode(four === undefined ? two === undefined ? parseInt(octal ?? '0', 8) : parseInt(two, 16) : parseInt(four, 16)) : { n: '\n', r: '\r', t: '\t' }[letter] ?? letter))],
  (text) => [text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))],
  (text) => [text.replace(/&#(\d{1,7});/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff))).replace(/&#x([0-9a-f]{1,6});/gi, (_, code: string) => String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff)))
    .replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')],
  (text) => [text.replace(/=\r?\n/g, '').replace(/(?:=[0-9A-F]{2})+/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'))],
  (text) => (text.replace(/[\r\n]+/g, '').match(/[A-Za-z0-9+/_-]{11,}/g) ?? []).flatMap((run) => [0, 1, 2, 3].flatMap((from) => { const bytes = Buffer.from(run.slice(from), 'base64'); return [bytes.toString('utf8'), bytes.toString('utf16le')]; })),
  (text) => (text.match(/(?:(?:0x)?[0-9a-f]{2}[\s:,]{0,2}){8,}/gi) ?? []).flatMap((run) => { const bytes = Buffer.from(run.replace(/0x|[\s:,]/gi, ''), 'hex'); return [bytes.toString('utf8'), bytes.toString('utf16le')]; }),
];
const plain = (text: string): string => text.normalize('NFC').replace(/[\s\0+\u200b-\u200f\ufeff]/g, '');

/** Which secrets can still be read in a text, in whatever encoding, up to some layers deep. */
export function survivors(text: string, secrets: readonly string[], layers = 3): readonly string[] {
  const seen = new Set([text]);
  let layer = [text];
  for (let n = 0; n < layers; n += 1) {
    // All at once and joined: what one undoes another may need.
    layer = [...new Set(layer.flatMap((one) => UNDO.map((undo) => undo(one).join('\n'))))].filter((one) => one.length >= 8 && !seen.has(one));
    for (const one of layer) seen.add(one);
  }
  const read = [...seen].map(plain);
  return secrets.filter((secret) => read.some((one) => one.includes(plain(secret))));
}
