import { describe, expect, it } from 'vitest';
import { closedSource } from '../../../../main/core/policy/document/open.ts';
import type { CallFacts } from '../../../../main/core/policy/evaluate.ts';
import type { PolicyCall } from '../../../../main/core/policy/policy-call.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import { managed } from './document/documents.ts';
import { entry, identity, readFacts, serverFacts, verdict, writeFacts } from './policy-calls.ts';

const user = (more: JsonObject = {}): JsonObject => ({ schema: 1, scope: 'user', id: 'me', version: 1, issuedAt: '2026-01-01T00:00:00Z', ...more });
const verified = (project: string) => ({ state: 'verified', project }) as const;
const ROLE = { effects: ['read', 'write'] };

describe('a call under policy', () => {
  it('is judged as without one where no policy objects', () => {
    expect(verdict([managed()])).toEqual({ verdict: 'allow', because: 'read-of-pinned-tool', sources: ['built-in#/read-of-pinned-tool'] });
    expect(verdict([])).toMatchObject({ verdict: 'allow' });
    expect(verdict([managed()], {}, writeFacts)).toMatchObject({ verdict: 'ask', because: 'write-asks' });
    expect(verdict([managed()], {}, { ...readFacts, argumentsFit: false })).toMatchObject({ verdict: 'deny', because: 'arguments-invalid', sources: ['built-in#/arguments-invalid'] });
  });

  const cases: readonly (readonly [string, JsonObject[], Partial<PolicyCall>, Partial<CallFacts>, string])[] = [
    ['role-unknown', [managed()], { role: 'nobody' }, {}, '0.json#/roles'],
    ['role-unknown', [managed({ roles: { press: ROLE } })], { role: 'owner' }, {}, '0.json#/roles'],
    ['role-unknown', [managed({ roles: {} })], { role: 'owner' }, {}, '0.json#/roles'],
    ['role-unknown', [user()], { role: 'nobody' }, {}, 'built-in#/roles'],
    ['role-unknown', [managed()], { role: 'constructor' }, {}, '0.json#/roles'],
    ['role-forbids', [managed({ roles: { press: { effects: ['write'] } } })], { role: 'press' }, {}, '0.json#/roles/press/effects'],
    ['role-forbids', [managed({ roles: { press: { ...ROLE, tools: [] } } })], { role: 'press' }, {}, '0.json#/roles/press/tools'],
    ['role-forbids', [managed({ servers: [entry(), { id: 'other', match: { by: 'bundle', bundle: 'demo-cms' } }], roles: { press: { ...ROLE, servers: ['other'] } } })], { role: 'press' }, {}, '0.json#/roles/press/servers'],
    ['role-forbids', [managed({ roles: { press: { ...ROLE, skills: ['a'] } } })], { role: 'press', skill: 'b' }, {}, '0.json#/roles/press/skills'],
    ['role-forbids', [managed()], { role: 'external' }, { effect: 'write' }, 'built-in#/roles/external/effects'],
    ['role-forbids', [], { role: 'sales' }, { effect: 'write' }, 'built-in#/roles/sales/writes'],
    ['role-requests', [managed()], { role: 'editor' }, { effect: 'publish' }, 'built-in#/roles/editor/effects'],
    ['project-outside', [managed({ roles: { press: { ...ROLE, projects: ['a'] } } })], { role: 'press', project: verified('b') }, {}, '0.json#/roles/press/projects'],
    ['project-outside', [managed()], { role: 'editor', project: verified('b'), ownProjects: ['a'] }, { effect: 'write' }, 'built-in#/roles/editor/writes'],
    ['project-unknown', [managed({ projects: [] })], { project: verified('a') }, {}, '0.json#/projects'],
    ['project-contradicts', [managed()], { project: { state: 'contradicts' } }, {}, '0.json#/projects'],
    ['project-contradicts', [], { project: { state: 'contradicts' } }, {}, 'built-in#/projects'],
    ['project-not-verifiable', [managed()], { project: { state: 'not-verifiable' } }, {}, '0.json#/projects'],
    ['project-not-verifiable', [managed({ servers: [entry({ project: { arguments: ['p'], state: '/p' } })] })], {}, {}, '0.json#/servers/0/project'],
    ['server-not-managed', [managed({ servers: [] })], {}, {}, '0.json#/servers'],
    ['server-not-managed', [managed({ servers: [entry()] })], { server: { by: 'identity', identity: { ...identity, url: null } } }, {}, '0.json#/servers'],
    ['policy-denies', [managed({ servers: [entry({ tools: { t: 'deny' } })] })], {}, {}, '0.json#/servers/0/tools/t'],
    ['policy-denies', [managed({ servers: [entry({ tools: {} })] })], {}, {}, '0.json#/servers/0/tools'],
    ['policy-denies', [managed({ servers: [entry({ otherTools: 'deny' })] })], {}, {}, '0.json#/servers/0/otherTools'],
    ['policy-denies', [managed({ deny: [{ effects: ['write'] }, { tools: ['x', 't'], roles: ['owner'] }] })], {}, {}, '0.json#/deny/1'],
    ['policy-denies', [managed(), user({ deny: [{ servers: ['own-name'] }] })], {}, {}, '1.json#/deny/0'],
    ['policy-denies', [user({ deny: [{ classes: ['local'], projects: ['a'] }] })], { project: verified('a') }, {}, '0.json#/deny/0'],
    ['policy-does-not-allow', [managed({ allow: [] })], {}, {}, '0.json#/allow'],
    ['policy-does-not-allow', [managed({ allow: [{ effects: ['read'] }] }), user({ allow: [{ tools: ['x'] }] })], {}, {}, '1.json#/allow'],
    ['pin-not-managed', [managed({ servers: [entry({ pins: { t: ['b'.repeat(64)] } })] })], {}, {}, '0.json#/servers/0/pins'],
    ['pin-not-managed', [managed({ servers: [entry({ pins: { t: [] } })] })], {}, {}, '0.json#/servers/0/pins'],
    ['skill-not-allowed', [managed({ skills: { allowed: [], requireSignature: false } })], { skill: 'a' }, {}, '0.json#/skills/allowed'],
    ['client-not-allowed', [managed({ gateway: { enabled: false } })], { client: 'a' }, {}, '0.json#/gateway/enabled'],
    ['client-not-allowed', [managed({ gateway: { enabled: true, clients: ['b'] } })], { client: 'a' }, {}, '0.json#/gateway/clients'],
    ['limit-per-call', [managed({ limits: { perCall: 1 } })], {}, { effect: 'write', objects: 2 }, '0.json#/limits/perCall'],
    ['limit-per-call', [managed()], {}, { effect: 'write', objects: 51 }, 'built-in#/limits/perCall'],
    ['limit-per-plan', [managed({ limits: { perPlan: 5 } })], { usage: { plan: 5, hour: 5, day: 5, callsInMinute: 0 } }, { effect: 'write' }, '0.json#/limits/perPlan'],
    ['limit-per-hour', [managed({ limits: { perHour: 5 } })], { usage: { plan: 0, hour: 5, day: 5, callsInMinute: 0 } }, { effect: 'write' }, '0.json#/limits/perHour'],
    ['limit-per-day', [managed({ limits: { perDay: 5 } })], { usage: { plan: 0, hour: 0, day: 5, callsInMinute: 0 } }, { effect: 'write', objects: null }, '0.json#/limits/perDay'],
    ['limit-per-minute', [managed({ limits: { callsPerMinute: 0 } })], {}, {}, '0.json#/limits/callsPerMinute'],
    ['server-blocked', [managed({ trust: { local: 'blocked' } })], {}, {}, '0.json#/trust/local'],
    ['server-blocked', [managed({ servers: [entry({ trust: 'blocked' })] })], {}, {}, '0.json#/servers/0/trust'],
  ];
  it.each(cases)('is denied with %s (%#)', (because, documents, more, facts, at) => {
    expect(verdict(documents, more, { ...readFacts, ...facts })).toEqual({ verdict: 'deny', because, sources: [at] });
  });

  it('is denied with every code that the list has', () => {
    const seen = new Set(cases.map(([because]) => because));
    expect(['role-unknown', 'role-requests', 'server-not-managed', 'pin-not-managed', 'project-unknown', 'project-outside', 'project-contradicts', 'project-not-verifiable',
      'policy-denies', 'policy-does-not-allow', 'skill-not-allowed', 'client-not-allowed', 'limit-per-call', 'limit-per-plan', 'limit-per-hour', 'limit-per-day', 'limit-per-minute'].filter((code) => !seen.has(code))).toEqual([]);
  });

  it('is denied wherever a closed policy governs, and only there', () => {
    const problems = [{ code: 'wrong-seal', pointer: '/seal', line: 3, name: 'seal' }] as const;
    expect(verdict([managed(), closedSource('broken.json', problems)])).toEqual({ verdict: 'deny', because: 'policy-closed', sources: ['broken.json#/seal'] });
    const ofTown = closedSource('town.json', problems, 'town');
    expect(verdict([managed(), ofTown], { project: verified('town') })).toMatchObject({ because: 'policy-closed' });
    expect(verdict([managed(), ofTown], { project: verified('village') })).toMatchObject({ verdict: 'allow' });
  });

  it('is bound by a project\'s file in that project alone', () => {
    const town = { ...user({ limits: { perCall: 1 } }), scope: 'project', project: 'town' };
    const two = { ...writeFacts, objects: 2 };
    expect(verdict([managed(), town], { project: verified('town') }, two)).toMatchObject({ because: 'limit-per-call', sources: ['1.json#/limits/perCall'] });
    expect(verdict([managed(), town], { project: verified('village') }, two)).toMatchObject({ verdict: 'ask', because: 'many-objects' });
    expect(verdict([managed(), town], {}, two)).toMatchObject({ verdict: 'ask' });
  });

  it('asks where policy asks, where trust is capped, and where an argument carries a label', () => {
    expect(verdict([managed({ servers: [entry({ tools: { t: 'ask' } })] })])).toEqual({ verdict: 'ask', because: 'policy-asks', sources: ['0.json#/servers/0/tools/t'] });
    expect(verdict([managed({ trust: { highest: 'untrusted' } })])).toEqual({ verdict: 'ask', because: 'server-untrusted', sources: ['0.json#/trust/highest'] });
    expect(verdict([managed()], { labelled: ['/a'] })).toMatchObject({ verdict: 'ask', because: 'argument-labelled' });
  });

  it('names who said so, every one of them', () => {
    expect(verdict([managed({ deny: [{ tools: ['t'] }] }), user({ deny: [{ effects: ['read'] }] })]).sources).toEqual(['0.json#/deny/0', '1.json#/deny/0']);
  });

  it('says that nobody knows the role before what the role may', () => {
    expect(verdict([managed({ servers: [], deny: [{ tools: ['t'] }] })], { role: 'nobody' }, { ...readFacts, server: null })).toMatchObject({ because: 'role-unknown' });
  });

  it('lets no id that a person chose pass for an entry of IT', () => {
    // The person calls the server `other`; by what it is, it is `cms`.
    const facts = { ...readFacts, server: { ...serverFacts, id: 'other' } };
    const servers = [entry(), { id: 'other', match: { by: 'bundle', bundle: 'demo-cms' } }];
    expect(verdict([managed({ servers, allow: [{ servers: ['other'] }] })], {}, facts)).toMatchObject({ because: 'policy-does-not-allow' });
    expect(verdict([managed({ servers }), { ...user({ allow: [{ servers: ['other'] }] }), scope: 'narrowing' }], {}, facts)).toMatchObject({ because: 'policy-does-not-allow' });
    expect(verdict([managed({ servers, roles: { owner: { ...ROLE, servers: ['other'] } } })], {}, facts)).toMatchObject({ because: 'role-forbids' });
    expect(verdict([managed({ servers, allow: [{ servers: ['cms'] }] })], {}, facts)).toMatchObject({ verdict: 'allow' });
  });
});

