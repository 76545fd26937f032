import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePolicies, ownedBy } from '../../../main/adapters/policy-sources/file-sources.ts';
import { policyStatus } from '../../../main/cli/commands/policy-status.ts';
import { cli } from './harness.ts';

const SAMPLE = resolve('docs/policy/sample.json');
const MINIMAL = resolve('docs/policy/minimal.json');
let folder = '';
const file = (name: string, text?: string): string => {
  const path = join(folder, name);
  if (text !== undefined) writeFileSync(path, text);
  return path;
};
const tool = (name: string, more: object = {}) => ({ name, inputSchema: { type: 'object' }, annotations: { readOnlyHint: name.startsWith('get') }, ...more });
const question = (more: object = {}) => ({ role: 'editor', project: 'demo', server: 'demo-cms', trust: 'trusted', tool: tool('get_news'), pinned: true, args: {}, tainted: [], ...more });
const explain = async (questions: readonly object[], files: readonly string[] = [SAMPLE]) =>
  (await cli(['policy', 'explain', ...files.flatMap((path) => ['--policy', path]), '--batch'], questions.map((one) => JSON.stringify(one)).join('\n'))).lines;

beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'countersign-policy-')); });
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

describe('policy validate', () => {
  it('says yes to the samples and no, with pointer, line and sentence, to what would not hold', async () => {
    expect(await cli(['policy', 'validate', SAMPLE])).toMatchObject({ code: 0, lines: [{ valid: true, problems: [] }] });
    const broken = file('broken.json', readFileSync(MINIMAL, 'utf8').replace('"version": 1', '"version": "1"'));
    expect(await cli(['policy', 'validate', broken])).toMatchObject({ code: 1, lines: [{ valid: false, problems: [{ pointer: '/version', line: 6, message: '“version” is of the wrong type.' }] }] });
  });

  it.each([
    ['[\n    "demo", "town",\n\n  ]', '/projects/1', 22, 'A comma stands before a closing bracket. Take it away.'],
    ['[ // all of them\n "demo", "town"]', '/projects/0', 21, 'JSON has no comments. Take this one away.'],
    ['["demo" "town"]', '/projects', 21, 'This is not JSON.'], ['["demo", "\\ud800"]', '/projects/1', 21, '“1” is not of the form it must have.'],
  ])('says where and what is wrong with %j', async (projects, pointer, line, message) => {
    const path = file('places.json', readFileSync(SAMPLE, 'utf8').replace('["demo", "town"],\n  "servers"', () => `${projects},\n  "servers"`));
    const [said] = (await cli(['policy', 'validate', path])).lines as [{ problems: { pointer: string; line: number; message: string }[] }];
    expect(said.problems[0]).toMatchObject({ line, message });
    expect(said.problems[0]?.pointer.startsWith(pointer.slice(0, 9)), said.problems[0]?.pointer).toBe(true);
  });

  it('counts lines that end in a return alone, as editors do', async () => {
    const path = file('returns.json', readFileSync(MINIMAL, 'utf8').replace('"version": 1', '"version": "1"').replaceAll('\n', '\r'));
    expect(await cli(['policy', 'validate', path])).toMatchObject({ lines: [{ problems: [{ pointer: '/version', line: 6 }] }] });
  });

  it('reads a floor as the floor it is, and says what is wrong with one, with pointer and line', async () => {
    const floor = file('must-be-here.json', '{\n  "schema": 1,\n  "policies": [{ "id": "example-organisation", "version": 2 }]\n}\n');
    expect(await cli(['policy', 'validate', floor])).toMatchObject({ code: 0, lines: [{ valid: true, problems: [] }] });
    const broken = file('broken-floor.json', '{\n  "schema": 1,\n  "policies": [{ "id": "example-organisation", "verson": 2 }]\n}\n');
    expect(await cli(['policy', 'validate', broken])).toMatchObject({ code: 1, lines: [{ valid: false, problems: [{ pointer: '/policies/0/verson', line: 3 }] }] });
    expect(await cli(['policy', 'validate', file('floor-of-nothing.json', '{"schema":1,"policies":[]}')])).toMatchObject({ code: 1, lines: [{ problems: [{ pointer: '/policies' }] }] });
    // A policy that names policies too is no floor: its scope says what it is.
    expect(await cli(['policy', 'validate', file('both.json', '{"schema":1,"scope":"managed","policies":[{"id":"a"}]}')])).toMatchObject({ code: 1 });
  });

  it('says no to a folder, to UTF-16, and to a file that is not there', async () => {
    const said = async (path: string) => (await cli(['policy', 'validate', path])).lines[0];
    expect(await said(folder)).toMatchObject({ valid: false, problems: [{ message: 'This is no ordinary file.' }] });
    writeFileSync(file('utf16.json'), Buffer.from(`\uFEFF${readFileSync(MINIMAL, 'utf8')}`, 'utf16le'));
    expect(await said(file('utf16.json'))).toMatchObject({ valid: false, problems: [{ message: 'The file is not UTF-8 text.' }] });
    expect(await said(file('none.json'))).toMatchObject({ valid: false, problems: [{ message: 'The file cannot be read.' }] });
    expect(await cli(['policy', 'validate'])).toMatchObject({ code: 2 });
  });
});

