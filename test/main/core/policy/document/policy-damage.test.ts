import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../../main/adapters/digest/sha256.ts';
import { comparePolicies } from '../../../../../main/core/policy/document/compare.ts';
import { openPolicy, type PolicySource } from '../../../../../main/core/policy/document/open.ts';
import { readPolicy } from '../../../../../main/core/policy/document/read.ts';
import type { JsonObject } from '../../../../../main/core/words/index.ts';
import { damages, type Damage } from './damage.ts';
import { facts, good, managed, opened, SAMPLES, sampleText, sampleValue } from './documents.ts';
import { randomPolicy } from './random-policy.ts';
import { grown, ranks, RUNS, seeded, universe } from './universe.ts';

const names = {
  roles: ['owner', 'editor', 'sales', 'external', 'press-officer', 'nobody'], servers: ['demo-cms', 'files', 'tickets', 'none', 'a', 'b'],
  tools: ['t', 'delete_project', 'read_text_file', 'write_file'], projects: ['demo', 'town', 'p'],
};
const asked = universe(names).filter((_, index) => index % 13 === 0);

const whole = RUNS(0, 1) === 1;
const ground = good(managed({ id: 'ground' }), 'ground.json');
/** How far calls get with this source on top of a plain managed one. */
const far = (source: PolicySource): number[] => ranks(source.state === 'good' && source.document.scope === 'managed' ? [source] : [ground, source], asked);

/** Single damages of the samples; the long run adds those of random documents until there are 100,000. */
function cases(): { readonly original: JsonObject; readonly damage: Damage }[] {
  const of = (original: JsonObject) => damages(original).map((damage) => ({ original, damage }));
  const found = SAMPLES.flatMap((name) => of(sampleValue(name)));
  if (!whole) return found.filter((_, index) => index % 7 === 0);
  const random = seeded(7);
  while (found.length < 100_000) found.push(...of(opened_(randomPolicy(random, found.length % 3 === 0 ? 'narrowing' : 'managed'))));
  return found.slice(0, 100_000);
}

/** The same with its seal, as it would lie on a disk. */
const opened_ = (value: JsonObject): JsonObject => {
  const source = opened(value);
  return source.state === 'good' ? { ...value, seal: source.digest } : value;
};
const reopened = (value: JsonObject): PolicySource => openPolicy(JSON.stringify(value), facts, sha256);
const known = new WeakMap<JsonObject, number[]>();
/** How far calls get under the undamaged document. */
const farOf = (original: JsonObject): number[] => {
  const found = known.get(original) ?? far(reopened(original));
  known.set(original, found);
  return found;
};
const damaged = cases();

describe('a damaged policy', () => {
  it(`with its seal as it was never allows more, and names place and reason (${damaged.length} ways)`, () => {
    for (const { original, damage } of damaged) {
      const source = reopened(damage.value);
      // Without its seal a project's file still holds; what then holds is the same as before.
      if (source.state === 'good') expect(grown(farOf(original), far(source)), damage.pointer).toEqual([]);
      else {
        const [first] = source.problems;
        if (first === undefined || first.line < 1 || typeof first.pointer !== 'string') expect.fail(`no place for ${damage.kind} ${damage.pointer}`);
      }
    }
  }, 1_200_000);

  it('sealed anew allows no more for a wrong type, an unknown key or an unknown value of a closed list', () => {
    for (const { original, damage } of damaged) {
      // Sealing anew writes over whatever stood there as the seal.
      if (damage.kind === 'dropped' || damage.kind === 'altered' || damage.pointer === '/seal') continue;
      const source = opened(damage.value);
      if (source.state === 'closed') continue;
      // What opens has names in it that are free: a tool, a project, a person.
      if (damage.kind !== 'unknown-value') expect.fail(`${damage.kind} ${damage.pointer} opened`);
      const listed = comparePolicies(documentOf(original), source.document);
      if (grown(farOf(original), far(source)).length > 0 && listed.loosens.length === 0) expect.fail(`${damage.pointer} loosens and is not listed`);
    }
  }, 1_200_000);

  it('sealed anew is listed by the comparison wherever it allows more', () => {
    let loosened = 0;
    for (const { original, damage } of damaged) {
      if (damage.kind !== 'dropped' && damage.kind !== 'altered') continue;
      const source = opened(damage.value);
      if (source.state === 'closed') continue;
      const changes = comparePolicies(documentOf(original), source.document);
      if (grown(farOf(original), far(source)).length === 0) continue;
      loosened += 1;
      if (changes.loosens.length === 0) expect.fail(`${damage.kind} ${damage.pointer} loosens and is not listed`);
    }
    expect(loosened).toBeGreaterThan(1);
  }, 1_200_000);

  it('cut anywhere is closed, with a line and a reason', () => {
    for (const name of SAMPLES) {
      const text = sampleText(name).trimEnd();
      for (let length = 0; length < text.length; length += whole ? 1 : 23) {
        const source = openPolicy(text.slice(0, length), facts, sha256);
        if (source.state === 'good' || source.problems.length === 0) expect.fail(`${name} cut at ${length} is open`);
      }
    }
  }, 600_000);

  it('is refused for every change where a signature is required', () => {
    const original = { ...sampleValue('sample'), signatures: { required: true, keys: ['K'] } };
    const signed = JSON.stringify(opened_({ ...original, seal: 'a'.repeat(64) }));
    const check = (text: string) => openPolicy(text, { ...facts, signature: () => (text === signed ? 'valid' : 'wrong') }, sha256);
    for (const damage of damages(original).filter((_, index) => whole || index % 29 === 0)) {
      const source = check(JSON.stringify(damage.value));
      // Dropping the demand itself is what the pinned keys of the machine are there for; here the old seal refuses it.
      expect(source.state, damage.pointer).toBe('closed');
    }
  });
});

