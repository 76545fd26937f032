import type {
  AskReason, Effect, EffectSource, Environment, Json, JsonObject, PinState, PlannerKind, PreviewKind,
  ServerClass, TrustLevel,
} from '../words/index.ts';
import type { Rest } from './paged.ts';
import type { Change, FieldChange, ForetoldWhy, NamedFile, RowChange, SentenceFacts, Unknown } from './preview.ts';

/** One line of a text diff; `text` keeps its line end, so that the lines of a side joined are its exact bytes. */
export interface DiffLine {
  readonly op: 'same' | 'add' | 'remove';
  readonly text: string;
}

/**
 * A text on both sides as lines, the first of them on the card. A line longer than a row is cut into several, joined they
 * are the text. `runs` is the shape of all of them, such as `=12-1+2`: so many unchanged, removed and added, in order.
 */
export interface Lines {
  readonly lines: readonly DiffLine[];
  readonly rest?: Rest & { readonly runs: string };
  /** True where lines were cut into rows: then a row is no line and has no number. */
  readonly cut?: true;
  /** Each line is a record of a list: the JSON list of its values, by these names. */
  readonly columns?: readonly string[];
}

/** A field as it is painted. A long value is drawn as lines and stands there alone. */
export interface CardField extends FieldChange {
  readonly long?: Lines;
}

/** A change as it is painted. What is long stands on the card with its first page and the digests of the others. */
export type CardChange =
  | ({
      readonly kind: 'text';
      readonly target: string;
      readonly existsBefore: boolean;
      readonly existsAfter: boolean;
    } & Lines)
  | (Omit<Extract<Change, { kind: 'fields' }>, 'fields'> & { readonly fields: readonly CardField[]; readonly rest?: Rest })
  | (Omit<Extract<Change, { kind: 'rows' }>, 'rows'> & { readonly rows: readonly CardRow[]; readonly rest?: Rest })
  | Extract<Change, { kind: 'move' | 'said' }>;

/** One object among several, as it is painted. */
export interface CardRow extends Omit<RowChange, 'fields'> {
  readonly fields: readonly CardField[];
}

/** One line of warning under the change, riskiest first; closed codes, values in quotes. */
export interface Caution {
  readonly code: 'effect-guessed' | 'overwrites' | 'hidden-characters' | 'hidden-more' | 'base-moved' | 'not-counted' | 'reads-host' | 'name-alike' | 'answered-elsewhere' | 'account-may-not' | 'labelled' | `refuses-${ForetoldWhy}`;
  /** Where in the arguments, as a JSON pointer, if it is about one place. */
  readonly pointer: string | null;
  readonly excerpt: string | null;
}

/**
 * Everything that is painted for one question, and nothing else. The digest of its canonical bytes is what a
 * choice must carry: a choice made on another painting is refused. It names the digest of every page that is painted
 * further down, so that it covers them all.
 */
export interface Card {
  readonly callId: string;
  /** Rises with each new painting of this call (an edit, a moved base). */
  readonly revision: number;
  readonly bar: {
    readonly effect: Effect;
    readonly effectSource: EffectSource;
    readonly serverId: string;
    readonly serverName: string;
    readonly serverClass: ServerClass;
    readonly environment: Environment;
    readonly trust: TrustLevel;
    readonly tool: string;
    readonly pin: PinState;
    readonly planner: { readonly kind: PlannerKind; readonly name: string };
    /** A default role, or the name a managed policy gave it. */
    readonly role: string;
    readonly project: string | null;
  };
  readonly preview: {
    readonly kind: PreviewKind;
    readonly objects: number | null;
    readonly sentence: SentenceFacts;
    readonly changes: readonly CardChange[];
    readonly unknowns: readonly Unknown[];
    /** Files whose contents are part of what is approved. */
    readonly files: readonly NamedFile[];
  };
  /** What moved under the question since it was painted before: from the state then to the state now. */
  readonly meanwhile: readonly CardChange[];
  readonly cautions: readonly Caution[];
  readonly because: AskReason;
  /** The rules that led to the question: `file#pointer`, or `built-in#…`. */
  readonly sources: readonly string[];
  /** The arguments; none of them where they are long, and then `argsText` says what their canonical text is. */
  readonly args: JsonObject;
  /** Its characters, and the digest of each piece of it. */
  readonly argsText?: Rest;
  /** The tool's input schema, so that arguments are shown and edited with their types. */
  readonly inputSchema: Json;
  /** Reads that "look first" would make, and the server's own dry run, each shown before its one yes. */
  readonly lookFirst: readonly { readonly tool: string; readonly args: JsonObject; readonly dryRun?: true }[];
  /** `type`: the effect's word must be typed before Approve is armed. */
  readonly confirm: 'plain' | 'type';
  /** Whether this may be allowed for longer, with the folders a file of the arguments may be given inside of. */
  readonly grant: { readonly folders: Readonly<Record<string, readonly string[]>>; readonly free: readonly string[] } | null;
  /** Hash of what is signed; its first twelve digits are shown at the foot. */
  readonly approval: string;
  readonly askedAt: string;
}
