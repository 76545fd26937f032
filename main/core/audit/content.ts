import type { Json, JsonObject } from '../words/index.ts';

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
export function mayNameObject(key: string): boolean {
  return /[^\p{L}\p{M}_]/u.test(key);
}

/**
 * The names by which the objects of a call can be found, each as {@link sameName} has it: each short text and each number in its arguments, each name of
 * a member that may be an object's, and each end of a path or an address. At most 1,024, the first ones.
 */
export function namesIn(args: Json): readonly string[] {
  const names = new Set<string>();
  const visit = (value: Json): void => {
    if (names.size >= MOST_NAMES) return;
    if (typeof value === 'number') names.add(String(value));
    else if (typeof value === 'string') for (const name of namesOf(value)) names.add(name);
    else if (Array.isArray(value)) for (const inner of value as readonly Json[]) visit(inner);
    else if (value !== null && typeof value === 'object') for (const [key, inner] of Object.entries(value)) {
      if (mayNameObject(key)) for (const name of namesOf(key)) names.add(name);
      visit(inner as Json);
    }
  };
  visit(args);
  return [...names].slice(0, MOST_NAMES);
}

function namesOf(spelled: string): readonly string[] {
  const text = sameName(spelled);
  if (text === '' || text.length > LONGEST_NAME || /[\r\n]/.test(text)) return [];
  const ends = [...text.matchAll(/[/\\]/g)].map((match) => text.slice(match.index + 1)).filter((end) => end !== '');
  return [text, ...ends.slice(-8)];
}
