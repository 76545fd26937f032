import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { managedPreferences } from '../../../../main/adapters/policy-sources/macos-preferences.ts';
import { readPolicy } from '../../../../main/core/policy/document/read.ts';

const folder = resolve('docs/policy');
const published = (name: string): string => readFileSync(join(folder, name), 'utf8');
const schema = JSON.parse(published('schema.json')) as { oneOf: { properties: Record<string, { const?: string }> }[] };

describe('what is published for Windows and macOS', () => {
  it('is generated from the schema and the sample as they are now', () => {
    const script = "import { policySamples } from './scripts/policy-samples.mjs'; process.stdout.write(JSON.stringify(policySamples()));";
    const generated = JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })) as Record<string, string>;
    expect(Object.keys(generated).sort()).toEqual(['countersign-de-DE.adml', 'countersign-en-US.adml', 'countersign.admx', 'countersign.mobileconfig']);
    for (const [name, text] of Object.entries(generated)) expect(published(name), name).toBe(text);
  });

  it('holds the sample in the profile, as the reader of managed preferences finds it', async () => {
    const [found] = await managedPreferences(async () => published('countersign.mobileconfig')).find();
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
