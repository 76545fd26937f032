import { describe, expect, it } from 'vitest';
import { grantSchema, LAPSES, lapseOf, type Grant, type GrantCall } from '../../../../main/core/grants/grant.ts';
import { foldersAbove, patternOf, type ArgumentWish } from '../../../../main/core/grants/pattern.ts';
import { LONGEST_DAYS, mayLast } from '../../../../main/core/grants/wish.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';

const PATH = '/work/proj/notes.txt';
const args = { path: PATH, content: 'Hello', count: 1, deep: { a: [1, 2] } };
/** A disk where every path leads to itself, but for the links named. */
const disk = (links: Readonly<Record<string, string>> = {}) => (path: string): string => {
  const link = Object.keys(links).find((one) => path === one || path.startsWith(`${one}/`));
  return link === undefined ? path : `${links[link] ?? ''}${path.slice(link.length)}`;
};
const pattern = (wishes: Readonly<Record<string, ArgumentWish>> = {}, of: JsonObject = args): Grant['args'] => {
  const made = patternOf(of, wishes, disk());
  if (made === null) throw new Error('no pattern');
  return made;
};
const planner = { kind: 'person', name: 'eva' } as const;
const grant: Grant = {
  id: 'g', serverId: 'files', serverIdentity: 'a'.repeat(64), tool: 't', toolDigest: 'b'.repeat(64), policy: 'c'.repeat(64), role: 'owner', planner, client: 'desktop', effect: 'write', args: pattern(),
  until: '2026-06-02T00:00:00.000Z', times: 2, session: 's', grantedAt: '2026-06-01T00:00:00.000Z', grantedBy: 'p',
};
const call: GrantCall = {
  serverIdentity: grant.serverIdentity, tool: 't', toolDigest: grant.toolDigest, policy: grant.policy, role: 'owner', planner, client: 'desktop', effect: 'write', args, leads: disk(), labelled: 0,
  now: '2026-06-01T12:00:00.000Z', session: 's', used: 1,
};
const within: Grant = { ...grant, args: pattern({ path: { within: '/work/proj' } }) };

