import type { Json } from '../words/index.ts';
import { secretForms } from './secret-forms.ts';

/** What stands where a secret stood. */
export const REDACTED = '[secret]';

/**
 * The value without any of the secrets, in keys and in values, however encoded (see {@link secretForms}). Innocent text
 * that happens to contain a very short secret is lost with it: that is the safe side. Everything else stays as it is.
 */
export function redact(value: Json, secrets: readonly string[]): Json {
  const forms = [...new Set(secrets.flatMap(secretForms))].sort((a, b) => b.length - a.length);
  if (forms.length === 0) return value;
  // SECURITY: one pass over all forms, longest first; a second pass could cut a mark and leave half a secret.
  const pattern = new RegExp(forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
  return redactValue(value, pattern, new Set(secrets));
}

function redactValue(value: Json, pattern: RegExp, secrets: ReadonlySet<string>): Json {
  if (typeof value === 'string') return value.replaceAll(pattern, REDACTED);
  if (typeof value === 'number') return secrets.has(String(value)) ? REDACTED : value;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Json) => redactValue(item, pattern, secrets));
  return redactKeys(Object.entries(value), pattern, secrets);
}

/** Two keys that become one by redaction both stay: the later one gets a number. */
function redactKeys(entries: readonly (readonly [string, Json])[], pattern: RegExp, secrets: ReadonlySet<string>): Json {
  const kept = new Map<string, Json>();
  for (const [key, item] of entries) {
    const clean = key.replaceAll(pattern, REDACTED);
    let name = clean;
    for (let n = 2; kept.has(name); n += 1) name = `${clean} ${n}`;
    kept.set(name, redactValue(item, pattern, secrets));
  }
  return Object.fromEntries(kept);
}
