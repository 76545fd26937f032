import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { managedPreferences } from '../../../../main/adapters/policy-sources/macos-preferences.ts';
import { readPropertyList } from '../../../../main/adapters/policy-sources/property-list.ts';
import type { FoundPolicy, PolicySourceReader } from '../../../../main/adapters/policy-sources/source-reader.ts';
import { FLAT_SETTINGS } from '../../../../main/core/policy/document/flat-settings.ts';
import { readPolicy } from '../../../../main/core/policy/document/read.ts';

const folder = resolve('docs/policy');
const published = (name: string): string => readFileSync(join(folder, name), 'utf8');
const schema = JSON.parse(published('schema.json')) as { oneOf: { properties: Record<string, { const?: string }> }[] };

/** The one policy a reader finds: a payload says nothing beside it. */
async function onlyPolicy(reader: PolicySourceReader): Promise<FoundPolicy | undefined> {
  const found = await reader.find();
  expect(found).toHaveLength(1);
  return found[0];
}

describe('what is published for Windows and macOS', () => {
  it('is generated from the schema and the sample as they are now', () => {
    const script = "import { policySamples } from './scripts/published-schemas.mjs'; process.stdout.write(JSON.stringify(policySamples()));";
    const generated = JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })) as Record<string, string>;
    expect(Object.keys(generated).sort()).toEqual(['countersign-de-DE.adml', 'countersign-en-US.adml', 'countersign.admx', 'countersign.mobileconfig']);
    for (const [name, text] of Object.entries(generated)) expect(published(name), `${name} is stale: run "node scripts/published-schemas.mjs"`).toBe(text);
  });

  it('holds the sample in the profile, as the reader of managed preferences finds it', async () => {
    const profile = published('countersign.mobileconfig');
    expect(readPropertyList(profile)?.get('PayloadContent')).toHaveLength(1);
    // What the system makes of a payload: preferences with its members at the top.
    const payload = /<array>\s*(<dict>[\s\S]*?<\/dict>)\s*<\/array>/.exec(profile)?.[1] ?? '';
    const found = await onlyPolicy(managedPreferences('preferences', async () => `<plist version="1.0">${payload}</plist>`, sha256));
    if (found?.ok !== true) throw new Error('no policy in the profile');
    expect(JSON.parse(found.text)).toEqual(JSON.parse(published('sample.json')));
    expect(readPolicy(found.text).ok).toBe(true);
  });

  it('sets the very value that is read, for the machine and never for the user', () => {
    const template = published('countersign.admx');
    expect(template).toContain('class="Machine"');
    expect(template).toContain('key="SOFTWARE\\Policies\\Countersign"');
    expect(template).toContain('valueName="Policy"');
  });

  it('offers every single setting under the name it is read by, with a box and a label in each language', () => {
    const names = [...FLAT_SETTINGS.keys()];
    const inTemplate = [...published('countersign.admx').matchAll(/ id="(\w+)" valueName="(\w+)"/g)].map(([, id, value]) => { expect(id).toBe(value); return value; });
    expect(inTemplate.filter((name) => name !== 'Policy')).toEqual(names);
    for (const language of ['en-US', 'de-DE']) {
      const boxes = [...published(`countersign-${language}.adml`).matchAll(/refId="(\w+)"[^>]*>(?:\s*<label>)?([^<]+)</g)];
      expect(boxes.map(([, id]) => id).filter((id) => id !== 'Policy')).toEqual(names);
      for (const [, id, label] of boxes) expect(label?.trim(), id).not.toMatch(/^(undefined)?$/);
    }
  });

  it('names every key of the schema, and every word the template asks for', () => {
    const managed = schema.oneOf.find((one) => one.properties['scope']?.const === 'managed');
    const asked = [...published('countersign.admx').matchAll(/\$\((string|presentation)\.(\w+)\)/g)];
    for (const language of ['en-US', 'de-DE']) {
      const words = published(`countersign-${language}.adml`);
      for (const key of Object.keys(managed?.properties ?? {})) expect(words, key).toContain(key);
      for (const [, kind, id] of asked) expect(words).toContain(`<${kind ?? ''} id="${id ?? ''}">`);
    }
  });
});
