import { describe, expect, it } from 'vitest';
import { finderOf, redactorOf } from '../../main/core/audit/redact.ts';
import { tokenFinder } from '../../main/core/audit/token-shapes.ts';
import { encodedByPython, ENCODINGS, OUT_OF_REACH } from './secret-encodings.ts';
import { survivors } from './survivors.ts';
import { OWN_SECRETS } from './token-samples.ts';

const SECRETS = [...OWN_SECRETS, ['letters and digits', 'Zq7vankPw9LmR2KtYb'], ['marks, blanks, umlauts', 'Zq7!vänk/P+w"x9 Lm&2Kt']] as const;
const clean = redactorOf({ secrets: SECRETS.map(([, secret]) => secret), tokens: tokenFinder() });
const around = (spelled: string): string => `before it, ${spelled} ; after it`;
const ABOUT = 'before it, ';

describe('each secret of ours', () => {
  it.each(ENCODINGS)('is gone, and what stands around it is not: %s', (_name, encode) => {
    for (const [name, secret] of SECRETS) {
      const text = around(encode(secret));
      const said = String(clean(text));
      expect([name, said.includes('[secret]'), survivors(said, [secret])]).toEqual([name, true, []]);
      expect([said.startsWith(ABOUT), said.endsWith(' after it')]).toEqual([true, true]);
      expect([name, finderOf([secret])({ a: [text] })]).toEqual([name, true]);
    }
  });

  it('is gone as Python spells it', ({ skip }) => {
    const spelled = encodedByPython(SECRETS.map(([, secret]) => secret));
    if (spelled === null) return skip('no python3');
    expect(Object.keys(spelled[0] ?? {}).length + ENCODINGS.length).toBeGreaterThanOrEqual(64);
    for (const [n, [name, secret]] of SECRETS.entries()) for (const [how, text] of Object.entries(spelled[n] ?? {})) {
      const said = String(clean(around(text)));
      expect([name, how, said.includes('[secret]'), survivors(said, [secret])]).toEqual([name, how, true, []]);
    }
  });

  it('would be found if it were left: the search decodes by itself', () => {
    const [, secret] = SECRETS[18] ?? ['', ''];
    for (const [name, encode] of ENCODINGS) expect([name, survivors(around(encode(secret)), [secret])]).toEqual([name, [secret]]);
  });

  it.each(OUT_OF_REACH)('stays where it is out of reach, as the limits say: %s', (_name, encode) => {
    expect(clean(around(encode('Zq7vankPw9LmR2KtYb')))).toBe(around(encode('Zq7vankPw9LmR2KtYb')));
  });
});
