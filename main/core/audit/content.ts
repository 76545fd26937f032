import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';

/** What was kept of a call, apart from the log: where it lies, and keyed digests by which it can be found. */
export interface KeptContent {
  /** `PAGE/SLOT` in the content store. */
  readonly at: string;
  /** Keyed digest of the text it was kept as. */
  readonly digest: string;
  /** Keyed digests of the given names, in their order. */
  readonly marks: readonly string[];
}

/**
 * Keeps what calls were about, word for word, apart from the log: arguments, what was shown, states, answers. Each piece
 * has a key of its own, so that it can be erased while the chain stays whole.
 */
export interface ContentKeeper {
  /**
   * Keeps one piece, bound to its call. Null: it is not kept, for there is no keychain or no room; the record says so.
   * Never rejects: what cannot be kept never stops a call.
   */
  keep(callId: string, content: JsonObject, names: readonly string[]): Promise<KeptContent | null>;
}

/** What became of a piece of content when it is opened again. */
export type OpenedContent =
  | { readonly state: 'kept'; readonly content: JsonObject }
  /** Its key is gone for good. */
  | { readonly state: 'erased' }
  /** No keychain here, another one, or a damaged file. */
  | { readonly state: 'unreadable' };

/** Opens content again, and erases it. */
export interface ContentBook extends ContentKeeper {
  open(at: string, callId: string): Promise<OpenedContent>;
  /** Keyed digests of names, as `keep` gives them; null where there is no keychain. */
  marks(names: readonly string[]): Promise<readonly string[] | null>;
  /** Deletes the keys of these pieces, and of everything that still holds them. Gives how many there were. Rejects where a key may be left. */
  erase(places: readonly string[]): Promise<number>;
  /** Deletes whole pages whose newest piece is older than a moment. Gives the pieces. Rejects where a key may be left. */
  eraseBefore(moment: string): Promise<number>;
}

const MOST_NAMES = 1_024;
const LONGEST_NAME = 300;
/** A letter in a URI takes nine characters at most. */
const LONGEST_SPELLED = 9 * LONGEST_NAME;
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\//i;

/**
 * A name as names are compared: what is encoded for a URI is undone once, and letters with marks are composed (NFC). To a person `Größe`, `Gro\u0308ße` and
 * `Gr%C3%B6%C3%9Fe` are one object, and who looks for it, or wants it erased, must find it. Two that a server tells apart by this alone are both found.
 */
export function sameName(name: string): string {
  // Most names are plain: there is nothing to undo.
  if (name.length > LONGEST_SPELLED || !/[%\u0080-\uffff]/.test(name)) return name;
  return name.replace(/(?:%[0-9A-Fa-f]{2})+/g, decoded).normalize('NFC');
}

function decoded(bytes: string): string {
  try {
    return decodeURIComponent(bytes);
  } catch {
    return bytes;
  }
}

/**
 * Whether the name of a member may be that of an object, as where a batch is told by its ids (`{"n-1001": {"title": …}}`). Names of fields are words, of letters and
 * `_`; to take those for objects would fill the names of a call with them.
 */
function mayNameObject(key: string): boolean {
  return /[^\p{L}\p{M}_]/u.test(key);
}

/** The name of an object that somebody looks for: as {@link sameName} has it, without separators at its end. */
export function nameOfObject(name: string): string {
  return withoutEnd(sameName(name));
}

/**
 * The names by which the objects of a call can be found, each as {@link namesOf} has it: each short text and each number in its arguments, and each name of
 * a member that may be an object's. At most 1,024, the first ones.
 */
export function namesIn(args: Json): readonly string[] {
  const names = new Set<string>();
  someSpelled(args, (spelled) => {
    for (const name of namesOf(spelled)) names.add(name);
    return names.size >= MOST_NAMES;
  });
  return [...names].slice(0, MOST_NAMES);
}

/** Whether a call's arguments name an object, its name as {@link nameOfObject} has it. The same rule as {@link namesIn}, without an end to how many are looked at. */
export function isNamedIn(args: Json, name: string): boolean {
  // Nearly nothing holds it: what that is called is only then made out.
  return someSpelled(args, (spelled) => sameName(spelled).includes(name) && namesOf(spelled).includes(name));
}

function someSpelled(value: Json, see: (spelled: string) => boolean): boolean {
  if (typeof value === 'string') return see(value);
  if (typeof value === 'number') return see(String(value));
  if (Array.isArray(value)) return value.some((inner: Json) => someSpelled(inner, see));
  return isJsonObject(value) && Object.entries(value).some(([key, inner]) => (mayNameObject(key) && see(key)) || someSpelled(inner, see));
}

/** The text itself and each end of it that begins behind a separator; the same of the place it leads to. */
function namesOf(spelled: string): readonly string[] {
  const names = endsOf(nameOfObject(spelled));
  const place = placeOf(spelled);
  return place === spelled ? names : [...new Set([...names, ...endsOf(nameOfObject(place))])];
}

function endsOf(text: string): readonly string[] {
  if (text === '' || text.length > LONGEST_NAME || /[\r\n]/.test(text)) return [];
  return [text, ...[...text.matchAll(/[/\\]/g)].map((match) => text.slice(match.index + 1)).filter((end) => end !== '')];
}

/** An address without its query and fragment, a path without what looks like them behind its last part: in another part, and where there is no separator, `?` and `#` are letters. */
function placeOf(text: string): string {
  const from = ADDRESS.test(text) ? 0 : Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'));
  const cut = from < 0 ? -1 : text.slice(from).search(/[?#]/);
  return cut < 0 ? text : text.slice(0, from + cut);
}

/** A text of separators alone is a name, too. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /[/\\]/.test(text.charAt(end - 1))) end -= 1;
  return end === 0 ? text : text.slice(0, end);
}
