import { describe, expect, it } from 'vitest';
import { createTranslator, verifiedWords } from '../../../../preload/contract/language/index.ts';

type Facts = Parameters<typeof verifiedWords>[0];
const BROKEN: Facts = { ok: false, records: 31, firstBad: null, anchored: false, anchoredTo: null, signed: null, breaks: [], torn: 0, removed: 0 };
const anchor = { by: 'keychain', seq: 40, says: 'a'.repeat(64), found: null } as const;
const first = (firstBad: Facts['firstBad'], locale: 'en' | 'de' = 'en'): string => verifiedWords({ ...BROKEN, firstBad }, createTranslator(locale)).says[0] ?? '';

describe('the words of a verification', () => {
  it('tell records that are missing from a record that another chain has in their place', () => {
    expect(first({ file: '000001.jsonl', record: 32, why: 'anchor-not-reached', anchor })).toContain('the anchor in the keychain knows records up to 40, which are missing');
    expect(first({ file: '000001.jsonl', record: 32, why: 'anchor-not-reached', anchor: { ...anchor, seq: 5 } })).toContain('the anchor in the keychain knows a record 5 of another chain than the one that stands there');
    expect(first({ file: '000001.jsonl', record: 32, why: 'anchor-not-reached', anchor: { ...anchor, seq: 5 } }, 'de')).toContain('der Anker im Schlüsselbund kennt einen Eintrag 5 aus einer anderen Kette');
  });

  it('name both sides where an anchor knows another record', () => {
    expect(first({ file: '000001.jsonl', record: 5, why: 'anchor-differs', anchor: { ...anchor, seq: 5, found: 'b'.repeat(64) } })).toContain('it says aaaaaaaaaaaa…, the log bbbbbbbbbbbb…');
  });
});
