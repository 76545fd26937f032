import { withMember, withValueAt } from '../../canonical/pointer.ts';
import type { Sha256 } from '../../canonical/canonical.ts';
import { isJsonObject, type Json, type JsonObject } from '../../words/index.ts';
import settings from './flat-settings.json' with { type: 'json' };
import { POLICY_FORMAT } from './schema.ts';
import { sealed } from './seal.ts';

/** What kind of value a single setting has. `switch`: on or off; `word` and `words`: words of the schema, one or a list. */
export type FlatKind = 'text' | 'number' | 'word' | 'words' | 'switch';

/** The settings that systems keep one by one, by the name they have there, and where each stands in a policy. */
export const FLAT_SETTINGS: ReadonlyMap<string, { readonly at: string; readonly kind: FlatKind }> =
  new Map(Object.entries(settings).map(([name, { at, kind }]) => [name, { at, kind: kind as FlatKind }]));

/**
 * The text of a policy made of single values, as a system's own store of settings holds them. What is no setting stays in
 * it under its name, so that the schema refuses it by name. Sealed here: such a store keeps each value whole by itself.
 */
export function policyOfSettings(id: string, values: ReadonlyMap<string, Json>, sha256: Sha256): string {
  let made: JsonObject = { schema: POLICY_FORMAT, scope: 'managed', id, version: 1, issuedAt: '2026-01-01T00:00:00Z' };
  // In the order of the settings, not of the store: the same values are the same policy.
  for (const [name, { at }] of FLAT_SETTINGS) {
    const value = values.get(name);
    const next = value === undefined ? made : withValueAt(made, at, value);
    if (isJsonObject(next)) made = next;
  }
  // SECURITY: a value named like a key of the format must not become that key.
  for (const [name, value] of values) if (!FLAT_SETTINGS.has(name)) made = withMember(made, `setting ${name}`, value);
  return JSON.stringify(sealed(made, sha256));
}
