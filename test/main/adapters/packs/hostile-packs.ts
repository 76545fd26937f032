import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { crc32 } from 'node:zlib';

/** One entry as it is written, without anybody checking it. */
export interface RawEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  /** Unix mode in the attributes; a link is 0o120777. */
  readonly mode?: number;
  /** What the directory claims the size to be. */
  readonly claims?: number;
  /** The name in the local header, where it differs. */
  readonly local?: string;
  readonly flags?: number;
  /** An extra field of the directory. */
  readonly extra?: Buffer;
  /** How it says it is packed; 8 is deflate. */
  readonly method?: number;
  /** What the directory says its checksum is. */
  readonly crc?: number;
}

/** Writes an archive byte by byte: libraries refuse to write what an attacker would. */
export function rawZip(entries: readonly RawEntry[], more: { readonly count?: number } = {}): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content = '', mode = 0o100644, claims, local = name, flags = 0x800, extra = Buffer.alloc(0), method = 8, crc } of entries) {
    const data = Buffer.from(content);
    const packed = deflateRawSync(data);
    const head = Buffer.alloc(30);
    const localName = Buffer.from(local);
    head.writeUInt32LE(0x04034B50, 0); head.writeUInt16LE(20, 4); head.writeUInt16LE(flags, 6); head.writeUInt16LE(method, 8);
    head.writeUInt32LE(checksum(data), 14); head.writeUInt32LE(packed.length, 18); head.writeUInt32LE(claims ?? data.length, 22); head.writeUInt16LE(localName.length, 26);
    const entry = Buffer.alloc(46);
    const centralName = Buffer.from(name);
    entry.writeUInt32LE(0x02014B50, 0); entry.writeUInt16LE(0x0314, 4); entry.writeUInt16LE(20, 6); entry.writeUInt16LE(flags, 8); entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(crc ?? checksum(data), 16); entry.writeUInt32LE(packed.length, 20); entry.writeUInt32LE(claims ?? data.length, 24); entry.writeUInt16LE(centralName.length, 28); entry.writeUInt16LE(extra.length, 30);
    entry.writeUInt32LE((mode << 16) >>> 0, 38); entry.writeUInt32LE(offset, 42);
    locals.push(head, localName, packed);
    central.push(entry, centralName, extra);
    offset += head.length + localName.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  const count = more.count ?? entries.length;
  end.writeUInt32LE(0x06054B50, 0); end.writeUInt16LE(count & 0xFFFF, 8); end.writeUInt16LE(count & 0xFFFF, 10);
  end.writeUInt32LE(directory.length, 12); end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** An archive of so many empty files, with the long form of its end (zip64), for their number does not fit the short one. */
export function zipOfMany(count: number): Buffer {
  const name = (at: number): Buffer => Buffer.from(`data/${String(at).padStart(7, '0')}.json`);
  const [length, local, entry] = [name(0).length, Buffer.alloc(30), Buffer.alloc(46)];
  local.writeUInt32LE(0x04034B50, 0); local.writeUInt16LE(20, 4); local.writeUInt16LE(length, 26);
  entry.writeUInt32LE(0x02014B50, 0); entry.writeUInt16LE(0x0314, 4); entry.writeUInt16LE(20, 6); entry.writeUInt16LE(length, 28);
  const [step, place] = [local.length + length, count * (local.length + length)];
  const all = Buffer.alloc(place + count * (entry.length + length) + 56 + 20 + 22);
  for (let at = 0; at < count; at += 1) {
    local.copy(all, at * step); name(at).copy(all, at * step + local.length);
    const here = place + at * (entry.length + length);
    entry.copy(all, here); name(at).copy(all, here + entry.length); all.writeUInt32LE(at * step, here + 42);
  }
  const end = all.length - 98;
  all.writeUInt32LE(0x06064B50, end); all.writeBigUInt64LE(44n, end + 4); all.writeUInt16LE(45, end + 14);
  all.writeBigUInt64LE(BigInt(count), end + 24); all.writeBigUInt64LE(BigInt(count), end + 32); all.writeBigUInt64LE(BigInt(end - place), end + 40); all.writeBigUInt64LE(BigInt(place), end + 48);
  all.writeUInt32LE(0x07064B50, end + 56); all.writeBigUInt64LE(BigInt(end), end + 64); all.writeUInt32LE(1, end + 72);
  all.writeUInt32LE(0x06054B50, end + 76); all.writeUInt32LE(0xFFFFFFFF, end + 84); all.writeUInt32LE(0xFFFFFFFF, end + 88); all.writeUInt32LE(0xFFFFFFFF, end + 92);
  return all;
}

function checksum(data: Buffer): number {
  return crc32(data);
}

const SKILL = readFileSync('skills/import-agenda/SKILL.md', 'utf8').replace('name: import-agenda', 'name: evil');
const PLAYBOOK = readFileSync('skills/import-agenda/playbook.yaml', 'utf8');
const good: readonly RawEntry[] = [{ name: 'SKILL.md', content: SKILL }, { name: 'playbook.yaml', content: PLAYBOOK }];

const withEntry = (...entries: readonly RawEntry[]): Buffer => rawZip([...good, ...entries]);
const withSkill = (change: (text: string) => string): Buffer => rawZip([{ name: 'SKILL.md', content: change(SKILL) }, good[1]!]);
const withPlaybook = (change: (text: string) => string): Buffer => rawZip([good[0]!, { name: 'playbook.yaml', content: change(PLAYBOOK) }]);

/** Thousands of names for the same bytes: small to send, large to write. */
function overlapping(): Buffer {
  const data = Buffer.alloc(1024 * 1024);
  const archive = rawZip([...good, { name: 'data/0.json', content: data }]);
  const end = archive.length - 22;
  const directory = archive.subarray(archive.readUInt32LE(end + 16), end);
  const last = directory.subarray(directory.lastIndexOf('PK\u0001\u0002'));
  const copies = Array.from({ length: 200 }, (_, at) => { const copy = Buffer.from(last); copy.write(String.fromCharCode(97 + Math.floor(at / 26) % 26), last.length - 6); copy.write(`${String.fromCharCode(97 + (at % 26))}`, last.length - 7); return copy; });
  const whole = Buffer.concat([directory, ...copies]);
  const tail = Buffer.from(archive.subarray(end));
  tail.writeUInt16LE(good.length + 1 + copies.length, 8); tail.writeUInt16LE(good.length + 1 + copies.length, 10); tail.writeUInt32LE(whole.length, 12);
  return Buffer.concat([archive.subarray(0, archive.readUInt32LE(end + 16)), whole, tail]);
}

/** A field that gives an entry another name than its own: some programs write the one, some the other. */
function otherName(own: string, other: string): Buffer {
  const text = Buffer.from(other);
  const field = Buffer.alloc(9);
  field.writeUInt16LE(0x7075, 0); field.writeUInt16LE(5 + text.length, 2); field.writeUInt8(1, 4); field.writeUInt32LE(checksum(Buffer.from(own)), 5);
  return Buffer.concat([field, text]);
}

/** The fields of large archives, with sizes that nothing can have. */
function largeSizes(): Buffer {
  const field = Buffer.alloc(20);
  field.writeUInt16LE(0x0001, 0); field.writeUInt16LE(16, 2); field.writeBigUInt64LE(1n << 52n, 4); field.writeBigUInt64LE(1n << 52n, 12);
  return field;
}

/** An archive's end with a comment that holds another end, whose directory is another one. */
function endInComment(): Buffer {
  const archive = Buffer.from(withEntry({ name: 'help.en.md', content: 'good' }));
  const other = rawZip([{ name: '../evil.txt', content: 'x' }]);
  archive.writeUInt16LE(other.length, archive.length - 2);
  return Buffer.concat([archive, other]);
}

/** Archives that must not be taken, each with what is wrong with it. */
export function hostileArchives(): readonly (readonly [what: string, archive: Buffer])[] {
  const names: readonly (readonly [string, string])[] = [
    ['a way up', '../evil.txt'], ['a way up inside', 'data/../../evil.txt'], ['a way up in Windows spelling', '..\\evil.txt'], ['a way up, doubled', '....//....//evil.txt'],
    ['an absolute path', '/tmp/evil.txt'], ['a drive', 'C:/evil.txt'], ['a drive in Windows spelling', 'C:\\evil.txt'], ['a network share', '//server/share/evil.txt'],
    ['a stream beside a file', 'SKILL.md:evil'], ['a device', 'NUL'], ['a device with an ending', 'con.txt'], ['a device in a folder', 'data/aux.json'], ['a serial port', 'COM1.json'], ['a printer', 'lpt9'],
    ['an end of the name', 'evil\0.txt'], ['a line end in the name', 'evil\n.txt'], ['a trailing dot', 'data./x.json'], ['a trailing space', 'data /x.json'], ['a home', '~/evil.txt'],
    ['a hidden file', '.bashrc'], ['a hidden folder', '.git/config'], ['an invisible sign', 'help\u200B.en.md'], ['a turned direction', 'evil\u202Etxt.exe'], ['an empty part', 'data//x.json'], ['a dot part', './x.json'],
    ['a long path', `data/${'a'.repeat(300)}.json`], ['a deep path', 'a/b/c/d/e/f/g/h/x.json'], ['a wildcard', 'data/*.json'], ['a pipe', 'data/a|b.json'], ['a lone surrogate', 'data/\uD800.json'],
    ['a program', 'setup.exe'], ['a script', 'run.sh'], ['a script for Windows', 'run.ps1'], ['a shortcut', 'open.lnk'], ['a web page', 'help.html'], ['a native part', 'addon.node'], ['code', 'index.js'],
  ];
  const laughs = `a: &a [x, x]\n${Array.from({ length: 20 }, (_, at) => `b${at}: &b${at} [*a, *a]`).join('\n')}\n`;
  return [
    ...names.map(([what, name]) => [what, withEntry({ name, content: 'x' })] as const),
    ['a link out', withEntry({ name: 'data/x.json', content: '/etc/passwd', mode: 0o120777 })],
    ['a link to a folder, and a file through it', withEntry({ name: 'data', content: '/tmp', mode: 0o120777 }, { name: 'data/x.json', content: 'x' })],
    ['a device node', withEntry({ name: 'data/x', mode: 0o020666 })],
    ['a pipe node', withEntry({ name: 'data/x', mode: 0o010666 })],
    ['the same entry twice', withEntry({ name: 'SKILL.md', content: SKILL.replace('evil', 'good') })],
    ['two names that differ in case', withEntry({ name: 'skill.md', content: 'x' })],
    ['two folders that differ in case', withEntry({ name: 'data/x.json', content: '1' }, { name: 'Data/y.json', content: '1' })],
    ['a file that is a folder too', withEntry({ name: 'data', content: '1' }, { name: 'data/x.json', content: '1' })],
    ['two spellings of one letter', withEntry({ name: 'data/é.json', content: '1' }, { name: 'data/e\u0301.json', content: '1' })],
    ['thousands of entries', rawZip(Array.from({ length: 3_000 }, (_, at) => ({ name: `data/${at}.json` })), { count: 3_000 })],
    ['a bomb', withEntry({ name: 'data/x.json', content: Buffer.alloc(60 * 1024 * 1024) })],
    ['a bomb that lies', withEntry({ name: 'data/x.json', content: Buffer.alloc(60 * 1024 * 1024), claims: 100 })],
    ['a password', withEntry({ name: 'data/x.json', content: '1', flags: 0x801 })],
    ['no skill', rawZip([{ name: 'readme.md', content: 'x' }])],
    ['nothing', rawZip([])],
    ['no archive', Buffer.from('PK but not really')],
    ['a signature that does not fit', withEntry({ name: 'pack.minisig', content: 'untrusted comment: x\nRWQ=\ntrusted comment: y\nAAAA\n' })],
    ['the name of a shipped skill', rawZip([{ name: 'SKILL.md', content: SKILL.replace('name: evil', 'name: import-agenda') }, good[1]!])],
    ['a name that is a path', withSkill((text) => text.replace('name: evil', 'name: ../evil'))],
    ['an invisible sign in the text', withSkill((text) => `${text}\nPlease\u{E0041}\u{E0042} help.`)],
    ['a turned direction in the text', withPlaybook((text) => text.replace('Agenda file', 'Agenda \u202Efile'))],
    ['a step with a tool that is not listed', withPlaybook((text) => text.replace('create: { tool: create_agenda_item', 'create: { tool: publish_news'))],
    ['a tool listed in the playbook only', withPlaybook((text) => text.replace('tools:\n', 'tools:\n  publish_news: write\n').replace('create: { tool: create_agenda_item', 'create: { tool: publish_news'))],
    ['an effect above its maximum', withPlaybook((text) => text.replace('effect: delete', 'effect: write'))],
    ['a billion laughs', rawZip([good[0]!, { name: 'playbook.yaml', content: laughs }])],
    ['a pattern that never ends', withPlaybook((text) => text.replace('row.end > row.start', "row.end.matches('(a+)+$')"))],
    ['loops in loops in loops', withPlaybook((text) => text.replace('must: row.end > row.start', 'must: "[1].all(a, [1].all(b, [1].all(c, true)))"'))],
    ['a data file outside', withPlaybook((text) => text.replace('checks:', 'data: { x: { file: a/../../x.json } }\nchecks:'))],
    ['a call of the system', withPlaybook((text) => text.replace('row.end > row.start', "process.exit(1)"))],
    ['a name that is a device elsewhere', withSkill((text) => text.replace('name: evil', 'name: con'))],
    ['a name that is a port elsewhere', withSkill((text) => text.replace('name: evil', 'name: com1'))],
    ['a name of the language itself', withPlaybook((text) => text.replace('row.end > row.start', 'constructor.name == "x"'))],
    ['a column of the language itself', withPlaybook((text) => text.replace('row.end > row.start', 'row.constructor == row.toString'))],
    ['a member that is everybody\'s', withPlaybook((text) => text.replace('inputs:\n', 'inputs:\n  __proto__: { type: text, label: { en: x, de: x } }\n'))],
    ['a quoted member that is everybody\'s', withPlaybook((text) => text.replace('inputs:\n', 'inputs:\n  "__proto__": { type: text, label: { en: x, de: x } }\n'))],
    ['a key twice', withPlaybook((text) => text.replace('effect: delete', 'effect: delete\neffect: read'))],
    ['a key that merges', withPlaybook((text) => text.replace('effect: delete', 'effect: delete\n<<: { excludes: [] }'))],
    ['an anchor', withPlaybook((text) => text.replace('title: {', 'title: &a {'))],
    ['two documents', withPlaybook((text) => `${text}\n---\nplaybook: 1\n`)],
    ['a number without end', withPlaybook((text) => text.replace('rows: 10000', 'rows: 1e400'))],
    ['a number that is none', withPlaybook((text) => text.replace('rows: 10000', 'rows: .nan'))],
    ['more rows than there may be', withPlaybook((text) => text.replace('rows: 10000', 'rows: 9007199254740993'))],
    ['a condition that holds the window up', withPlaybook((text) => text.replace('  file:\n    type: table', '  word: { type: text, label: { en: Word, de: Wort }, required: false, when: "[1].all(a, true)" }\n  file:\n    type: table'))],
    ['a read that holds the window up', withPlaybook((text) => text.replace('project: "{{ input.project }}", limit', 'project: "{{ input.project.split(\'\').filter(a, true).join(\'\') }}", limit'))],
    ['a depth without end', withPlaybook((text) => `${text}\nx: ${'['.repeat(2_000)}${']'.repeat(2_000)}\n`)],
    ['a text without end', withPlaybook((text) => `${text}\n# ${'x'.repeat(600_000)}\n`)],
    ['a sign that joins letters in the text', withSkill((text) => `${text}\nPub\u2060lish.`)],
    ['a mark in the middle of the text', withSkill((text) => `${text}\nPub\uFEFFlish.`)],
    ['bytes that are no text', rawZip([{ name: 'SKILL.md', content: Buffer.concat([Buffer.from(SKILL), Buffer.from([0xC3, 0x28])]) }, good[1]!])],
    ['a program with capitals', withEntry({ name: 'Setup.EXE', content: 'x' })],
    ['a table with macros', withEntry({ name: 'sample/agenda.xlsm', content: 'x' })],
    ['a picture that is a page', withEntry({ name: 'help.xhtml', content: '<script>alert(1)</script>' })],
    ['full-width letters of one name', withEntry({ name: 'data/a.json', content: '1' }, { name: 'data/ａ.json', content: '1' })],
    ['a name in two kinds of capitals', withEntry({ name: 'data/straße.json', content: '1' }, { name: 'data/STRASSE.json', content: '1' })],
    ['entries on top of one another', overlapping()],
    ['a count that lies', rawZip(good, { count: 60_000 })],
    ['an end that is far away', Buffer.concat([rawZip(good), Buffer.alloc(80_000)])],
    ['half an archive', rawZip(good).subarray(0, 300)],
    ['an invisible sign in a help page', withEntry({ name: 'help.de.md', content: 'Frei\u200Bgegeben.' })],
    ['a turned direction in a mapping', withEntry({ name: 'mappings/x.yaml', content: '# \u202Eevil\n' })],
    ['a help page that is no text', withEntry({ name: 'help.en.md', content: Buffer.from([0xC3, 0x28]) })],
    ['a second name that leads out', withEntry({ name: 'data/x.json', content: '1', extra: otherName('data/x.json', '../../evil.txt') })],
    ['a second name that is a program', withEntry({ name: 'data/x.json', content: '1', extra: otherName('data/x.json', 'evil.exe') })],
    ['a size that nothing can have', withEntry({ name: 'data/x.json', content: '1', claims: 0xFFFFFFFF, extra: largeSizes() })],
    ['a way of packing nobody knows', withEntry({ name: 'data/x.json', content: '1', method: 99 })],
    ['a text said not to be packed', withEntry({ name: 'data/x.json', content: 'x'.repeat(1_000), method: 0 })],
    ['an end in its comment', endInComment()],
    ['a link whose name is a folder', withEntry({ name: 'data/', content: '/etc', mode: 0o120777 })],
    ['a socket', withEntry({ name: 'data/x', mode: 0o140666 })],
    ['a device with a dot', withEntry({ name: 'data/aux.', content: '1' })],
    ['a device with a space before its ending', withEntry({ name: 'data/con .json', content: '1' })],
    ['a console of a device', withEntry({ name: 'data/CONIN$', content: '1' })],
    ['a port with a raised number', withEntry({ name: 'data/COM\u00B9.json', content: '1' })],
    ['a stream of a folder', withEntry({ name: 'data::$INDEX_ALLOCATION/x.json', content: '1' })],
    ['a second dot for a slash', withEntry({ name: 'data/\u2024\u2024/x.json', content: '1' })],
    ['a wide slash', withEntry({ name: 'data\uFF0F..\uFF0Fx.json', content: '1' })],
    ['a letter that is two elsewhere', withEntry({ name: 'data/\uFB01.json', content: '1' }, { name: 'data/fi.json', content: '1' })],
    ['a letter without its dot', withEntry({ name: 'data/\u0130.json', content: '1' }, { name: 'data/i\u0307.json', content: '1' })],
    ['a start of programs', withEntry({ name: 'autorun.inf', content: '[autorun]' })],
    ['a look of a folder', withEntry({ name: 'data/desktop.ini', content: '[.ShellClassInfo]' })],
    ['a vector picture with a script', withEntry({ name: 'help.svgz', content: 'x' })],
    ['a key that is a list', withPlaybook((text) => text.replace('effect: delete', 'effect: delete\n? [a, b]\n: 1'))],
    ['a key that is a number of the language', withPlaybook((text) => text.replace('inputs:\n', 'inputs:\n  constructor: { type: text, label: { en: x, de: x }, wrong: 1 }\n'))],
    ['a tool under everybody\'s name', withPlaybook((text) => text.replace('create: { tool: create_agenda_item', 'create: { tool: toString'))],
    ['a read under everybody\'s name', withPlaybook((text) => text.replace('match:\n      in: present', 'match:\n      in: hasOwnProperty'))],
    ['a question under everybody\'s name', withPlaybook((text) => text.replace("answer.missing == 'remove'", "answer.valueOf == 'remove'"))],
    ['a billion laughs by merging', withPlaybook((text) => text.replace('inputs:\n', `inputs:\n  a: &a { type: text, label: { en: x, de: x } }\n  b: *a\n`))],
    ['a text that grows in itself', withPlaybook((text) => text.replace('must: row.end > row.start', `must: "${'row.title + '.repeat(300)}row.title == row.title"`))],
    ['a step that goes through itself', withPlaybook((text) => text.replace('    each: file\n    key', '    each: items\n    key'))],
    ['a step that uses what a later one makes', withPlaybook((text) => text.replace('steps:\n', "steps:\n  - { id: early, call: create_agenda_item, with: { project: \"{{ made('items', 'x') }}\" } }\n"))],
    ['a tag that makes code', withPlaybook((text) => text.replace('type: object', 'type: !!js/function object'))],
  ];
}
