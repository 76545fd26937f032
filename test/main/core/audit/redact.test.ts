import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finderOf, redact, redactionOf, redactorOf, REDACTED } from '../../../../main/core/audit/redact.ts';
import { tokenFinder } from '../../../../main/core/audit/token-shapes.ts';
import { TOKENS } from '../../../proof/token-samples.ts';
import { seeded } from '../pins/mutants.ts';

const SECRET = 'p"ä/ss w\\ord+1=';

describe('redaction', () => {
  it('takes a secret out of values and keys at any depth', () => {
    expect(redact({ a: ['x', { [`k-${SECRET}`]: `Bearer ${SECRET}!` }], n: 5 }, [SECRET]))
      .toEqual({ a: ['x', { [`k-${REDACTED}`]: `Bearer ${REDACTED}!` }], n: 5 });
  });

  it('finds it escaped as JSON, encoded for a URL, in hex and in base64', () => {
    const bytes = Buffer.from(SECRET);
    for (const text of [
      JSON.stringify({ token: SECRET }), `https://x.test/?t=${encodeURIComponent(SECRET)}`,
      `t=${encodeURIComponent(SECRET).replace(/%../g, (hex) => hex.toLowerCase())}`, new URLSearchParams({ t: 'abc def' }).toString(),
      bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url'),
    ]) {
      const secret = text.startsWith('t=abc') ? 'abc def' : SECRET;
      expect(redact(text, [secret])).toContain(REDACTED);
    }
  });

  it('leaves nothing of it that decodes again from a longer base64 text', () => {
    fc.assert(fc.property(fc.string({ minLength: 10, maxLength: 40 }), fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), (secret, before, after) => {
      const text = Buffer.from(before + secret + after).toString('base64');
      const clean = redact(text, [secret]);
      expect(clean).toContain(REDACTED);
      expect(Buffer.from(String(clean).replaceAll(REDACTED, ''), 'base64').toString()).not.toContain(secret);
    }), { seed: 11, numRuns: 300 });
  });

  it('never leaves a secret, also where one contains another or the mark itself', () => {
    expect(redact('abcdefghij secret-and-more', ['abcdefgh', 'abcdefghij', 'secret-a'])).toBe(`${REDACTED} ${REDACTED}nd-more`);
    expect(redact({ port: 4711 }, ['4711'])).toEqual({ port: REDACTED });
  });

  it('keeps both of two keys that become one, and changes nothing without secrets', () => {
    expect(redact({ aa: 1, bb: 2 }, ['aa', 'bb'])).toEqual({ [REDACTED]: 1, [`${REDACTED} 2`]: 2 });
    expect(redact({ a: 'x' }, ['', ])).toEqual({ a: 'x' });
  });
});

