import type { Effect, Json } from '../words/index.ts';

/**
 * Declarative knowledge of one server. A recipe applies to a tool only if the launched package is the one
 * named (its name is part of the consented, digested launch) and the definition's digest is listed:
 * a display name or a tool's name alone never matches.
 */
export interface Recipe {
  readonly id: string;
  /** The npm package that is launched, or the bundle. */
  readonly launch: { readonly package: string } | { readonly bundle: 'demo-cms' };
  readonly tools: Readonly<Record<string, ToolRecipe>>;
}

/** What is known of one tool. */
export interface ToolRecipe {
  /** Digests of the definitions this knowledge was checked against (as pins digest them). */
  readonly digests: readonly string[];
  /** The effect of an ordinary call. */
  readonly effect: Effect;
  /** Arguments that make it graver: the value at `pointer` equals one of `values`. */
  readonly raises?: readonly { readonly pointer: string; readonly values: readonly Json[]; readonly effect: Effect }[];
  /**
   * Record fields that make it graver, whatever the arguments say: pointers into the record as read. A change
   * to something that is already public is a publication.
   */
  readonly raisesByState?: readonly { readonly pointer: string; readonly values: readonly Json[]; readonly effect: Effect }[];
  /** How many objects: one, or the length of the array at a pointer. */
  readonly objects?: { readonly pointer: string };
  /** Kind of the object as a word of the catalogue, for a tool without `change`. */
  readonly noun?: string;
  /** How the change is previewed; absent: arguments only (reads need none). */
  readonly change?: ChangeRecipe;
  /** The call that undoes this one; absent where none brings the state before back. */
  readonly inverse?: InverseRecipe;
}

/** Where an undoing call takes a value from: the call's arguments, the record or text as it was, the server's answer. */
export type InverseValue =
  | { readonly from: 'args' | 'before' | 'answer'; readonly pointer: string }
  | { readonly from: 'text' }
  | { readonly from: 'fixed'; readonly value: Json };

/** A call that undoes another, made from the state before it. */
export interface InverseRecipe {
  readonly tool: string;
  readonly args: Readonly<Record<string, InverseValue>>;
  /** Members of the record as it was that are sent beside: those the call changed, or all, each less some. */
  readonly fields?: { readonly which: 'changed' | 'all'; readonly leaveOut: readonly string[] };
  /** Known only where these reads found this. */
  readonly when?: readonly { readonly key: string; readonly is: 'read' | 'absent' }[];
  /** Fields that will not be as they were: a record made anew has another id. */
  readonly unlike?: readonly string[];
}

/**
 * How before and after are found. `path`, `content`, `id` etc. are JSON pointers into the arguments; `absent` lists
 * beginnings of the server's error texts that mean "not there": any other failure is a failure.
 */
export type ChangeRecipe =
  /** The whole text of a file is replaced. */
  | { readonly how: 'write-text'; readonly read: string; readonly path: string; readonly content: string; readonly absent: readonly string[] }
  /** Passages of a file are replaced, in order; line ends become LF as the server does. */
  | {
      readonly how: 'edit-text';
      readonly read: string;
      readonly path: string;
      readonly edits: string;
      /** Where the arguments may ask for a dry run: `true` there, and nothing is written. */
      readonly dryRun?: string;
      readonly absent: readonly string[];
    }
  /** A file or folder gets another name. `read` tells of both ends what is there, as lines `name: value`. */
  | { readonly how: 'move'; readonly read: string; readonly from: string; readonly to: string; readonly absent: readonly string[] }
  /** A record: read by its id, merged as said. */
  | {
      readonly how: 'record';
      readonly verb: 'create' | 'update' | 'delete';
      /**
       * The tool that reads one record, and which arguments of the call it takes. For a create: what reads the
       * place it comes into, such as its project; null where there is none.
       */
      readonly read: RecipeRead | null;
      /** For a create: reads the new record afterwards; its pointers lead into the server's answer to the call. */
      readonly created?: RecipeRead;
      /** Beginnings of the server's error texts that mean: there is no such record. */
      readonly absent: readonly string[];
      readonly noun: string;
      /** Where the fields to merge stand in the arguments; '' = all but the ids. */
      readonly patch: string;
      /** Fields set whatever the arguments say, such as `status` by a publish. */
      readonly sets?: Readonly<Record<string, Json>>;
      /** The field whose new value makes the record public: the sentence then says so. */
      readonly public?: { readonly pointer: string; readonly values: readonly Json[] };
      /** Fields a create fills where the arguments leave them out. */
      readonly defaults?: Readonly<Record<string, Json>>;
      /** Fields the server sets itself: no difference afterwards. */
      readonly serverSets: readonly string[];
      /** Argument that names the record (pointer) and the record field that names the project. */
      readonly id: string;
      readonly project: string;
      /** Where what was read gives the project's name; the sentence names it so, else by its id. */
      readonly projectName?: string;
      /** For a create: where the place that was read gives the project's id. */
      readonly placeProject?: string;
    };

/** A read-back: the tool, and for each of its arguments the pointer that gives the value. */
export interface RecipeRead {
  readonly tool: string;
  readonly args: Readonly<Record<string, string>>;
}
