import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { modelName, toolOfModelName, type ToolName } from '../../../../main/core/pins/names.ts';
import { lookOf } from '../../../../main/host/review/judges.ts';
import { seeded } from './mutants.ts';
import { realCatalogues } from './real-catalogues.ts';

const name = (serverId: string, tool: string): string => modelName({ serverId, name: tool }, sha256);

describe('what a model sees of a tool', () => {
  const real: ToolName[] = realCatalogues('catalogues').flatMap(({ slug, items }) =>
    items.filter(({ kind }) => kind === 'tool').map((item) => ({ serverId: slug, name: item.name })));

  it('is server and tool where both are plain', () => {
    expect(name('files', 'read_file')).toBe('files__read_file');
    expect(name('files', '_x')).toBe('files___x');
  });

  it('stands for exactly one tool of all real catalogues together, in what every model takes', () => {
    const seen = new Map(real.map((tool) => [modelName(tool, sha256), tool]));
    expect(real.length).toBeGreaterThan(1000);
    expect(seen.size).toBe(real.length);
    expect([...seen.keys()].filter((one) => !/^[A-Za-z0-9_-]{1,64}$/.test(one))).toEqual([]);
    for (const tool of real.slice(0, 100)) expect(toolOfModelName(modelName(tool, sha256), real, sha256)).toBe(tool);
    expect(toolOfModelName('read_file', real, sha256)).toBeNull();
  });

  it('is never shared, however servers and tools are named', () => {
    const random = seeded(7);
    const parts = ['a', 'b', '_', '__', '-', '.', '/', 'ä', '名', '\u200b', ' ', '_x', '0123456789abcdef01234567', 'x'.repeat(70), ''];
    const made = new Map<string, string>();
    for (let i = 0; i < 5000; i += 1) {
      const word = (): string => Array.from({ length: Math.floor(random() * 4) + 1 }, () => parts[Math.floor(random() * parts.length)]).join('');
      const tool = { serverId: word(), name: word() };
      const seen = modelName(tool, sha256);
      const key = JSON.stringify([tool.serverId, tool.name]);
      expect(made.get(seen) ?? key).toBe(key);
      expect(seen).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      made.set(seen, key);
    }
  });

  it('cannot be spelled by a tool that wants to be taken for another', () => {
    const victim = name('files', 'lösche.alles');
    expect(victim).toMatch(/_x[0-9a-f]{24}$/);
    // The tool bears the very name that a model sees of the other.
    expect(name('files', victim.slice('files__'.length))).not.toBe(victim);
    expect(name('a', 'b__c')).not.toBe(name('a__b', 'c'));
    expect(name('a_', 'b')).not.toBe(name('a', '_b'));
  });
});

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