describe('a grant', () => {
  it('covers the very call it was given for, in any order of arguments, and is what the schema says', () => {
    expect(lapseOf(grant, call)).toBeNull();
    expect(lapseOf(grant, { ...call, args: { deep: { a: [1, 2] }, count: 1, content: 'Hello', path: PATH } })).toBeNull();
    expect(grantSchema.parse(JSON.parse(JSON.stringify(grant)))).toEqual(grant);
  });

  const cases: readonly (readonly [string, Partial<GrantCall>])[] = [
    ['other-server', { serverIdentity: null }], ['other-tool', { tool: 'T' }], ['definition-changed', { toolDigest: 'c'.repeat(64) }], ['definition-changed', { toolDigest: null }], ['other-policy', { policy: 'd'.repeat(64) }],
    ['other-role', { role: 'admin' }], ['other-planner', { planner: { kind: 'assistant', name: 'eva' } }], ['other-planner', { planner: { kind: 'person', name: 'Eva' } }],
    ['other-client', { client: 'x' }], ['graver-effect', { effect: 'publish' }], ['graver-effect', { effect: 'delete' }], ['graver-effect', { effect: 'send' }], ['expired', { now: '2026-06-02T00:00:00.000Z' }], ['expired', { now: 'whenever' }],
    ['used-up', { used: 2 }], ['used-up', { used: Number.NaN }], ['other-session', { session: 'x' }], ['arguments-differ', { args: {} }], ['argument-labelled', { labelled: 1 }], ['argument-labelled', { labelled: Number.NaN }],
    ['path-leads-elsewhere', { leads: disk({ [PATH]: '/home/eva/.ssh/id' }) }], ['path-leads-elsewhere', { leads: () => null }],
  ];
  it.each(cases)('lapses: %s (%#)', (lapse, change) => {
    expect(lapseOf(grant, { ...call, ...change })).toBe(lapse);
  });
  it('lapses in every way the list has', () => {
    expect(LAPSES.filter((lapse) => !cases.some(([one]) => one === lapse))).toEqual([]);
  });

  it('of a read never covers a write, and one of a write covers a read of the same', () => {
    expect(lapseOf({ ...grant, effect: 'read' }, call)).toBe('graver-effect');
    expect(lapseOf(grant, { ...call, effect: 'read' })).toBeNull();
  });

  it('with a free argument takes any one plain value there that is no path, and nothing put together', () => {
    const free: Grant = { ...grant, args: pattern({ content: 'any' }) };
    for (const content of ['Other', 'two\nlines', '', 7, null, 'Doors open at 8:30, for “all” and/or guests?', '# Title\n\n50 % off: *now*']) expect(lapseOf(free, { ...call, args: { ...args, content } })).toBeNull();
    for (const content of [['a'], { a: 1 }, '/etc/passwd', '../x', '~/.ssh', 'C:\\x', 'file:///x', 'https://x.example/', ' /etc/passwd', 'a/b', '\\\\server\\x', 'my docs/../x', '$HOME/x', '..']) expect(lapseOf(free, { ...call, args: { ...args, content } })).toBe('arguments-differ');
  });

  it('for a folder takes files inside it', () => {
    for (const path of [PATH, '/work/proj/other.txt', '/work/proj/a/b/c d-1_ü.md', '/work/proj/.hidden']) expect(lapseOf(within, { ...call, args: { ...args, path } }), path).toBeNull();
  });

  it('for a folder never follows a link out of it, nor a folder that is another now', () => {
    const out = disk({ '/work/proj/link': '/home/eva/.ssh' });
    expect(lapseOf(within, { ...call, leads: out, args: { ...args, path: '/work/proj/link/id' } })).toBe('path-leads-elsewhere');
    expect(lapseOf(within, { ...call, leads: disk({ '/work/proj': '/home/eva' }) })).toBe('path-leads-elsewhere');
    expect(lapseOf(within, { ...call, leads: () => null })).toBe('path-leads-elsewhere');
  });
});

/** Spellings that some system, server or eye takes for the same, or that step out of the folder. */
function nearMisses(): string[] {
  const steps = ['/proj/../.ssh', '/work/proj/../.ssh', '/work/proj/./notes.txt', '/work/proj//notes.txt', '/work/proj/notes.txt/', '/work/proj/', '/work/proj', '/work/proj/..', '/work/proj/.', '/work/proj/a/../../x', '/work/projx/notes.txt', '/work/pro/notes.txt', '/work/proj.txt'];
  const spelled = ['/WORK/proj/notes.txt', '/work/PROJ/notes.txt', '/work/Proj/notes.txt', '/work/pr\u043Ej/notes.txt', '/work/\u0440roj/notes.txt', '/work/pr%6fj/notes.txt', '/work/proj/%2e%2e/x', '/work/proj/..%2fx', 'file:///work/proj/notes.txt', '\\work\\proj\\notes.txt', '/work/proj\\..\\x', '/work/proj/..\\x', 'work/proj/notes.txt', './notes.txt', '~/notes.txt', '$HOME/notes.txt', '/work/proj/$HOME', '/work/proj/~', '/work/proj/~eva', '/work/proj/*', '/work/proj/a?', '//work/proj/notes.txt', '//?/work/proj/notes.txt', '/work/proj/notes.txt:stream', '/work/proj/CON:', '/work/proj/`id`', '/work/proj/a|b', '/work/proj/"a"', '/work/proj/<a>', '/wo\u0301rk/proj/x', '/work/proj/u\u0308.txt'];
  const ends = ['.', '..', ' ', '  ', '\t', '. ', ' .'].flatMap((end) => [`${PATH}${end}`, `/work/proj/a${end}/notes.txt`, `/work/proj${end}/notes.txt`]);
  const hidden = ['\u200B', '\u202E', '\uFEFF', '\u00AD', '\u2060', '\u200D', '\u2066', '\u0085', '\t', '\n', '\r', '\u0000', '\uD800', '\\', '%', '~', '*', '\u007f'];
  const inside = hidden.flatMap((mark) => Array.from({ length: PATH.length + 1 }, (_, at) => PATH.slice(0, at) + mark + PATH.slice(at)));
  const up = Array.from({ length: 150 }, (_, count) => `/work/proj/${'../proj/'.repeat(count + 1)}notes.txt`);
  return [...steps, ...spelled, ...ends, ...inside, ...up];
}