describe('an id of a server', () => {
  it('fits what a narrowing document allows only where every managed document gives the server that id', () => {
    const narrow = { ...user({ allow: [{ servers: ['cms'] }] }), scope: 'narrowing' };
    const lists = managed({ servers: [entry()] });
    expect(verdict([lists, narrow])).toMatchObject({ verdict: 'allow' });
    expect(verdict([managed({ id: 'silent' }), narrow])).toMatchObject({ because: 'policy-does-not-allow' });
    // A second document that lists it must not open what the first left closed.
    expect(verdict([managed({ id: 'silent' }), lists, narrow])).toMatchObject({ because: 'policy-does-not-allow' });
  });
});

describe('a grant', () => {
  const granted = { grant: 'g1' };
  const many = { ...writeFacts, objects: 3 };

  it('lifts the question of a write on a trusted server', () => {
    expect(verdict([managed()], granted, writeFacts)).toEqual({ verdict: 'allow', because: 'granted', sources: ['grant#g1'] });
    expect(verdict([managed()], granted, { ...readFacts, hosts: ['h'] })).toMatchObject({ because: 'granted' });
  });

  it.each([
    ['server below trusted', [managed({ trust: { highest: 'restricted' } })], {}, writeFacts, 'write-asks'],
    ['untrusted server', [managed({ trust: { highest: 'untrusted' } })], {}, writeFacts, 'server-untrusted'],
    ['effect that always asks', [managed()], {}, { ...readFacts, effect: 'publish' }, 'effect-always-asks'],
    ['effect nobody knows', [managed()], {}, { ...writeFacts, effectSource: 'unknown' }, 'effect-unknown'],
    ['tool that policy asks', [managed({ servers: [entry({ tools: { t: 'ask' } })] })], {}, writeFacts, 'policy-asks'],
    ['argument with a label', [managed()], { labelled: ['/a'] }, writeFacts, 'argument-labelled'],
    ['number nobody knows', [managed({ mayGrant: ['many-objects'] })], {}, { ...writeFacts, objects: null }, 'many-objects'],
    ['many objects', [managed()], {}, many, 'many-objects'],
    ['many objects where one of two policies is silent', [managed({ mayGrant: ['many-objects'] }), managed({ id: 'other' })], {}, many, 'many-objects'],
  ] as const)('does not lift it: %s', (_name, documents, more, facts, because) => {
    expect(verdict(documents, { ...granted, ...more }, facts as CallFacts)).toMatchObject({ verdict: 'ask', because });
  });

  it('covers many objects only where every managed policy names that', () => {
    expect(verdict([managed({ mayGrant: ['many-objects'] })], granted, many)).toMatchObject({ verdict: 'allow', because: 'granted' });
  });

  it('lifts no denial', () => {
    expect(verdict([managed({ deny: [{ tools: ['t'] }] })], granted, writeFacts)).toMatchObject({ verdict: 'deny' });
  });
});
