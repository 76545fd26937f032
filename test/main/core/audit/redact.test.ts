import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, REDACTED } from '../../../../main/core/audit/redact.ts';

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
    expect(redact('abcdef secret', ['abc', 'abcdef', 'sec'])).toBe(`${REDACTED} ${REDACTED}ret`);
    expect(redact({ port: 4711 }, ['4711'])).toEqual({ port: REDACTED });
  });

  it('keeps both of two keys that become one, and changes nothing without secrets', () => {
    expect(redact({ aa: 1, bb: 2 }, ['aa', 'bb'])).toEqual({ [REDACTED]: 1, [`${REDACTED} 2`]: 2 });
    expect(redact({ a: 'x' }, ['', ])).toEqual({ a: 'x' });
  });
});
