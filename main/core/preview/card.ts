import type {
  AskReason, Effect, EffectSource, Environment, Json, JsonObject, PinState, PlannerKind, PreviewKind,
  ServerClass, TrustLevel,
} from '../words/index.ts';
import type { Change, ForetoldWhy, NamedFile, SentenceFacts, Unknown } from './preview.ts';

/** One line of a text diff; `text` keeps its line end, so that the lines of a side joined are its exact bytes. */
export interface DiffLine {
  readonly op: 'same' | 'add' | 'remove';
  readonly text: string;
}

/** A change as it is painted. */
export type CardChange =
  | {
      readonly kind: 'text';
      readonly target: string;
      readonly existsBefore: boolean;
      readonly existsAfter: boolean;
      readonly lines: readonly DiffLine[];
    }
  | Exclude<Change, { kind: 'text' }>;

/** One line of warning under the change, riskiest first; closed codes, values in quotes. */
export interface Caution {
  readonly code: 'effect-guessed' | 'overwrites' | 'hidden-characters' | 'base-moved' | 'not-counted' | 'reads-host' | 'name-alike' | 'answered-elsewhere' | 'account-may-not' | 'labelled' | `refuses-${ForetoldWhy}`;
  /** Where in the arguments, as a JSON pointer, if it is about one place. */
  readonly pointer: string | null;
  readonly excerpt: string | null;
}

/**
 * Everything that is painted for one question, and nothing else. The digest of its canonical bytes is what a
 * choice must carry: a choice made on another painting is refused.
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
  readonly args: JsonObject;
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
