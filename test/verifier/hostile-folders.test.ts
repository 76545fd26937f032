import { execFile, execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAuditLog } from '../../main/adapters/audit-file/audit-log.ts';
import { LONGEST_RECORD, MOST_PARTS, textAround } from '../../main/core/audit/record.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { makeTombstone } from '../../main/core/audit/tombstone.ts';
import { intent, started } from '../main/core/audit/events.ts';
import { cli } from '../main/cli/harness.ts';
import { visible } from '../../preload/contract/language/index.ts';
import { bytesOf, events, forgedChain, linesOf, OURS, seeded, writeHome } from './sample-logs.ts';

const LINES = linesOf(events(seeded(7), 30), OURS);
const [FIRST, SECOND, THIRD] = [bytesOf(LINES.slice(0, 10)), bytesOf(LINES.slice(10, 20)), bytesOf(LINES.slice(20))];
const DEEP = `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`;
const isRoot = process.getuid?.() === 0;

/** What lies in a folder beside a whole first segment, and what a verification must say of it. Null: it is whole. */
interface Hostile {
  readonly make: (audit: string) => Promise<void>;
  readonly says: { readonly file: string; readonly record: number; readonly why: string } | null;
  readonly skip?: boolean;
  /** The log is two records long, or there is no folder of it: then nothing can be exported or asked. */
  readonly log?: 'short' | 'gone' | undefined;
}
const second = (audit: string): string => join(audit, '000002.jsonl');
const bad = (why: string, record = 11, file = '000002.jsonl'): Hostile['says'] => ({ file, record, why });
const unread = (file: string): Hostile['says'] => bad('anchor-unreadable', 0, file);
const anchor = (bytes: string | Buffer, name: string | Buffer = 'x.json') => (audit: string): Promise<void> =>
  writeFile(Buffer.concat([Buffer.from(join(audit, '..', 'anchors', '/')), Buffer.from(name)]), bytes);
const HEAD = JSON.parse(LINES[9] ?? '') as { chain: string; seq: number; hash: string };
const at = ({ chain, seq, hash }: typeof HEAD) => ({ chain, seq, hash });
/** What stands before the second segment, signed by the log's own key. */
const STONE = makeTombstone({ at: '2026-01-02T03:04:05.000Z', first: '000001.jsonl', heads: [at(HEAD)], signing: { keyId: OURS.keyId, last: OURS.keyId, since: 8 } }, OURS);
/** A signed log whose key is this one, of which nobody can have the private half. */
const signedBy = (key: string) => async (audit: string): Promise<void> => {
  const [first = '', second = ''] = forgedChain([{ type: 'key', keyId: key, previous: null, why: 'created' }, started()]);
  const { hash } = JSON.parse(first) as { hash: string };
  const [, forged = second] = forgedChain([{ type: 'key', keyId: key, previous: null, why: 'created' }, { type: 'checkpoint', size: 1, head: hash, keyId: key, signature: `01${'00'.repeat(63)}` }]);
  await writeFile(join(audit, '000001.jsonl'), `${first}\n${forged}\n`);
};
/** An anchor of a record that is not there. */
const MORE = { v: 1, chain: 'chain-1', file: '000001.jsonl', size: 1, seq: 11, hash: '0'.repeat(64), open: [] };
const lines = (...all: readonly (string | Buffer)[]) => (audit: string) => writeFile(second(audit), Buffer.concat(all.flatMap((one) => [Buffer.from(one), Buffer.from('\n')])));

/** The next record, with the right hash, and so many lists in one another in its event. */
const deep = (levels: number) => (audit: string): Promise<void> => {
  const last = JSON.parse(LINES[9] ?? '') as { chain: string; seq: number; hash: string };
  const place = { v: 1, chain: last.chain, seq: last.seq + 1, at: '2026-01-02T03:04:05.000Z', prev: last.hash } as const;
  const event = `{"a":${'['.repeat(levels)}${']'.repeat(levels)},"type":"x"}`;
  return lines(textAround(place, event, sha256(textAround(place, event, null))))(audit);
};

