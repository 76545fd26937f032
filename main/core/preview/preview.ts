import type { Json, JsonObject, PreviewKind } from '../words/index.ts';
import type { RefusalCheck } from '../recipes/recipe.ts';
import type { Special } from './special.ts';

/** A read the preview wants, planned by a recipe. It goes through the gate like any call. */
export interface PlannedRead {
  /** Names the answer for `render`; unique within one call. */
  readonly key: string;
  readonly tool: string;
  readonly args: JsonObject;
  /** Beginnings of error texts by which the server says that the object is not there. */
  readonly absent?: readonly string[];
  /** It is no read at all but the call's own tool, told to do nothing: as grave as the call itself. */
  readonly dryRun?: true;
}

/** What became of a planned read. */
export type StateRead =
  | { readonly key: string; readonly state: 'read'; readonly value: Json; readonly text: string }
  /** The server says the object is not there. */
  | { readonly key: string; readonly state: 'absent' }
  /** Policy would ask for this read, and nobody was asked yet. */
  | { readonly key: string; readonly state: 'not-allowed' }
  | { readonly key: string; readonly state: 'failed'; readonly why: string };

/** One field of a record, before and after. `undefined` on a side: the field is not there on that side. */
export interface FieldChange {
  /** JSON pointer into the record (RFC 6901). */
  readonly pointer: string;
  /** The field's name as the schema or recipe gives it; hostile text, shown in a box of its own. */
  readonly label: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** One object that a call would change. Nothing is shortened here; shortening is the screen's, with a way to the rest. */
export type Change =
  /** A text, whole, on both sides; null: the text does not exist on that side. */
  | { readonly kind: 'text'; readonly target: string; readonly before: string | null; readonly after: string | null }
  /** A record with the fields that differ. `whole` gives the record that a delete removes or a create makes. */
  | {
      readonly kind: 'fields';
      readonly target: string;
      readonly verb: 'create' | 'update' | 'delete';
      readonly fields: readonly FieldChange[];
      /** What the change is besides: a publication, a menu, rights. Only where the recipe says so. */
      readonly special?: Special;
    }
  /** Several objects of one call, such as an import: one row each, in the order of the call. */
  | {
      readonly kind: 'rows';
      /** Where in the arguments the rows stand, as a JSON pointer; null where they are no rows of the arguments. */
      readonly at: string | null;
      readonly noun: string;
      readonly rows: readonly RowChange[];
    }
  | { readonly kind: 'move'; readonly from: string; readonly to: string }
  /** What the server itself says it would do, in its words: hostile text. */
  | { readonly kind: 'said'; readonly text: string };

/** One object among several. */
export interface RowChange {
  readonly verb: 'create' | 'update' | 'delete';
  readonly target: string;
  readonly fields: readonly FieldChange[];
}

/** What a preview cannot say, as a closed list; each has a sentence in the catalogue. */
export const UNKNOWNS = [
  'no-recipe',          // nothing is known of this tool: arguments only
  'unknown-release',    // a recipe is known for a package of this name, but not for what runs here: arguments only
  'reads-need-consent', // the state could be read, but reading would ask: "look first"
  'read-failed',        // the state could not be read
  'not-text',           // the content is not text, so no diff can be drawn
  'too-large',          // over the size a diff is drawn for
  'edit-not-found',     // the text an edit looks for is not there as written
  'moved-target-exists',// a move onto something that exists
  'server-fields',      // the server sets further fields itself
  'contents-not-bound', // a file is named whose contents are not in the approval
  'inferred-recipe',    // how it was read was inferred from names and accepted by a person
  'dry-run-needs-consent', // the server could be asked what it would do: "look first"
  'dry-run-failed',     // the server answered the dry run with an error
  'server-dry-run',     // the server says so itself; nobody checked it
  'outcome-open',       // with these arguments nobody can tell beforehand
  'may-be-refused',     // the server may still say no
  'not-there',          // the server says that what is named is not there, or not for this account
  'will-be-refused',    // the server would say no to all of it
  'references-partial', // not everything that could name the object was read
] as const;
export type Unknown = (typeof UNKNOWNS)[number];

/** A file that the arguments name, as it is now; `digest` (SHA-256) null: there is none. */
export interface NamedFile {
  /** Where in the arguments it is named. */
  readonly pointer: string;
  readonly path: string;
  readonly bytes: number;
  readonly digest: string | null;
}

/** Why a server would refuse a call as things stand; each has a sentence in the catalogue. */
export type ForetoldWhy = 'place-missing' | 'object-missing' | RefusalCheck['why'];

/** A refusal that is foretold: why, and where in the arguments that lies. */
export interface Foretold {
  readonly why: ForetoldWhy;
  readonly pointer: string;
}

/** The facts of the one sentence over the change. Numbers and names only; the words are the catalogue's. */
export interface SentenceFacts {
  readonly verb: 'reads' | 'creates' | 'changes' | 'keeps' | 'keeps-public' | 'deletes' | 'moves' | 'publishes' | 'withdraws' | 'calls' | 'says';
  /** Kind of the object as a word of the catalogue (`news`, `agenda-item`, `file` …) or null when unknown. */
  readonly noun: string | null;
  readonly objects: number | null;
  readonly fields: number | null;
  readonly project: string | null;
}

/** What a call would change, as far as it is known, and what is not known. */
export interface Preview {
  readonly kind: PreviewKind;
  readonly changes: readonly Change[];
  /** Objects the call touches; null: cannot be counted, which counts as more than any limit. */
  readonly objects: number | null;
  /** Canonical text of the states the preview rests on; null where it rests on none. Hashed by the gate. */
  readonly base: Json;
  readonly unknowns: readonly Unknown[];
  readonly sentence: SentenceFacts;
  /** Reads that would let this become an `effect` preview, where policy asks for them. */
  readonly lookFirst: readonly PlannedRead[];
  /** For what the server would refuse this, where a recipe can tell; then nothing is drawn. */
  readonly foretold?: readonly Foretold[];
  /** Files that the arguments name, whose contents are part of what is approved. */
  readonly files?: readonly NamedFile[];
  /** Whether the account may, as the system itself tells; absent where it was not asked or did not tell. */
  readonly account?: { readonly name: string | null; readonly may: boolean };
}
