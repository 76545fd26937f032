import type { Json } from '../words/index.ts';
import { secretForms } from './secret-forms.ts';
import type { TokenFinder } from './token-shapes.ts';

/** What stands where a secret stood. */
export const REDACTED = '[secret]';

/** A secret shorter than this may be a word like any other: it is taken out only where it stands alone or as a value. */
const SHORT = 8;

/** What is to be taken out. `tokens`: also whatever has the shape of a secret, though nobody told us that it is one. */
export interface ToRedact {
  readonly secrets: readonly string[];
  readonly tokens?: TokenFinder | null;
}

/** Takes secrets out of a value, in keys and in values; everything else stays as it is. */
export type Redactor = (value: Json) => Json;

/**
 * A redactor for some secrets, however they are encoded (see {@link secretForms}). A short one (`admin`, `4711`) goes where it is all of a text
 * or stands behind `=`, `:` or `Bearer`; else evidence would be blanked by it, and holes would tell what it is.
 */
export function redactorOf({ secrets, tokens = null }: ToRedact): Redactor {
  const known = new Set(secrets.filter((secret) => secret !== ''));
  const long = [...known].filter((secret) => secret.length >= SHORT);
  const forms = [...new Set([...long.flatMap(secretForms), ...[...known].filter((secret) => secret.length < SHORT).flatMap(encodedForms)])];
  const short = [...known].flatMap((secret) => secretForms(secret).filter((form) => form.length < SHORT)).sort((a, b) => b.length - a.length);
  // SECURITY: one pass over all forms, longest first; a second pass could cut a mark and leave half a secret.
  const parts = forms.sort((a, b) => b.length - a.length).map(escaped);
  if (short.length > 0) parts.push(`(?<=(?:[=:]|[Bb]earer )["']?)(?:${short.map(escaped).join('|')})(?=["']?(?:$|[&;,\\s}\\]]))`);
  const exact = parts.length === 0 ? null : new RegExp(parts.join('|'), 'g');
  const whole = new Set([...known, ...short]);
  const clean = (text: string): string => {
    if (whole.has(text)) return REDACTED;
    const without = exact === null ? text : text.replaceAll(exact, REDACTED);
    // What is left between the marks: a shape must not reach over one.
    return tokens === null ? without : without.split(REDACTED).map((part) => withoutTokens(part, tokens)).join(REDACTED);
  };
  if (exact === null && tokens === null) return (value) => value;
  return (value) => redactValue(value, clean, known);
}

/**
 * Whether one of some secrets stands in a value, however it is encoded. Short ones do not count. In one look at the value's JSON: a server
 * may offer tens of thousands of things.
 */
export function finderOf(secrets: readonly string[]): (value: Json) => boolean {
  const forms = secrets.filter(({ length }) => length >= SHORT).flatMap(secretForms).filter(({ length }) => length >= SHORT);
  if (forms.length === 0) return () => false;
  const spelled = new Set(forms.flatMap((form) => [form, JSON.stringify(form).slice(1, -1)]));
  const any = new RegExp([...spelled].map(escaped).join('|'));
  return (value) => any.test(JSON.stringify(value));
}

function withoutTokens(text: string, tokens: TokenFinder): string {
  const pattern = tokens(text);
  return pattern === null ? text : text.replaceAll(pattern, REDACTED);
}

/** The value without any of the secrets. */
export function redact(value: Json, secrets: readonly string[]): Json {
  return redactorOf({ secrets })(value);
}

/** Encodings of a short secret that are long enough to be nothing else. */
function encodedForms(secret: string): readonly string[] {
  return secretForms(secret).filter((form) => form.length >= SHORT);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function redactValue(value: Json, clean: (text: string) => string, known: ReadonlySet<string>): Json {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'number') return known.has(String(value)) ? REDACTED : value;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Json) => redactValue(item, clean, known));
  return redactKeys(Object.entries(value), clean, known);
}

/** Two keys that become one by redaction both stay: the later one gets a number. */
function redactKeys(entries: readonly (readonly [string, Json])[], clean: (text: string) => string, known: ReadonlySet<string>): Json {
  const kept = new Map<string, Json>();
  for (const [key, item] of entries) {
    const name = clean(key);
    let free = name;
    for (let n = 2; kept.has(free); n += 1) free = `${name} ${n}`;
    kept.set(free, redactValue(item, clean, known));
  }
  return Object.fromEntries(kept);
}