describe('work', () => {
  it('blanks a text in which to look takes too much of it, and never throws', () => {
    const secrets = Array.from({ length: 20 }, (_, n) => `Zq7vankPw9LmR2KtYb${n}`);
    expect(redact('Zq7vankP'.repeat(50_000), secrets)).toBe(REDACTED);
    fc.assert(fc.property(fc.array(fc.constantFrom('\\', '\\u', '%', '%4', '&', '&#', '&#x41', ';', '=', '=4', '\n', 'QUJD', '0x', '41', '\ud800', '\udb40', '\u200b', 'ﬁ', '\uffff', '{', '}'), { maxLength: 60 }), (pieces) => {
      const text = pieces.join('');
      expect(redact(text, ['never-in-there'])).toBe(text);
    }), { seed: 14, numRuns: 2_000 });
  });

  it('keeps what stands around a secret that lies under four dense layers', () => {
    const layers = (text: string): string => Buffer.from(JSON.stringify(Buffer.from(Array.from(text, (letter) => `\\\\u00${letter.charCodeAt(0).toString(16)}`).join('')).toString('hex'))).toString('base64');
    for (const before of ['', 'a line of text before it '.repeat(20)]) expect(redact(`said: ${layers(`${before}Zq7vankPw9LmR2KtYb`)} .`, ['Zq7vankPw9LmR2KtYb'])).toMatch(/^said: .*\[secret\].* \.$/);
  });

  it('undoes escapes in UTF-16, of either order, and no letter of the text around goes with them', () => {
    for (const secret of ['Zq7"van\\kPw9&LmR2', 'p"ä/ss w\\ord+1=ÿü']) {
      const little = Buffer.from(`x ${JSON.stringify({ k: secret })} y`, 'utf16le');
      const big = Buffer.from(little).swap16();
      for (const bytes of [little, big]) for (const how of ['base64', 'hex'] as const) {
        expect(redact(`a ${bytes.toString(how)} b`, [secret])).toMatch(/^a [A-Za-z0-9+/]+\[secret\][A-Za-z0-9+/=]+ b$/);
        expect(redact(`a ${Buffer.from(encodeURIComponent(secret), 'utf16le').toString(how)} b`, [secret])).toContain(REDACTED);
      }
    }
  });

  it('gives others their turn between steps, and comes to the same', () => {
    const secret = 'Zq7vankPw9LmR2KtYb';
    const value = { long: `${'a word of prose '.repeat(30_000)}${secret}`, list: Array.from({ length: 20_000 }, (_, n) => `row ${n} ${n % 100 === 0 ? secret : 'none'}`) };
    const steps = redactionOf({ secrets: [secret], tokens: tokenFinder() })(value);
    let turns = 0;
    for (;;) {
      const step = steps.next();
      if (step.done !== true) { turns += 1; continue; }
      expect(step.value).toEqual(redactorOf({ secrets: [secret], tokens: tokenFinder() })(value));
      expect(JSON.stringify(step.value)).not.toContain(secret);
      break;
    }
    expect(turns).toBeGreaterThan(8);
  });

  const each = (how: (code: number) => string) => (text: string): string => [...text].map((letter) => how(letter.charCodeAt(0))).join('');
  const hex = (code: number, digits = 2): string => code.toString(16).padStart(digits, '0');
  const bytes = (encoding: BufferEncoding, as: BufferEncoding) => (text: string): string => Buffer.from(text, encoding).toString(as);
  const url = each((code) => `%${hex(code)}`);
  const json = each((code) => `\\u${hex(code, 4)}`);
  const mail = each((code) => `=${hex(code).toUpperCase()}`);
  const html = each((code) => `&#x${hex(code, 30)};`);
  const between = (filler: string) => (text: string): string => [...text].join(filler);
  /** The longest ways to spell a secret that are undone, in up to four layers. */
  const LONG: Readonly<Record<string, readonly ((text: string) => string)[]>> = {
    'for a URL three times': [url, url, url], 'in JSON three times': [json, json, json], 'quoted-printable three times': [mail, mail, mail], 'in HTML with thirty digits': [html],
    'in HTML twice': [html, html], 'for a URL of HTML': [html, url], 'in hex of JSON twice': [json, json, bytes('utf8', 'hex')], 'in hex of UTF-16 twice': [bytes('utf16le', 'hex'), bytes('utf16le', 'hex'), bytes('utf8', 'hex')],
    'in base64 of JSON': [json, bytes('utf8', 'base64')], 'in JSON with braces': [each((code) => `\\u{${hex(code, 40)}}`)], 'with blanks between': [between(' '.repeat(400))], 'with what nobody sees between': [between('\u200b'.repeat(900)), json],
    'in base64 over many lines': [bytes('utf8', 'base64'), between('\r\n   ')], 'in hex with gaps': [bytes('utf16le', 'hex'), between(' , ')],
  };

  it.each(Object.entries(LONG))('finds a secret over the border of what is read at once, however long it is spelled: %s', (_, layers) => {
    const secret = 'Xk9!mQ2#vL7pRt';
    const spelled = layers.reduce((text, layer) => layer(text), secret);
    const words = 'lorem ipsum dolor '.repeat(60_000);
    const random = seeded(spelled.length);
    const starts = [...[0, 1, 40, 24 * secret.length].map((n) => 65_536 - n), ...Array.from({ length: 8 }, () => 65_536 - Math.floor(random() * spelled.length))].filter((at) => at > 0);
    for (const at of starts) {
      const [before, behind] = [`${words.slice(0, at - 1)}\n`, `\n${words.slice(0, 150_000)}`];
      const left = redact(before + spelled + behind, [secret]) as string;
      expect([at, left.startsWith(before), left.endsWith(behind), left.length < before.length + behind.length + 80]).toEqual([at, true, true, true]);
    }
  });

  it('takes a text for too much work where one secret may lie over half a million letters of it', () => {
    const secret = 'Xk9!mQ2#vL7pRt';
    expect(redact([...secret].join(' '.repeat(60_000)) + ' end'.repeat(20), [secret])).not.toContain('Xk');
    expect(redact(`${' '.repeat(3_000_000)}none of it`, [secret])).toContain('none of it');
    expect(redact(`${`a${' '.repeat(40_000)}`.repeat(80)}`, [secret])).toBe(REDACTED);
  });

  it('finds a number with its sign turned', () => {
    expect(redact({ a: -12345678, b: 12345678, c: 1234567 }, ['12345678'])).toEqual({ a: REDACTED, b: REDACTED, c: 1234567 });
    expect(redact({ a: 12345678 }, ['-12345678'])).toEqual({ a: REDACTED });
  });

  it('finds a secret wherever it lies in a long text', () => {
    const encoded = Buffer.from('Zq7vankPw9LmR2KtYb').toString('base64');
    for (const before of [262_100, 262_130, 262_144, 523_900, 700_001]) {
      expect(redact(`${'. '.repeat(before / 2)}${encoded} .`, ['Zq7vankPw9LmR2KtYb'])).toBe(`${'. '.repeat(before / 2)}${REDACTED} .`);
    }
  });
});

