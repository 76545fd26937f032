import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, NO_USAGE, overLimit } from '../../../../main/core/policy/limits.ts';
import type { ServerMatch } from '../../../../main/core/policy/document/schema.ts';
import { matchesServer } from '../../../../main/core/policy/policy-call.ts';
import type { ServerIdentity } from '../../../../main/core/trust/server-identity.ts';
import { projectFact, projectGiven } from '../../../../main/core/policy/projects.ts';

describe('limits', () => {
  const limits = { perCall: 3, perPlan: 5, perHour: 7, perDay: 9, callsPerMinute: 2 };
  it.each([
    [null, 3, {}], ['perCall', 4, {}], ['perPlan', 3, { plan: 3 }], [null, 2, { plan: 3 }], ['perHour', 3, { hour: 5 }], ['perDay', 3, { day: 7 }],
    ['callsPerMinute', 1, { callsInMinute: 2 }], [null, 1, { callsInMinute: 1 }], [null, null, {}], ['perDay', null, { day: 9 }],
  ] as const)('say %s for %s objects', (name, objects, used) => {
    expect(overLimit(limits, { ...NO_USAGE, ...used }, objects, false)).toBe(name);
  });
  it('count calls of reads, not their objects', () => {
    expect(overLimit(limits, NO_USAGE, 100, true)).toBeNull();
    expect(overLimit(limits, { ...NO_USAGE, callsInMinute: 2 }, 1, true)).toBe('callsPerMinute');
  });
  it('are 50, 500, 1,000 and 3,000 unless set', () => {
    expect(DEFAULT_LIMITS).toMatchObject({ perCall: 50, perPlan: 500, perHour: 1000, perDay: 3000 });
  });
});

describe('the project of a call', () => {
  const mapping = { arguments: ['project', 'project_id'], state: '/meta/project' };
  const state = (project: unknown) => [{ meta: { project: project as string } }];
  it('is what the state says', () => {
    expect(projectFact(mapping, { id: 'n1' }, state('town'))).toEqual({ state: 'verified', project: 'town' });
    expect(projectFact(mapping, { project_id: 7 }, state('7'))).toEqual({ state: 'verified', project: '7' });
  });
  it.each([
    [{ project: 'village' }], [{ items: [{ project: 'town' }, { project: 'village' }] }], [{ a: { b: { project_id: 'village' } } }], [{ project: ['town', 'village'] }], [{ project: null }], [{ project: { id: 'town' } }],
  ])('is contradicted by %j', (args) => {
    expect(projectFact(mapping, args, state('town'))).toEqual({ state: 'contradicts' });
    expect(projectGiven(mapping, args, 'town')).toEqual({ state: 'contradicts' });
  });
  it('is contradicted by two objects of two projects', () => {
    expect(projectFact(mapping, {}, [...state('town'), ...state('village')])).toEqual({ state: 'contradicts' });
  });
  it('cannot be verified without a state that says it, whatever the arguments say', () => {
    for (const states of [[], [{}], state(null), state(['town']), [...state('town'), {}], [...state('town'), null]]) {
      expect(projectFact(mapping, { project: 'town' }, states as never)).toEqual({ state: 'not-verifiable' });
    }
  });
});

describe('a managed server', () => {
  const nobody: ServerIdentity = { url: null, command: null, executable: null, bundle: null, publisherKey: null };
  it('is matched by what it is, exactly', () => {
    const url = { by: 'url', url: 'https://a.example.org/mcp' } as const;
    expect(matchesServer(url, { ...nobody, url: 'https://A.example.org:443/mcp' })).toBe(true);
    for (const other of ['http://a.example.org/mcp', 'https://a.example.org/mcp/x', 'https://a.example.org/mcp?x', 'https://a.example.org.evil.example/mcp', 'https://a.example.org@evil.example/mcp', 'https://a.example.org:444/mcp', 'no url']) {
      expect(matchesServer(url, { ...nobody, url: other }), other).toBe(false);
    }
    const command = { by: 'command', command: ['/bin/x', 'a'], executable: 'e' } as const;
    const runs = { ...nobody, command: ['/bin/x', 'a'], executable: 'e' };
    expect(matchesServer({ ...command, command: [...command.command] }, runs)).toBe(true);
    for (const change of [{ executable: 'f' }, { executable: null }, { command: ['/bin/x'] }, { command: ['/bin/x', 'a', 'b'] }, { command: null }]) expect(matchesServer({ ...command, command: [...command.command] }, { ...runs, ...change })).toBe(false);
    expect(matchesServer({ by: 'bundle', bundle: 'demo-cms' }, { ...nobody, bundle: 'demo-cms' })).toBe(true);
    expect(matchesServer({ by: 'publisher', key: 'k' }, { ...nobody, publisherKey: 'k' })).toBe(true);
  });
  it('is matched by nothing that is not known', () => {
    const matches: ServerMatch[] = [{ by: 'url', url: 'https://a.example.org/' }, { by: 'command', command: ['x'], executable: 'e' }, { by: 'bundle', bundle: 'demo-cms' }, { by: 'publisher', key: 'k' }];
    for (const match of matches) expect(matchesServer(match, nobody)).toBe(false);
  });
});