/** The next record with so many lists more in it. */
const partly = (count: number): string => (LINES[10] ?? '').replace('"type"', `"a":[${'[],'.repeat(count - 2)}[]],"type"`);

const FOLDERS: Readonly<Record<string, Hostile>> = {
  'an empty segment at the end': { make: (audit) => writeFile(second(audit), ''), says: null },
  'an empty segment in the middle': { make: async (audit) => { await writeFile(second(audit), ''); await writeFile(join(audit, '000003.jsonl'), SECOND); }, says: null },
  'a folder of that name': { make: (audit) => mkdir(second(audit)).then(() => undefined), says: bad('unreadable') },
  'a link to nowhere': { make: (audit) => symlink('/nowhere/at-all', second(audit)), says: bad('unreadable') },
  'a link to itself': { make: (audit) => symlink(second(audit), second(audit)), says: bad('unreadable') },
  'a pipe that nobody writes to': { make: async (audit) => { execFileSync('mkfifo', [second(audit)]); }, says: bad('unreadable') },
  'a file that is locked away': { make: async (audit) => { await writeFile(second(audit), SECOND); await chmod(second(audit), 0); }, says: bad('unreadable'), skip: isRoot },
  'a segment missing in the middle': { make: (audit) => writeFile(join(audit, '000003.jsonl'), THIRD), says: bad('wrong-place', 11, '000003.jsonl') },
  'nothing but zeros': { make: lines(Buffer.alloc(5_000)), says: bad('not-a-record') },
  'zeros without a line end': { make: (audit) => writeFile(second(audit), Buffer.alloc(5_000)), says: null },
  'more without a line end than any record has': { make: async (audit) => { await writeFile(second(audit), ''); await truncate(second(audit), 17_000_000); }, says: bad('not-a-record') },
  'a text as long as any record': { make: lines('x'.repeat(LONGEST_RECORD)), says: bad('not-a-record') },
  'more lists than any record has': { make: lines(partly(MOST_PARTS + 1)), says: bad('not-a-record') },
  'as many lists as a record may have': { make: lines(partly(MOST_PARTS - 100)), says: bad('wrong-hash') },
  'marks of lists in a text': { make: lines((LINES[10] ?? '').replace('"type"', `"a":"${'[{\\\\\\"'.repeat(MOST_PARTS)}","type"`)), says: bad('wrong-hash') },
  'a line longer than any record': { make: async (audit) => { await writeFile(second(audit), ''); await truncate(second(audit), 17_000_000); await writeFile(second(audit), '\n', { flag: 'a' }); }, says: bad('not-a-record') },
  'empty lines': { make: lines('', ''), says: bad('not-a-record') },
  'other line ends': { make: lines(`${LINES[10] ?? ''}\r`), says: bad('not-canonical') },
  'a mark for the order of bytes': { make: lines(`\ufeff${LINES[10] ?? ''}`), says: bad('not-a-record') },
  'bytes that are no text': { make: lines(Buffer.from([0xff, 0xfe, 0x7b])), says: bad('not-a-record') },
  'JSON nested two thousand deep': { make: lines(DEEP), says: bad('not-a-record') },
  'a record nested as deep as one may be': { make: deep(998), says: null },
  'a record nested deeper by one, with the right hash': { make: deep(999), says: bad('not-canonical') },
  'a number without end': { make: lines((LINES[10] ?? '').replace('"type"', '"a":1e999,"type"')), says: bad('not-canonical') },
  'another chain after it': { make: lines(...chainAfter()), says: null },
  'the same chain once more': { make: (audit) => writeFile(second(audit), FIRST), says: bad('wrong-place') },
  'a clock that went back': { make: lines(...clockBack()), says: null },
  'a tombstone that is a folder': { make: (audit) => mkdir(join(audit, 'tombstone.json')).then(() => undefined), says: bad('bad-tombstone', 0, 'tombstone.json') },
  'a tombstone that is no JSON': { make: (audit) => writeFile(join(audit, 'tombstone.json'), '\0'), says: bad('bad-tombstone', 0, 'tombstone.json') },
  'a tombstone that is a pipe': { make: async (audit) => { execFileSync('mkfifo', [join(audit, 'tombstone.json')]); }, says: bad('bad-tombstone', 0, 'tombstone.json') },
  'a tombstone larger than any': { make: (audit) => writeFile(join(audit, 'tombstone.json'), '').then(() => truncate(join(audit, 'tombstone.json'), 3_000_000_000)), says: bad('bad-tombstone', 0, 'tombstone.json') },
  'an anchor that is a pipe': { make: async (audit) => { execFileSync('mkfifo', [join(audit, '..', 'anchors', 'x.json')]); }, says: unread('x.json') },
  'an anchor larger than any': { make: (audit) => writeFile(join(audit, '..', 'anchors', 'x.json'), `${JSON.stringify(MORE)}${' '.repeat(17_000_000)}`), says: unread('x.json') },
  'an anchor that is a folder': { make: (audit) => mkdir(join(audit, '..', 'anchors', 'x.json')).then(() => undefined), says: unread('x.json') },
  'an anchor that asks for more': { make: (audit) => writeFile(join(audit, '..', 'anchors', 'chain-1.json'), JSON.stringify(MORE)), says: bad('anchor-not-reached', 11, '000001.jsonl') },
  'an anchor that somebody else wrote, with its four members and one more': {
    make: (audit) => writeFile(join(audit, '..', 'anchors', 'theirs.json'), JSON.stringify({ chain: MORE.chain, seq: MORE.seq, hash: MORE.hash, file: MORE.file, by: 'an auditor' })), says: bad('anchor-not-reached', 11, '000001.jsonl'),
  },
  'an anchor whose text is no UTF-8': { make: anchor(Buffer.from(JSON.stringify({ ...MORE, file: '\u00e4' }), 'latin1')), says: unread('x.json') },
  'an anchor that begins with a mark for the order of bytes': { make: anchor(`\ufeff${JSON.stringify(MORE)}`), says: unread('x.json') },
  'an anchor nested thirty thousand deep': { make: anchor(`{"x":${'['.repeat(30_000)}${']'.repeat(30_000)},${JSON.stringify(MORE).slice(1)}`), says: unread('x.json') },
  'an anchor nested as deep as one may be': { make: anchor(`{"x":${'['.repeat(999)}${']'.repeat(999)},${JSON.stringify(MORE).slice(1)}`), says: bad('anchor-not-reached', 11, '000001.jsonl') },
  'an anchor nested deeper by one': { make: anchor(`{"x":${'['.repeat(1_000)}${']'.repeat(1_000)},${JSON.stringify(MORE).slice(1)}`), says: unread('x.json') },
  'an anchor of an empty file': { make: anchor(''), says: unread('x.json') },
  'an anchor whose name is no text': { make: anchor(JSON.stringify(MORE), Buffer.from([0x78, 0xff, 0x2e, 0x6a, 0x73, 0x6f, 0x6e])), says: bad('anchor-not-reached', 11, '000001.jsonl'), skip: process.platform !== 'linux' },
  'what a system lays beside an anchor that it copies': { make: anchor('\0\u0005\u0016\u0007', '._chain-1.json'), says: null },
  'anchors whose names are in another order by letters than by bytes': {
    make: async (audit) => { await anchor(JSON.stringify({ ...MORE, file: 'b', seq: 12 }), '\u{1f600}.json')(audit); await anchor(JSON.stringify({ ...MORE, file: 'a' }), '\ufb01.json')(audit); }, says: bad('anchor-not-reached', 11, 'a'),
  },
  'anchors that are a file': { make: async (audit) => { await rm(join(audit, '..', 'anchors'), { recursive: true }); await writeFile(join(audit, '..', 'anchors'), ''); }, says: unread('anchors') },
  'a tombstone that names a chain twice': {
    make: async (audit) => { await writeFile(join(audit, 'tombstone.json'), JSON.stringify(makeTombstone({ ...STONE, heads: [{ ...at(HEAD), seq: 5 }, at(HEAD)] }, OURS))); }, says: bad('bad-tombstone', 0, 'tombstone.json'),
  },
  'a tombstone with a doubled member whose first value is no UTF-8': {
    make: async (audit) => { await writeFile(join(audit, 'tombstone.json'), Buffer.concat([Buffer.from('{"at":"'), Buffer.from([0xff]), Buffer.from(`",${JSON.stringify(STONE).slice(1)}`)])); }, says: bad('bad-tombstone', 0, 'tombstone.json'),
  },
  'a key that is spelled beyond the prime': { make: signedBy(`ee${'ff'.repeat(30)}7f`), says: bad('bad-signature', 2, '000001.jsonl'), log: 'short' },
  'a key with a sign that its point has not': { make: signedBy(`01${'00'.repeat(30)}80`), says: bad('bad-signature', 2, '000001.jsonl'), log: 'short' },
  'the key that fits every text': { make: signedBy(`01${'00'.repeat(31)}`), says: bad('bad-signature', 2, '000001.jsonl'), log: 'short' },
  'no log at all beside an anchor': { make: async (audit) => { await anchor(JSON.stringify(MORE))(audit); await rm(audit, { recursive: true }); }, says: bad('anchor-not-reached', 1, '000001.jsonl'), log: 'gone' },
  'a file in the place of the log': { make: async (audit) => { await rm(audit, { recursive: true }); await writeFile(audit, ''); }, says: bad('unreadable', 1, 'audit'), log: 'gone' },
  'a link to nowhere in the place of the log': { make: async (audit) => { await rm(audit, { recursive: true }); await symlink('/nowhere/at-all', audit); }, says: bad('unreadable', 1, 'audit'), log: 'gone' },
  'anchors with members of another kind': {
    make: async (audit) => { for (const [name, odd] of Object.entries({ a: { seq: true }, b: { seq: 0 }, c: { chain: 7 }, d: { file: null }, e: { hash: 'F'.repeat(64) }, f: { seq: 1.5 }, g: { seq: '12' }, h: { chain: 'A' } })) await writeFile(join(audit, '..', 'anchors', `${name}.json`), JSON.stringify({ ...MORE, ...odd })); },
    says: unread('a.json'),
  },
  'other files beside the segments, by names a person, an editor or a system gives them': {
    make: async (audit) => { for (const name of ['z\n.jsonl', '000001 copy.jsonl', '000001.jsonl.bak.jsonl', '._000001.jsonl', '1.jsonl', '0000001.jsonl', '000002.JSONL', '٠٠٠٠٠٢.jsonl']) await writeFile(join(audit, name), 'x\n'); },
    says: null,
  },
};