describe('looking for secrets', () => {
  it('finds one in names and values, at any depth, and wherever redaction would take it out', () => {
    fc.assert(fc.property(fc.string({ minLength: 8, maxLength: 30, unit: 'binary' }), fc.constantFrom('as it is', 'in JSON', 'in base64', 'for a URL'), fc.boolean(), (secret, how, asName) => {
      fc.pre(secret.isWellFormed());
      const said = `x ${how === 'in base64' ? Buffer.from(`user:${secret}`).toString('base64') : how === 'in JSON' ? JSON.stringify({ said: secret }) : how === 'for a URL' ? encodeURIComponent(secret) : secret} y`;
      const value = { list: [{ inner: asName ? { [said]: 1 } : said }] };
      expect(finderOf([secret])(value)).toBe(true);
      expect(finderOf([`${secret}-another`])(value)).toBe(false);
    }), { seed: 20261129, numRuns: 500 });
  });

  it('finds a number that is one, and neither what is short nor what is not there', () => {
    expect(finderOf(['4711471147'])({ pin: 4711471147 })).toBe(true);
    expect(finderOf(['admin', ''])({ role: 'admin' })).toBe(false);
    expect(finderOf([])({ any: 'thing' })).toBe(false);
  });
});

describe('a short secret', () => {
  it('never blanks evidence: it goes where it is all of a text, or stands as a value', () => {
    const texts = ['the admin of a', 'administrator', 'a', 'user=admin&x=1', '{"password":"admin"}', 'Bearer admin', 'admin', 'a b a', 'role: admin of all'];
    expect(texts.map((text) => redact(text, ['admin', 'a']))).toEqual([
      'the admin of a', 'administrator', REDACTED, `user=${REDACTED}&x=1`, `{"password":"${REDACTED}"}`, `Bearer ${REDACTED}`, REDACTED, 'a b a', 'role: admin of all',
    ]);
  });

  it('goes from an address, a login and a line of a header, and stays in a sentence', () => {
    const login = `Authorization: Basic ${Buffer.from('me:abc').toString('base64')}`;
    expect(['key: abc', 'a: 1\nkey: "abc"\nb: 2', 'https://u:abc@h/', 'https://abc@h/', login].map((text) => redact(text, ['abc'])))
      .toEqual([`key: ${REDACTED}`, `a: 1\nkey: "${REDACTED}"\nb: 2`, `https://u:${REDACTED}@h/`, `https://${REDACTED}@h/`, `Authorization: Basic ${REDACTED}`]);
    const stay = ['abcdef', 'the abc is', 'the key: abc of all', 'https://abc.example/', 'Basic bWU6YWJk'];
    expect(stay.map((text) => redact(text, ['abc']))).toEqual(stay);
  });

  it('leaves most of a record that is full of its letters', () => {
    fc.assert(fc.property(fc.array(fc.lorem({ maxCount: 8 }), { minLength: 1 }), fc.constantFrom('e', 'in', '1', 'ut', 'sed', 'magna'), (words, secret) => {
      const text = words.join(', ');
      fc.pre(text !== secret);
      expect(redact({ text }, [secret])).toEqual({ text });
    }), { seed: 12, numRuns: 300 });
  });
});

describe('what has the shape of a secret', () => {
  const clean = redactorOf({ secrets: ['our-own-secret'], tokens: tokenFinder([{ startsWith: 'ACME-', atLeast: 8 }]) });

  it.each(TOKENS)('is taken out wherever it stands: %s', (_name, text, secret) => {
    for (const around of [text, `x ${text}\n`, `{"a":"${text}"}`]) expect(JSON.stringify(clean({ [around]: [around] }))).not.toContain(secret);
  });

  it.each(TOKENS)('is found in a long text as in a short one: %s', (_name, text, secret) => {
    for (const around of [text, `"a":"${text}"`, encodeURIComponent(`"${text}"`)]) {
      const long = (filler: string): string => `${filler.repeat(500)}\n${around}\n${filler.repeat(500)}`;
      for (const filler of ['word by word ', '{"id":1},']) expect(clean(long(filler))).toBe(long(filler).replace(around, String(clean(around))));
      expect(clean(long('word by word '))).not.toContain(secret);
    }
  });

  it('is what policy says, too', () => {
    expect(clean(`${'word '.repeat(2_000)}see ACME-12345678/x`)).toBe(`${'word '.repeat(2_000)}see ${REDACTED}`);
    expect(clean('see ACME-12345678/x and ACME-1')).toBe(`see ${REDACTED} and ACME-1`);
  });

  it('is nothing that people write', () => {
    const texts = [
      'Bearer of good news', 'the key=value pairs', 'https://example.org/news/2026-11-23-a-very-long-headline-of-the-day', 'basic understanding', 'sk-danish',
      'a token of our thanks', 'password reset', 'eyJ', 'AKIA', '3b241101-e2bb-4255-8caf-4136c566a962', 'our-own-secrecy', 'ab12'.repeat(16), 'mailto:ada@example.org',
    ];
    expect(texts.map(clean)).toEqual(texts);
  });

  it('takes no long time to look for in hostile text', () => {
    const from = performance.now();
    for (const text of ['-----BEGIN PRIVATE KEY-----'.repeat(2_000), 'sk_'.repeat(20_000), `eyJ${'a'.repeat(50_000)}.`.repeat(4), '://a:'.repeat(20_000), 'Bearer '.repeat(20_000), 'key='.repeat(20_000)]) clean(text);
    expect(performance.now() - from).toBeLessThan(10_000);
  });
});
