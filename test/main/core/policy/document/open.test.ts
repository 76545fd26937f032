import { Validator } from '@cfworker/json-schema';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../../main/adapters/digest/sha256.ts';
import { policyJsonSchema } from '../../../../../main/core/policy/document/json-schema.ts';
import { openPolicy } from '../../../../../main/core/policy/document/open.ts';
import { POLICY_PROBLEMS } from '../../../../../main/core/policy/document/problem.ts';
import { readPolicy } from '../../../../../main/core/policy/document/read.ts';
import { sealed } from '../../../../../main/core/policy/document/seal.ts';
import type { JsonObject } from '../../../../../main/core/words/index.ts';
import { hasMessage } from '../../../../../preload/contract/language/index.ts';
import { facts, managed, opened, SAMPLES, sampleText, sampleValue } from './documents.ts';

const problems = (text: string) => {
  const source = openPolicy(text, facts, sha256);
  return source.state === 'closed' ? source.problems : [];
};
const codes = (value: JsonObject, more = {}) => {
  const source = opened(value, more);
  return source.state === 'closed' ? source.problems.map(({ code, pointer }) => `${code} ${pointer}`) : [];
};

describe('a policy document', () => {
  it.each(SAMPLES)('opens as published: %s', (name) => {
    expect(problems(sampleText(name))).toEqual([]);
  });

  it('fits the published JSON Schema, which is made from the one schema that checks it', () => {
    const published: unknown = JSON.parse(sampleText('schema'));
    expect(published).toEqual(JSON.parse(JSON.stringify(policyJsonSchema())));
    const validator = new Validator(published as ConstructorParameters<typeof Validator>[0], '2020-12', false);
    for (const name of SAMPLES) expect(validator.validate(sampleValue(name)).errors, name).toEqual([]);
    expect(validator.validate({ ...sampleValue('sample'), trust: { highest: 'most' } }).valid).toBe(false);
    expect(validator.validate({ ...sampleValue('sample'), extra: 1 }).valid).toBe(false);
  });

  it('names pointer and line of every problem', () => {
    const text = '{\n  "schema": 1,\n  "scope": "managed",\n  "id": "it",\n  "version": 1,\n  "issuedAt": "2026-01-01T00:00:00Z",\n  "contact": { "name": "IT" },\n  "limits": {\n    "perCall": "5",\n    "perWeek": 3\n  },\n  "locks": ["all"]\n}\n';
    expect(problems(text)).toEqual([
      { code: 'wrong-type', pointer: '/limits/perCall', line: 9, name: 'perCall' },
      { code: 'unknown-key', pointer: '/limits/perWeek', line: 10, name: 'perWeek' },
      { code: 'unknown-value', pointer: '/locks/0', line: 12, name: 'locks' },
    ]);
  });

  it.each([
    ['byte-order-mark', `\uFEFF${sampleText('minimal')}`], ['not-utf8', '{\0"\0}'], ['empty', ''], ['empty', ' \n'],
    ['trailing-comma', sampleText('minimal').replace(/\n}\n$/, ',\n}')], ['comment', `// hello\n${sampleText('minimal')}`], ['not-an-object', '[]'],
    ['duplicate-key', sampleText('minimal').replace('"schema": 1,', '"schema": 1, "schema": 1,')],
    ['duplicate-key', sampleText('minimal').replace('{ "effects"', '{ "effects": ["read"], "effects"')],
    ['unknown-key', sampleText('minimal').replace('"version"', '"__proto__": {}, "version"')],
    ['schema-from-the-future', sampleText('minimal').replace('"schema": 1,', '"schema": 2,')],
    ['too-deep', `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`], ['too-large', ' '.repeat(5_000_000)],
    ['unsealed', sampleText('minimal').replace(/,\n {2}"seal": "[^"]*"/, '')],
    ['wrong-seal', sampleText('minimal').replace('"version": 1', '"version": 2')],
  ])('is closed with %s', (code, text) => {
    expect(problems(text)[0]).toMatchObject({ code, line: expect.any(Number), pointer: expect.any(String) });
  });

  it('is closed when it leads nowhere, says a thing twice or says nothing', () => {
    expect(codes(managed({ deny: [{ servers: ['none'], effects: ['read'] }] }))).toEqual(['unknown-reference /deny/0/servers/0']);
    expect(codes(managed({ deny: [{ roles: ['none'] }] }))).toEqual(['unknown-reference /deny/0/roles/0']);
    expect(codes(managed({ projects: ['a'], allow: [{ projects: ['b'] }] }))).toEqual(['unknown-reference /allow/0/projects/0']);
    expect(codes(managed({ roles: { x: { effects: [], servers: ['none'] } } }))).toEqual(['unknown-reference /roles/x/servers/0']);
    expect(codes(managed({ deny: [{}] }))).toEqual(['empty-rule /deny/0']);
    const server = { id: 'a', match: { by: 'url', url: 'https://example.org/' } };
    expect(codes(managed({ servers: [server, server] }))).toEqual(['given-twice /servers/1/id']);
  });

  it('is closed when it expired, went back in version, or lies in the wrong place', () => {
    expect(codes(managed({ expiresAt: '2026-06-01T00:00:00Z' }))).toEqual(['expired /expiresAt']);
    expect(codes(managed({ expiresAt: '2026-06-01T00:00:01Z' }))).toEqual([]);
    const seen = (version: number) => (id: string) => (id === 'it' ? { version, issuedAt: '2026-01-01T00:00:00Z', keys: '' } : null);
    expect(codes(managed(), { seen: seen(4) })).toEqual(['rolled-back /version']);
    expect(codes(managed(), { seen: seen(3) })).toEqual([]);
    expect(codes(managed(), { scope: 'user' })).toEqual(['wrong-scope /scope']);
    const own = openPolicy(sampleText('project'), { ...facts, scope: 'project' }, sha256, 'village');
    expect(own).toMatchObject({ state: 'closed', project: 'village', problems: [{ code: 'wrong-scope', pointer: '/project' }] });
  });

  it('is closed without a valid signature where it requires one', () => {
    const value = managed({ signatures: { required: true, keys: ['K'] } });
    expect(codes(value, { signature: () => 'none' })).toEqual(['unsigned /signatures']);
    expect(codes(value, { signature: () => 'wrong' })).toEqual(['wrong-signature /signatures']);
    expect(codes(value, { signature: () => 'unknown-signer' })).toEqual(['unknown-signer /signatures']);
    expect(codes(value, { signature: (keys: readonly string[]) => (keys.includes('K') ? 'valid' : 'wrong') })).toEqual([]);
  });

  it('of a project or a person defines nothing, and what defines is refused there', () => {
    for (const key of ['roles', 'servers', 'projects', 'locks', 'gateway', 'mayGrant', 'contact', 'signatures']) {
      const value = { ...managed({ [key]: {} }), scope: 'user' };
      expect(codes(value).join(), key).toContain(`unknown-key /${key}`);
    }
  });

  it('keeps its seal through other white space and another order of keys, and through nothing else', () => {
    const value = sampleValue('sample');
    const reordered = Object.fromEntries(Object.entries(value).toReversed());
    expect(problems(JSON.stringify(reordered))).toEqual([]);
    expect(sealed(value, sha256)['seal']).toBe(value['seal']);
  });

  it('has a sentence for every problem', () => {
    expect(POLICY_PROBLEMS.filter((code) => !hasMessage(`policy-problem.${code}`))).toEqual([]);
    expect(readPolicy('{}').ok).toBe(false);
  });
});
