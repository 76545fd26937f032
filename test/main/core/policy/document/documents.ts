import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../../../../main/adapters/digest/sha256.ts';
import { openPolicy, type GoodSource, type OpeningFacts, type PolicySource } from '../../../../../main/core/policy/document/open.ts';
import { sealed } from '../../../../../main/core/policy/document/seal.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../../../main/core/words/index.ts';

/** The documents that are published as examples. */
export const SAMPLES = ['sample', 'minimal', 'project'] as const;

export const sampleText = (name: string): string => readFileSync(join(import.meta.dirname, `../../../../../docs/policy/${name}.json`), 'utf8');

export const sampleValue = (name: string): JsonObject => {
  const value: Json = JSON.parse(sampleText(name));
  if (!isJsonObject(value)) throw new TypeError('no object');
  return value;
};

export const facts: OpeningFacts = { file: 'policy.json', scope: null, now: '2026-06-01T00:00:00.000Z', seen: () => null, signature: () => 'none' };

/** A small managed document with these keys besides. */
export const managed = (more: JsonObject = {}): JsonObject => ({
  schema: 1, scope: 'managed', id: 'it', version: 3, issuedAt: '2026-01-01T00:00:00Z', contact: { name: 'IT' }, ...more,
});

/** Opens a value as the file it would be, sealed anew. */
export const opened = (value: JsonObject, more: Partial<OpeningFacts> = {}): PolicySource =>
  openPolicy(JSON.stringify(sealed(value, sha256), null, 2), { ...facts, ...more }, sha256);

/** Opens a value that must hold. */
export function good(value: JsonObject, file = 'policy.json'): GoodSource {
  const source = opened(value, { file });
  if (source.state === 'closed') throw new Error(JSON.stringify(source.problems));
  return source;
}
