import { atOnce, type Steps } from '../words/steps.ts';
import type { Json } from '../words/index.ts';
import { decodedLogin, isLong, secretFinder, type Span } from './find-secrets.ts';
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

/** The same step by step: a value of megabytes takes tenths of a second. */
export type Redaction = (value: Json) => Steps<Json>;

/** So many letters are looked through in one step, a longer text in steps of its own. */
const STEP = 1 << 16;
/** A text of so many letters that stands in a value more than once, as on both sides of a change, is looked through once. */
const REMEMBERED = 1_024;

/**
 * A redactor for some secrets, however they are encoded (see {@link secretFinder}). A short one (`admin`, `4711`) goes where it is all of a text
 * or stands as a value: behind `=`, `:` or `Bearer`, in an address or in the header of a login; else evidence would be blanked by it, and holes would tell what it is.
 * SECURITY: a text in which to look takes too much work is blanked whole. Losing hostile evidence is the safe side; its keyed digest stays.
 */
export function redactionOf({ secrets, tokens = null }: ToRedact): Redaction {
  const known = new Set(secrets.filter((secret) => secret !== ''));
  const find = secretFinder([...known].filter(isFound));
  const rest = [...known].filter((secret) => !isFound(secret));
  const short = rest.flatMap((secret) => secretForms(secret).filter((form) => form.length < SHORT));
  const exact = exactly(rest.flatMap(secretForms).filter((form) => form.length >= SHORT), short);
  const whole = new Set([...known, ...short]);
  const clean: Clean = function* (text) {
    if (whole.has(text)) return REDACTED;
    const found = yield* find(text);
    if (found === null) return REDACTED;
    const without = marked(text, [...found, ...(exact === null ? [] : matches(exact, text)), ...(short.length === 0 ? [] : logins(text, whole))]);
    // What is left between the marks: a shape must not reach over one.
    return tokens === null ? without : without.split(REDACTED).map((part) => withoutTokens(part, tokens)).join(REDACTED);
  };
  // eslint-disable-next-line require-yield -- there is nothing to do in steps
  if (known.size === 0 && tokens === null) return function* (value) { return value; };
  return (value) => redactValue(value, { clean, known, done: new Map(), letters: 0 });
}

/** A redactor that does it at once. */
export function redactorOf(what: ToRedact): Redactor {
  const redaction = redactionOf(what);
  return (value) => atOnce(redaction(value));
}

/**
 * Whether one of some secrets stands in a value, however it is encoded; also where to find out takes too much work. Short ones do not count. In one look
 * at the value's JSON: a server may offer tens of thousands of things.
 */
export function finderOf(secrets: readonly string[]): (value: Json) => boolean {
  const long = secrets.filter(({ length }) => length >= SHORT);
  if (long.length === 0) return () => false;
  const find = secretFinder(long.filter(isFound));
  const forms = long.filter((secret) => !isFound(secret)).flatMap(secretForms).filter(({ length }) => length >= SHORT);
  const any = exactly(forms.flatMap((form) => [form, JSON.stringify(form).slice(1, -1)]), []);
  return (value) => {
    const text = JSON.stringify(value);
    return atOnce(find(text))?.length !== 0 || (any !== null && text.search(any) >= 0);
  };
}

/** Whether a secret is looked for in every encoding. What is short, or mostly blanks, is looked for in a few spellings alone. */
function isFound(secret: string): boolean {
  return secret.length >= SHORT && isLong(secret);
}