function chainAfter(): string[] {
  return linesOf(events(seeded(8), 3), null, { head: { chain: 'chain-2', seq: 10, hash: '0'.repeat(64) }, signing: { keyId: OURS.keyId, last: OURS.keyId, since: 8 } });
}

/** What follows the first ten records, each a year before the one before it. */
function clockBack(): string[] {
  const { chain, seq, hash } = JSON.parse(LINES[9] ?? '') as { chain: string; seq: number; hash: string };
  let year = 2026;
  return forgedChain([intent('a'), intent('b')], { chain, seq, hash }, () => `${year -= 1}-01-01T00:00:00.000Z`);
}

let folder = '';
const made: (Pick<Hostile, 'says' | 'log'> & { readonly name: string; readonly home: string })[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-hostile-'));
  for (const [name, { make, says, skip, log }] of Object.entries(FOLDERS)) {
    if (skip === true) continue;
    const home = join(folder, String(made.length));
    await writeHome(home, [FIRST], null);
    await make(join(home, 'audit'));
    made.push({ name, home, says, log });
  }
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('hostile folders', () => {
  it('get a whole answer with file, record and reason from audit verify, and its exit code', async () => {
    for (const { name, home, says } of made) {
      const ran = await cli(['audit', 'verify', home]);
      expect({ name, code: ran.code, said: ran.said, lines: ran.lines }).toMatchObject({ name, code: says === null ? 0 : 1, said: says === null ? expect.stringContaining('The chain is whole') as string : expect.stringContaining(`breaks at record ${says.record} in ${visible(says.file, 80)}`) as string, lines: [{ ok: says === null, firstBad: says }] });
    }
  }, 120_000);

  it('get the same answer from the second verifier', async () => {
    const run = promisify(execFile)('python3', [join(import.meta.dirname, 'verify.py'), ...made.map(({ home }) => home)], { maxBuffer: 64 * 1024 * 1024 });
    const { stdout, stderr } = await run.catch((error: { stdout: string; stderr: string }) => error);
    expect(stderr).toBe('');
    const theirs = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as unknown);
    for (const [at, { name, home }] of made.entries()) expect({ name, answer: theirs[at] }).toEqual({ name, answer: (await cli(['audit', 'verify', home])).lines[0] });
  }, 120_000);

  it('are exported and asked as far as they can be read, and what cannot be is said', async () => {
    for (const { name, home, says, log } of made) {
      if (log === 'gone') {
        for (const words of [['export', home], ['ask', home, '--call', 'nobody'], ['ask', home, '--object', 'nothing']]) expect({ name, ...await cli(['audit', ...words]) }).toMatchObject({ name, code: 2, out: '', said: expect.stringContaining('is not there any more') as string });
        continue;
      }
      for (const format of ['jsonl', 'csv', 'ocsf']) {
        const ran = await cli(['audit', 'export', home, '--format', format]);
        const left = says?.why === 'unreadable' || says?.why === 'not-a-record';
        expect({ name, code: ran.code, lines: ran.out.split('\n').length > (log === 'short' ? 2 : 10) }).toEqual({ name, code: left ? 1 : 0, lines: true });
        if (left) expect(ran.said, name).toMatch(/cannot be read and was left out|no records? and w(as|ere) left out/);
      }
      expect((await cli(['audit', 'ask', home, '--call', 'nobody'])).lines, name).toMatchObject([{ call: 'nobody', outcome: null, records: [] }]);
      expect((await cli(['audit', 'ask', home, '--object', 'nothing'])).lines, name).toMatchObject([{ answer: 'not through this log', calls: [] }]);
    }
  }, 120_000);

  it('can be written in: the old records stay as they are, and what is broken goes on being named', async () => {
    for (const { name, home, says } of made.filter(({ says: why, log: there }) => why?.why === 'unreadable' && there === undefined)) {
      const log = await openAuditLog({ dir: home, clock: { now: () => new Date().toISOString(), monotonic: () => performance.now() }, sha256 });
      await log.append(intent('after'));
      expect({ name, state: log.state(), found: (await log.verify()).firstBad }).toEqual({ name, state: 'broken', found: says });
      await log.close();
    }
  }, 60_000);
});