describe('policy explain', () => {
  it('answers with verdict, code, effect, objects and the rules that led there', async () => {
    expect(await explain([question()])).toEqual([{ verdict: 'allow', because: 'read-of-pinned-tool', effect: 'read', objects: 1, sources: ['built-in#/read-of-pinned-tool'] }]);
    expect(await explain([question({ tool: tool('update_news') })])).toEqual([{ verdict: 'ask', because: 'write-asks', effect: 'write', objects: 1, sources: ['built-in#/write-asks'] }]);
    expect(await explain([question({ tool: tool('delete_news') })])).toEqual([{ verdict: 'deny', because: 'role-forbids', effect: 'delete', objects: 1, sources: ['sample.json#/roles/editor/effects'] }]);
  });

  it('answers every line, whatever stands in it, and is not held up by a pattern that looks without end', { timeout: 20_000 }, async () => {
    const endless = tool('get_news', { inputSchema: { type: 'object', properties: { a: { pattern: '(a+)+$' } } } });
    const lines = ['', 'x', '[]', 'null', '{"role":"a","role":"b"}', '['.repeat(200_000), JSON.stringify(question({ tool: endless, args: { a: `${'a'.repeat(60)}!` } })), '{"role":"\\ud800"}', JSON.stringify(question())];
    const from = performance.now();
    const ran = await cli(['policy', 'explain', '--policy', SAMPLE, '--batch'], lines.join('\n'));
    expect(ran.lines.map((line) => { const { error, because } = line as { error?: string; because?: string }; return error === undefined ? because : 'error'; }))
      .toEqual(['error', 'error', 'error', 'error', 'error', 'error', 'arguments-invalid', 'role-unknown', 'read-of-pinned-tool']);
    expect(performance.now() - from).toBeLessThan(10_000);
  });

  it.each([
    ['role-unknown', { role: 'nobody' }], ['role-unknown', { role: 5 }], ['project-unknown', { project: 'nowhere' }], ['server-unknown', { server: 'none' }], ['server-unknown', { server: undefined }],
    ['project-not-verifiable', { project: null }], ['project-not-verifiable', { project: 7 }], ['project-contradicts', { args: { items: [{ project: 'town' }] } }],
    ['tool-not-reviewed', { pinned: false }], ['tool-unknown', { tool: {} }], ['arguments-invalid', { args: 'x' }], ['server-blocked', { trust: 'blocked' }],
    ['arguments-invalid', { tool: tool('get_news', { inputSchema: { type: 'object', required: ['id'] } }) }],
    ['policy-denies', { tool: tool('delete_project'), role: 'admin' }], ['role-requests', { tool: tool('publish_news') }],
    ['limit-per-call', { tool: tool('update_news'), args: { items: Array.from({ length: 21 }, () => 1) } }],
    ['pin-not-managed', { server: 'files', role: 'owner', tool: tool('write_file'), project: null }],
  ])('denies with %s (%#)', async (because, change) => {
    expect(await explain([question(change)])).toMatchObject([{ verdict: 'deny', because }]);
  });

  it.each([
    ['policy-asks', { tool: tool('get_directory') }], ['argument-labelled', { tainted: ['/id'] }], ['argument-labelled', { tainted: 'x' }], ['server-untrusted', { trust: 'untrusted' }], ['server-untrusted', { trust: 'most' }],
    ['read-names-host', { args: { url: 'https://example.org/' } }], ['many-objects', { tool: tool('update_news'), args: { items: [1, 2] } }], ['effect-always-asks', { role: 'admin', tool: tool('publish_news') }],
  ])('asks with %s (%#)', async (because, change) => {
    expect(await explain([question(change)])).toMatchObject([{ verdict: 'ask', because }]);
  });

  it('answers every line, a bad one with an error, also under a broken policy', async () => {
    const broken = file('cut.json', readFileSync(SAMPLE, 'utf8').slice(0, 300));
    const { code, lines, said } = await cli(['--batch', 'policy', 'explain', '--policy', SAMPLE, '--policy', broken], `${JSON.stringify(question())}\nno json\n[]\n${JSON.stringify(question({ role: 'x' }))}`);
    expect(code).toBe(0);
    expect(lines).toMatchObject([{ verdict: 'deny', because: 'policy-closed', effect: 'read', sources: ['cut.json#/contact/mail'] }, { error: expect.any(String) }, { error: expect.any(String) }, { because: 'policy-closed' }]);
    expect(said).toContain('cut.json:');
  });

  it('lets every named policy object, whatever their order', async () => {
    const ask = question({ role: 'admin', tool: tool('publish_news') });
    const [there] = await explain([ask], [SAMPLE, MINIMAL]);
    expect(there).toEqual({ verdict: 'deny', because: 'policy-denies', effect: 'publish', objects: 1, sources: ['minimal.json#/deny/0'] });
    expect(await explain([ask], [MINIMAL, SAMPLE])).toEqual([there]);
  });

  it('ends with 1 for a denial, 0 otherwise, and needs a policy', async () => {
    const once = async (change: object) => (await cli(['policy', 'explain', '--policy', SAMPLE], JSON.stringify(question(change)))).code;
    expect([await once({}), await once({ tool: tool('update_news') }), await once({ role: 'x' })]).toEqual([0, 0, 1]);
    expect(await cli(['policy', 'explain'], '{}')).toMatchObject({ code: 2 });
  });
});

