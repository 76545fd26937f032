import { describe, expect, it } from 'vitest';
import { lookOf } from '../../../../main/host/review/judges.ts';
import { realCatalogues } from './real-catalogues.ts';

describe('what a name looks like', () => {
  it.each([['read_file', 'READ_FILE'], ['read_file', 'read\u200b_file'], ['read_file', 'ｒead_file'], ['straße', 'STRASSE'], ['read_file', 'rеad_file'], ['list_all', '1ist-a11']])('%s is %s', (a, b) => {
    expect(lookOf(a)).toBe(lookOf(b));
  });

  it('makes no two tools of a real server one', () => {
    const clashes = realCatalogues('catalogues').flatMap(({ slug, items }) => {
      const looks = items.filter(({ kind }) => kind === 'tool').map((item) => lookOf(item.name));
      return looks.filter((look, i) => looks.indexOf(look) !== i).map((look) => `${slug} ${look}`);
    });
    expect(clashes).toEqual([]);
  });
});

describe('what a name looks like', () => {
  /** Letters of Unicode's confusables.txt, by the ASCII letter they are taken for. */
  const ALIKE: Readonly<Record<string, string>> = {
    a: 'ɑαаᴀ⍺ạａ𝐚ⲁᎪꓮ', b: 'ЬƄᏏᖯꓐ', c: 'сᴄⲥ𐐽ꮯⅽꓚ', d: 'ԁᏧᑯꓒⅾꓓ', e: 'еҽ℮ꬲꓰ', f: 'Ꞙƒϝքꓝ', g: 'ɡցᶃꓖ', h: 'һհᏂꓧ', i: 'іıιɩɪӏ⍳ꙇꭵꓲ', j: 'јϳꓙ', k: 'κкᴋⲕꓗ', l: 'ӏІ|ⅼ∣ǀꓡ1',
    m: 'мꓟ', n: 'ոռꓠ', o: 'οоօᴏᴑჿഠဝ૦०໐ⲟ𐐬ѳꓳ0', p: 'рρⲣ⍴ϱꓑ', q: 'ԛգզ', r: 'гᴦⲅꭇꭈꮁꓣ', s: 'ѕꜱƽꮪꓢ', t: 'тτᴛꓔ', u: 'υսᴜꞟꭎꭒꓴ', v: 'νѵᴠⅴ∨ꓦ', w: 'ԝѡաᴡꓪ', x: 'хⅹ×ᕁꓫ', y: 'уγʏүყꓬ', z: 'ᴢꮓꓜ',
  };

  it.each(Object.entries(ALIKE))('is the same with another %s in it, small or capital', (letter, others) => {
    expect([...others].filter((other) => lookOf(`pre${other}x`) !== lookOf(`pre${letter}x`))).toEqual([]);
  });

  it.each([['commit', 'cornmit'], ['view', 'vievv'], ['read_file', 'Read-File'], ['read_file', 'read_fiIe'], ['read_file', 'read\u200b_file'], ['straße', 'STRASSE']])('takes %s and %s for one', (a, b) => {
    expect(lookOf(a)).toBe(lookOf(b));
  });

  it.each([['read_file', 'read_files'], ['get_user', 'set_user'], ['a', 'b'], ['名', '各']])('tells %s from %s', (a, b) => {
    expect(lookOf(a)).not.toBe(lookOf(b));
  });
});