describe('odd flags', () => {
  it.each([
    [['audit', 'verify', '/dev/null']], [['audit', 'verify', '--anchor', '/', 'HOME']], [['audit', 'verify', '--witness', '/nowhere', 'HOME']], [['audit', 'verify', '--witness', '/', 'HOME']],
    [['audit', 'verify', '--nonsense', 'HOME']], [['audit', 'verify', '--anchor']], [['audit', 'export', 'HOME', '--format', '']], [['audit', 'export', 'HOME', '--format', 'constructor']],
    [['audit', 'ask', 'HOME']], [['audit', 'ask', 'HOME', '--call']], [['audit', 'ask', 'HOME', '--call', 'a', '--object', 'b']], [['audit', '__proto__', 'HOME']], [['audit']],
  ])('%j is a wrong call: one sentence and 2', async (argv) => {
    const ran = await cli(argv.map((word) => (word === 'HOME' ? made[0]?.home ?? '' : word)));
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.said.trim()).not.toBe('');
    expect(ran.said).not.toMatch(/at .*:\d+|TypeError/);
  });

  it('asks for whatever is named, however odd the name', async () => {
    for (const odd of ['', '__proto__', '\u0000', 'x'.repeat(10_000), '../../etc']) {
      expect(await cli(['audit', 'ask', made[0]?.home ?? '', '--call', odd]), odd.slice(0, 20)).toMatchObject({ code: odd === '' ? expect.any(Number) as number : 1 });
    }
  });
});