/** Finds some spellings anywhere, and short ones where they stand as a value. Null: there is none. */
function exactly(forms: readonly string[], short: readonly string[]): RegExp | null {
  const anyOf = (texts: readonly string[]): string => texts.toSorted((a, b) => b.length - a.length).map(escaped).join('|');
  const parts = forms.length === 0 ? [] : [anyOf(forms)];
  if (short.length > 0) {
    parts.push(`(?<=(?:[=:]|[Bb]earer )["']?)(?:${anyOf(short)})(?=["']?(?:$|[&;,\\s}\\]]))`);
    // Behind `: ` a sentence may go on: only what ends its line or its place in a list is a value.
    parts.push(`(?<=[=:][ \\t]{1,4}["']?)(?:${anyOf(short)})(?=["']?[ \\t]{0,4}(?:$|[&;,}\\]\\r\\n]))`);
    parts.push(`(?<=://[^\\s/?#:@]{0,60}:)(?:${anyOf(short)})(?=@)`, `(?<=://)(?:${anyOf(short)})(?=:?@)`);
  }
  return parts.length === 0 ? null : new RegExp(parts.join('|'), 'g');
}

function matches(pattern: RegExp, text: string): readonly Span[] {
  return Array.from(text.matchAll(pattern), ({ 0: { length }, index }) => [index, index + length] as const);
}

/** Logins (`Basic bWU6YWJj`) of which the name or the password is one of some short secrets. */
function logins(text: string, whole: ReadonlySet<string>): readonly Span[] {
  return Array.from(text.matchAll(/(?<=\b[Bb]asic )[A-Za-z0-9+/_-]{4,200}={0,2}/g)).flatMap(({ 0: login, index }) => {
    const [name = '', ...password] = decodedLogin(login).split(':');
    return whole.has(name) || whole.has(password.join(':')) ? [[index, index + login.length] as const] : [];
  });
}

/** The text with a mark in each place; places that overlap become one. */
function marked(text: string, places: readonly Span[]): string {
  let without = '';
  let kept = 0;
  let end = -1;
  for (const [from, to] of places.toSorted((a, b) => a[0] - b[0])) {
    if (from >= end) without += text.slice(kept, from) + REDACTED;
    end = Math.max(end, to);
    kept = end;
  }
  return without + text.slice(kept);
}

function withoutTokens(text: string, tokens: TokenFinder): string {
  const pattern = tokens(text);
  return pattern === null ? text : text.replaceAll(pattern, REDACTED);
}

/** The value without any of the secrets. */
export function redact(value: Json, secrets: readonly string[]): Json {
  return redactorOf({ secrets })(value);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** A text without secrets. */
type Clean = (text: string) => Steps<string>;

/** What one redaction works with, and how many letters it looked through since its last step. */
interface Work {
  readonly clean: Clean;
  readonly known: ReadonlySet<string>;
  /** Long texts, and what is left of them. */
  readonly done: Map<string, string>;
  letters: number;
}

function* redactValue(value: Json, work: Work): Steps<Json> {
  if (typeof value === 'string') return yield* redactText(value, work);
  if (typeof value === 'number') return work.known.has(String(value)) || work.known.has(String(-value)) ? REDACTED : value;
  if (value === null || typeof value !== 'object') return value;
  if (!Array.isArray(value)) return yield* redactKeys(Object.entries(value), work);
  const kept: Json[] = [];
  for (const item of value as readonly Json[]) kept.push(isLeaf(item) ? item : yield* redactValue(item, work));
  return kept;
}

/** What no secret stands in; most of a long list is. */
function isLeaf(value: Json): boolean {
  return value === null || typeof value === 'boolean';
}

function* redactText(text: string, work: Work): Steps<string> {
  const known = text.length < REMEMBERED ? undefined : work.done.get(text);
  if (known !== undefined) return known;
  work.letters += text.length;
  if (work.letters > STEP) {
    work.letters = 0;
    yield;
  }
  const without = yield* work.clean(text);
  if (text.length >= REMEMBERED) work.done.set(text, without);
  return without;
}

/** Two keys that become one by redaction both stay: the later one gets a number. */
function* redactKeys(entries: readonly (readonly [string, Json])[], work: Work): Steps<Json> {
  const kept = new Map<string, Json>();
  for (const [key, item] of entries) {
    const name = yield* redactText(key, work);
    let free = name;
    for (let n = 2; kept.has(free); n += 1) free = `${name} ${n}`;
    kept.set(free, isLeaf(item) ? item : yield* redactValue(item, work));
  }
  return Object.fromEntries(kept);
}