function documentOf(value: JsonObject) {
  const read = readPolicy(JSON.stringify(value));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.document;
}

describe('comparing two policies', () => {
  const changes = (before: JsonObject, after: JsonObject) => {
    const found = comparePolicies(documentOf(managed(before)), documentOf(managed(after)));
    return { loosens: found.loosens.map(({ pointer }) => pointer), tightens: found.tightens.map(({ pointer }) => pointer), others: found.others.map(({ pointer }) => pointer) };
  };
  const server = (more: JsonObject = {}) => ({ servers: [{ id: 'a', match: { by: 'bundle', bundle: 'demo-cms' }, ...more }] });
  const role = (more: JsonObject) => ({ roles: { press: { effects: ['read'], ...more } } });

  it.each([
    ['/deny/0', { deny: [{ tools: ['x'] }] }, {}], ['/allow', { allow: [] }, {}], ['/allow/0', { allow: [] }, { allow: [{ tools: ['x'] }] }],
    ['/limits/perCall', { limits: { perCall: 3 } }, {}], ['/limits/perDay', { limits: { perDay: 3 } }, { limits: { perDay: 4 } }],
    ['/trust/external', { trust: { external: 'blocked' } }, { trust: { external: 'untrusted' } }], ['/locks/0', { locks: ['trust'] }, { locks: [] }],
    ['/mayGrant/0', {}, { mayGrant: ['import'] }], ['/gateway/enabled', { gateway: { enabled: false } }, {}], ['/gateway/clients', { gateway: { enabled: true, clients: [] } }, {}],
    ['/skills/requireSignature', { skills: { requireSignature: true } }, {}], ['/audit/retainDays', { audit: { retainDays: 30 } }, { audit: { retainDays: 3 } }],
    ['/signatures/required', { signatures: { required: true, keys: ['K'] } }, { signatures: { required: false, keys: ['K'] } }],
    ['/projects/0', { projects: [] }, { projects: ['p'] }], ['/expiresAt', { expiresAt: '2030-01-01T00:00:00Z' }, {}],
    ['/roles/press/effects/1', role({}), role({ effects: ['read', 'delete'] })], ['/roles/press/tools', role({ tools: [] }), role({})],
    ['/servers', server(), {}], ['/servers/b', server(), { servers: [...server().servers, { id: 'b', match: { by: 'url', url: 'https://b.example.org/' } }] }],
    ['/servers/a/trust', server({ trust: 'blocked' }), server()], ['/servers/a/otherTools', server({ tools: {} }), server()],
    ['/servers/a/tools/x', server({ tools: { x: 'deny' } }), server({ tools: { x: 'ask' } })], ['/servers/a/pins/x', server({ pins: { x: [] } }), server()],
  ])('lists %s as loosening, and the way back as tightening', (pointer, before, after) => {
    expect(changes(before, after).loosens).toContain(pointer);
    expect(changes(after, before).tightens.map((path) => path.replace(/\/\d+$/, ''))).toContain(pointer.replace(/\/\d+$/, ''));
    expect(changes(before, after).tightens).toEqual([]);
  });

  it('lists what may go either way in both', () => {
    expect(changes(server(), { servers: [{ id: 'a', match: { by: 'url', url: 'https://b.example.org/' } }] })).toMatchObject({ loosens: ['/servers/a/match'], tightens: ['/servers/a/match'] });
    expect(changes({}, { roles: {} })).toMatchObject({ loosens: ['/roles'], tightens: ['/roles'] });
    expect(changes(role({ users: ['a'] }), role({ users: ['b'] }))).toMatchObject({ loosens: ['/roles/press/users'], tightens: ['/roles/press/users'] });
    expect(changes(role({ rank: 1 }), role({ rank: 2 }))).toMatchObject({ loosens: ['/roles/press/rank'], tightens: ['/roles/press/rank'] });
    // Who loses a role by name may have another one by group; a rule about projects alone fits once there are some.
    expect(changes(role({ users: ['a'] }), { roles: { more: { effects: [] } } }).loosens).toContain('/roles/press');
    const mapped = server({ project: { arguments: ['p'], state: '/p' } });
    for (const [before, after] of [[mapped, server()], [server(), mapped]] as const) expect(changes(before, after)).toMatchObject({ loosens: ['/servers/a/project'], tightens: ['/servers/a/project'] });
    const another = { id: 'b', match: { by: 'publisher', key: 'K' } };
    expect(changes({ servers: [...server().servers, another] }, server())).toMatchObject({ loosens: ['/servers/b'], tightens: ['/servers/b'] });
    expect(changes({ servers: [...server().servers, { id: 'b', match: { by: 'url', url: 'https://b.example.org/' } }] }, server())).toMatchObject({ loosens: [], tightens: ['/servers/b'] });
    const collectors = { audit: { collectors: [{ url: 'https://otel.example.org' }] } };
    expect(changes(collectors, {})).toMatchObject({ loosens: ['/audit/collectors'], tightens: ['/audit/collectors'] });
  });

  it('finds nothing between a policy and itself, and keeps apart what allows nothing', () => {
    expect(changes(sampleValue('sample'), sampleValue('sample'))).toEqual({ loosens: [], tightens: [], others: [] });
    expect(changes({ version: 1, organisation: 'A' }, { version: 2, organisation: 'B' })).toEqual({ loosens: [], tightens: [], others: ['/version', '/organisation'] });
  });
});