describe('policy seal, sign and diff', () => {
  it('seals a draft in place and touches nothing else in it', async () => {
    const draft = file('draft.json', readFileSync(MINIMAL, 'utf8').replace(/,\n {2}"seal": "[^"]*"/, ''));
    expect((await cli(['policy', 'validate', draft])).code).toBe(1);
    expect(await cli(['policy', 'seal', draft])).toMatchObject({ code: 0, lines: [{ file: 'draft.json', seal: expect.stringMatching(/^[0-9a-f]{64}$/) }] });
    expect(readFileSync(draft, 'utf8')).toBe(readFileSync(MINIMAL, 'utf8'));
    writeFileSync(draft, readFileSync(draft, 'utf8').replace('"version": 1', '"version": 2'));
    expect((await cli(['policy', 'validate', draft])).code).toBe(1);
    await cli(['policy', 'seal', draft]);
    expect((await cli(['policy', 'validate', draft])).code).toBe(0);
  });

  it('does not seal what would not hold', async () => {
    const bad = file('bad.json', '{"schema":1,"scope":"managed","extra":1}');
    expect(await cli(['policy', 'seal', bad])).toMatchObject({ code: 1, lines: [{ valid: false }] });
    expect(readFileSync(bad, 'utf8')).toBe('{"schema":1,"scope":"managed","extra":1}');
  });

  it('signs the exact bytes, so that a policy that asks for it holds with its signature alone', async () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const key = file('key.pem', pem);
    copyFileSync(MINIMAL, file('probe.json'));
    const [answer] = (await cli(['policy', 'sign', file('probe.json'), '--key', key])).lines as { key: string }[];
    const signed = file('signed.json', readFileSync(MINIMAL, 'utf8').replace('"deny"', `"signatures": { "required": true, "keys": ["${answer?.key ?? ''}"] },\n  "deny"`));
    await cli(['policy', 'seal', signed]);
    expect((await cli(['policy', 'validate', signed])).lines).toMatchObject([{ valid: false, problems: [{ pointer: '/signatures', message: 'The policy must be signed, and there is no signature beside it.' }] }]);
    expect((await cli(['policy', 'sign', signed, '--key', key])).code).toBe(0);
    expect((await cli(['policy', 'validate', signed])).code).toBe(0);
    writeFileSync(signed, `${readFileSync(signed, 'utf8')}\n`);
    expect((await cli(['policy', 'validate', signed])).lines).toMatchObject([{ problems: [{ message: 'The signature does not match the file.' }] }]);
    await cli(['policy', 'sign', signed, '--key', file('other.pem', generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())]);
    expect((await cli(['policy', 'validate', signed])).lines).toMatchObject([{ problems: [{ message: 'The signature is by a key that the policy does not list.' }] }]);
  });

  it('signs a folder as a publisher does, and none that holds more than files', async () => {
    const key = file('publisher.pem', generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
    const bundle = join(folder, 'bundle');
    mkdirSync(bundle);
    writeFileSync(join(bundle, 'index.js'), '');
    expect(await cli(['policy', 'sign', bundle, '--key', key])).toMatchObject({ code: 0, lines: [{ file: 'countersign.minisig', comment: 'bundle:bundle' }] });
    symlinkSync('/etc', join(bundle, 'etc'));
    expect(await cli(['policy', 'sign', bundle, '--key', key])).toMatchObject({ code: 2, lines: [] });
  });

  it('takes no other key, and shows nothing of it', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const ran = await cli(['policy', 'sign', MINIMAL, '--key', file('rsa.pem', rsa)]);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.said).not.toContain(rsa.slice(40, 60));
  });

  it('says what a second policy allows that the first does not, and the reverse', async () => {
    const other = file('other.json', readFileSync(MINIMAL, 'utf8').replace('"publish", "permission"', '"publish"'));
    expect(await cli(['policy', 'diff', MINIMAL, other])).toMatchObject({ code: 1, lines: [{ same: false, loosens: [{ pointer: '/deny/0' }], tightens: [{ pointer: '/deny/0' }], others: [] }] });
    expect(await cli(['policy', 'diff', MINIMAL, MINIMAL])).toMatchObject({ code: 0, lines: [{ same: true }] });
    expect(await cli(['policy', 'diff', MINIMAL, file('none.json')])).toMatchObject({ code: 2, out: '' });
  });

  it('prints the schema that is published', async () => {
    expect((await cli(['policy', 'schema'])).lines, 'docs/policy/schema.json is stale: run "node scripts/published-schemas.mjs"').toEqual([JSON.parse(readFileSync(resolve('docs/policy/schema.json'), 'utf8'))]);
  });
});

