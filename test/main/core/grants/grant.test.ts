import { describe, expect, it } from 'vitest';
import { exactPattern, grantSchema, LAPSES, lapseOf, type Grant, type GrantCall } from '../../../../main/core/grants/grant.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';

const args = { path: '/proj/notes.txt', content: 'Hello', deep: { a: [1, 2] } };
const grant: Grant = {
  id: 'g', serverIdentity: 'a'.repeat(64), tool: 't', toolDigest: 'b'.repeat(64), role: 'owner', client: null, effect: 'write', args: exactPattern(args),
  until: '2026-06-02T00:00:00.000Z', times: 2, session: 's', grantedAt: '2026-06-01T00:00:00.000Z', grantedBy: 'p',
};
const call: GrantCall = { serverIdentity: grant.serverIdentity, tool: 't', toolDigest: grant.toolDigest, role: 'owner', client: null, effect: 'write', args, labelled: [], now: '2026-06-01T12:00:00.000Z', session: 's', used: 1 };

describe('a grant', () => {
  it('covers the very call it was given for, in any order of arguments, and is what the schema says', () => {
    expect(lapseOf(grant, call)).toBeNull();
    expect(lapseOf(grant, { ...call, args: { deep: { a: [1, 2] }, content: 'Hello', path: '/proj/notes.txt' } })).toBeNull();
    expect(grantSchema.parse(grant)).toEqual(grant);
  });

  const cases: readonly (readonly [string, Partial<GrantCall>])[] = [
    ['other-server', { serverIdentity: null }], ['other-tool', { tool: 'T' }], ['definition-changed', { toolDigest: 'c'.repeat(64) }], ['other-role', { role: 'admin' }],
    ['other-client', { client: 'x' }], ['graver-effect', { effect: 'publish' }], ['graver-effect', { effect: 'delete' }], ['expired', { now: '2026-06-02T00:00:00.000Z' }], ['expired', { now: 'whenever' }],
    ['used-up', { used: 2 }], ['used-up', { used: Number.NaN }], ['other-session', { session: 'x' }], ['arguments-differ', { args: {} }], ['argument-labelled', { labelled: ['/content'] }],
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

  it('with a free argument takes any one plain value there, and nothing put together', () => {
    const free: Grant = { ...grant, args: { ...grant.args, content: { any: true } } };
    expect(lapseOf(free, { ...call, args: { ...args, content: 'Other' } })).toBeNull();
    for (const content of [['a'], { a: 1 }]) expect(lapseOf(free, { ...call, args: { ...args, content } })).toBe('arguments-differ');
  });

  it('asks for 500 near misses', () => {
    const paths = ['/proj/../.ssh', '/proj/./notes.txt', '/proj//notes.txt', '/proj/notes.txt/', '/proj/notes.txt\0', '/PROJ/notes.txt', '/proj/notes.txt ', ' /proj/notes.txt', '/proj/n\u043Etes.txt', '/proj/%6eotes.txt', 'file:///proj/notes.txt', '\\proj\\notes.txt'];
    const hidden = ['\u200B', '\u202E', '\uFEFF', '\u00AD', '\u0301', '\u2060', '\u00A0', '\t', '\n', '\r', '\u0000', '\uD800'];
    const text = '/proj/notes.txt';
    const spelled = hidden.flatMap((mark) => Array.from({ length: text.length + 1 }, (_, at) => text.slice(0, at) + mark + text.slice(at)));
    const flipped = Array.from(text, (letter, at) => `${text.slice(0, at)}${String.fromCharCode(letter.charCodeAt(0) ^ 1)}${text.slice(at + 1)}`);
    const cut = Array.from(text, (_, at) => text.slice(0, at));
    const doubled = Array.from(text, (letter, at) => text.slice(0, at) + letter + text.slice(at));
    const up = Array.from({ length: 250 }, (_, count) => `/proj/${'../proj/'.repeat(count + 1)}notes.txt`);
    const others: JsonObject[] = [{ ...args, extra: 1 }, { path: args.path }, { ...args, deep: { a: [2, 1] } }, { ...args, deep: { a: ['1', 2] } }, { ...args, deep: { a: [1, 2], b: null } }, { ...args, content: null }, { ...args, path: [args.path] }, { ...args, Path: args.path }];
    const misses = [...[...paths, ...spelled, ...flipped, ...cut, ...doubled, ...up].map((path): JsonObject => ({ ...args, path })), ...others];
    expect(misses.length).toBeGreaterThan(500);
    expect(misses.filter((miss) => lapseOf(grant, { ...call, args: miss }) === null)).toEqual([]);
  });
});
