import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/core/words/index.ts';

const folder = resolve('docs/policy');
const published = (name: string): string => readFileSync(join(folder, name), 'utf8');
const XSD = join(import.meta.dirname, 'policy-definitions.xsd');
const TEMPLATES = ['countersign.admx', 'countersign-en-US.adml', 'countersign-de-DE.adml'] as const;

/** libxml2's verdict on a template: null where it fits, else what it says. */
function xmllint(text: string): string | null {
  const { status, stderr, error } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', XSD, '-'], { input: text, encoding: 'utf8' });
  if (error !== undefined) throw error;
  return status === 0 ? null : stderr;
}

/** What Python's own reader of property lists makes of one; null where it refuses it. */
function plistlib(text: string): JsonObject | null {
  const { status, stdout, error } = spawnSync('python3', ['-c', 'import json, plistlib, sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read(), fmt=plistlib.FMT_XML)))'], { input: text, encoding: 'utf8' });
  if (error !== undefined) throw error;
  return status === 0 ? JSON.parse(stdout) as JsonObject : null;
}

// On Debian the tests install both; elsewhere they may be missing.
describe.runIf(process.platform === 'linux')('what is published, as others read it', () => {
  it.each(TEMPLATES)('%s fits the documented structure of administrative templates, by libxml2', (name) => {
    expect(xmllint(published(name))).toBeNull();
  });

  it.each([
    ['without its namespace', 'countersign.admx', ' xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"', ''], ['for the user', 'countersign.admx', 'class="Machine"', 'class="User"'],
    ['without what it is supported on', 'countersign.admx', '      <supportedOn ref="Supported"/>\n', ''], ['with words that are no reference', 'countersign.admx', '"$(string.On)"', '"On"'],
    ['with a number that is none', 'countersign.admx', 'minValue="0"', 'minValue="-1"'], ['cut', 'countersign.admx', '</policyDefinitions>', ''],
    ['with a string given twice', 'countersign-en-US.adml', '<string id="On">', '<string id="Off">'], ['with a box nobody knows', 'countersign-de-DE.adml', 'multiTextBox', 'longTextBox'],
  ])('a template %s does not', (_what, name, from, to) => {
    const bent = published(name).replaceAll(from, to);
    expect(bent).not.toBe(published(name));
    expect(xmllint(bent)).not.toBeNull();
  });

  it('the template names nothing that is not in it or in its words', () => {
    const admx = published('countersign.admx');
    const names = (pattern: RegExp, text = admx): string[] => [...text.matchAll(pattern)].map(([, name]) => name ?? '');
    expect(names(/<definition name="(\w+)"/g)).toEqual(expect.arrayContaining(names(/<supportedOn ref="(\w+)"/g)));
    expect(names(/<category name="(\w+)"/g)).toEqual(expect.arrayContaining(names(/<parentCategory ref="(\w+)"/g)));
    for (const adml of TEMPLATES.slice(1)) expect(names(/<string id="(\w+)"/g, published(adml))).toEqual(expect.arrayContaining(names(/\$\(string\.(\w+)\)/g)));
  });

  it('the profile is a property list, and holds the sample, by Python’s own reader', () => {
    const profile = plistlib(published('countersign.mobileconfig'));
    expect(profile).toMatchObject({ PayloadType: 'Configuration', PayloadVersion: 1, PayloadScope: 'System', PayloadContent: [{ PayloadType: 'org.countersign', PayloadVersion: 1 }] });
    const content = profile?.['PayloadContent'];
    const payload = (Array.isArray(content) ? (content as readonly JsonObject[]) : [])[0];
    expect(JSON.parse(String(payload?.['Policy']))).toEqual(JSON.parse(published('sample.json')));
    for (const one of [profile, payload]) expect(one?.['PayloadUUID']).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
    expect(plistlib(published('countersign.mobileconfig').replace('</array>', ''))).toBeNull();
  });
});