describe('policy commands', () => {
  it.each([
    ['policy validate FILE', ['policy', 'validate', SAMPLE, 'more']], ['policy explain', ['policy', 'explain', '--policy', SAMPLE, 'more']], ['policy diff A B', ['policy', 'diff', SAMPLE, MINIMAL, 'more']],
    ['policy seal FILE', ['policy', 'seal', 'a', 'b']], ['policy sign FILE', ['policy', 'sign', 'a', 'b', '--key', 'k']], ['policy schema', ['policy', 'schema', 'more']],
    ['policy status', ['policy', 'status', 'more']], ['policy build', ['policy', 'build', 'more', '--from-home', 'x']], ['policy role', ['policy', 'role', 'owner', 'more']],
  ])('refuse more than %s takes, and say what they take', async (usage, args) => {
    expect(await cli(args)).toMatchObject({ code: 2, out: '', said: expect.stringContaining(usage) });
  });
});

describe('policy status', () => {
  const status = (path: string) => cli(['policy', 'status'], '', { commands: {
    'policy status': policyStatus(() => filePolicies({ files: [{ path, scope: 'managed' }], folders: [], floor: file('floor.json'), ownership: ownedBy(process.getuid?.() ?? 0), top: folder })),
  } });

  it('names what is in force, with version and what holds by whom, and ends with 0', async () => {
    copyFileSync(SAMPLE, file('inforce.json'));
    const path = file('inforce.json');
    expect(await status(path)).toMatchObject({ code: 0, lines: [{
      managed: true, inForce: true, sources: [{ file: path, holds: true, scope: 'managed', id: 'example-organisation', version: 1, signed: false, contact: { name: 'IT service desk' } }],
      effective: { limits: { perCall: { value: 20, from: [`${path}#/limits/perCall`] } }, trust: { external: { value: 'restricted' } }, locks: { 'add-servers': [`${path}#/locks`] }, retainDays: { value: 365 } },
    }] });
  });

  it('ends with 1 where there is none, and where one does not hold', async () => {
    expect(await status(file('absent.json'))).toMatchObject({ code: 1, lines: [{ managed: false, inForce: false, sources: [] }] });
    const damaged = file('damaged.json', readFileSync(SAMPLE, 'utf8').replace('"perCall": 20', '"perCall": 2000'));
    expect(await status(damaged)).toMatchObject({ code: 1, lines: [{ managed: true, inForce: false, sources: [{ holds: false, problems: [{ pointer: '/seal', message: 'The seal does not match: the file was changed after it was sealed.' }] }] }] });
  });

  it('ends with 1 where a policy is missing that the floor asks for, or is below it, and says which', async () => {
    writeFileSync(file('floor.json'), '{\n  "schema": 1,\n  "policies": [{ "id": "example-organisation", "version": 2 }]\n}\n');
    const floor = join(folder, 'floor.json');
    expect(await status(file('absent.json'))).toMatchObject({ code: 1, lines: [{ managed: true, inForce: false, sources: [{ file: floor, holds: false, problems: [{ pointer: '/policies/0', line: 3, message: expect.stringContaining('“example-organisation” must be on this machine') }] }] }] });
    copyFileSync(SAMPLE, file('below.json'));
    expect((await status(file('below.json'))).lines).toMatchObject([{ floors: [{ file: floor, policies: [{ id: 'example-organisation', version: 2, keys: null }] }] }]);
    expect(await status(file('below.json'))).toMatchObject({ code: 1, lines: [{ inForce: false, sources: [{ holds: false, problems: [{ pointer: '/version', message: expect.stringContaining('lower than the one this machine must have') }] }] }] });
  });
});