describe('near misses', () => {
  const others: JsonObject[] = [
    { ...args, extra: 1 }, { path: PATH }, { ...args, deep: { a: [2, 1] } }, { ...args, deep: { a: ['1', 2] } }, { ...args, deep: { a: [1, 2], b: null } }, { ...args, content: null }, { ...args, content: 'hello' }, { ...args, content: 'Hello ' },
    { ...args, count: '1' }, { ...args, count: 1.0000000000000002 }, { ...args, count: true }, { ...args, count: [1] }, { ...args, path: [PATH] }, { ...args, Path: PATH }, { ...args, 'path ': PATH }, { ...args, path: null }, { ...args, path: { value: PATH } }, { ...args, path: 7 },
  ];
  const paths = nearMisses();

  it('are more than five hundred', () => {
    expect(new Set(paths).size + others.length).toBeGreaterThan(500);
  });

  it.each([['of an exact call', grant, paths], ['of a folder', within, paths]])('%s all ask', (_, given, misses) => {
    expect(lapseOf(given, call)).toBeNull();
    const covered = [...misses.map((path): JsonObject => ({ ...args, path })), ...others].filter((miss) => lapseOf(given, { ...call, args: miss }) === null);
    expect(covered).toEqual([]);
  });
});

describe('a permission for longer', () => {
  it.each([
    ['an argument that is not there', { other: 'any' }], ['a free path', { path: 'any' }], ['a free object', { deep: 'any' }], ['a folder beside the file', { path: { within: '/work/other' } }],
    ['a folder spelled in steps', { path: { within: '/work/proj/../proj' } }], ['the whole disk', { path: { within: '/' } }], ['a folder right below the root', { path: { within: '/work' } }], ['the file itself', { path: { within: PATH } }],
    ['a folder for what is no path', { content: { within: '/work/proj' } }],
  ] as [string, Record<string, ArgumentWish>][])('is not given for %s', (_, wishes) => {
    expect(patternOf(args, wishes, disk())).toBeNull();
  });
  it('is not given for a file that a link leads out of its folder, nor where nobody can tell', () => {
    expect(patternOf(args, { path: { within: '/work/proj' } }, disk({ [PATH]: '/etc/passwd' }))).toBeNull();
    expect(patternOf(args, {}, () => null)).toBeNull();
  });
  it('is offered for the folders above a file, nearest first, never the root or what lies right below it', () => {
    expect(foldersAbove('/home/eva/proj/notes.txt')).toEqual(['/home/eva/proj', '/home/eva']);
    for (const value of ['/notes.txt', '/proj/notes.txt', '/work/../etc/x/y', 'a/b/c', 7]) expect(foldersAbove(value)).toEqual([]);
  });
  it('lasts for a session, up to a thousand times, up to ninety days', () => {
    const now = '2026-06-01T12:00:00.000Z';
    const in90 = new Date(Date.parse(now) + LONGEST_DAYS * 86_400_000).toISOString();
    for (const lasts of [{ kind: 'session' }, { kind: 'times', times: 1 }, { kind: 'times', times: 1000 }, { kind: 'until', until: in90 }] as const) expect(mayLast(lasts, now)).toBe(true);
    for (const lasts of [{ kind: 'times', times: 0 }, { kind: 'times', times: 1.5 }, { kind: 'times', times: 1001 }, { kind: 'until', until: now }, { kind: 'until', until: '2027-01-01T00:00:00.000Z' }, { kind: 'until', until: 'soon' }] as const) expect(mayLast(lasts, now)).toBe(false);
  });
});
