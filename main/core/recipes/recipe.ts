import type { DryRun, Effect, Json } from '../words/index.ts';
import type { ChangeRecipe, RecipeRead } from './change-recipe.ts';

export type { ChangeRecipe, ListStep, RecipeRead, ReferencesRecipe, SpecialRecipe } from './change-recipe.ts';

/**
 * Declarative knowledge of one server. A recipe applies to a tool only if what was launched is the code of a release
 * that is listed, by the digest of its files, and the definition's digest is listed: no name matches anything.
 */
export interface Recipe {
  readonly id: string;
  readonly launch: ReleasedPackage | { readonly bundle: 'demo-cms' };
  readonly tools: Readonly<Record<string, ToolRecipe>>;
}

/** Releases of one npm package: digests of their files as installed, and of their name and version where a runner fetches them. */
export interface ReleasedPackage {
  readonly package: string;
  readonly code: readonly string[];
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
  /**
   * Arguments, as pointers, that name addresses inside the server's own system, such as pages of a site, and never a place on
   * this machine: what stands there is not looked at for protected paths.
   */
  readonly addresses?: readonly string[];
  /** Kind of the object as a word of the catalogue, for a tool without `change`. */
  readonly noun?: string;
  /** A person accepted it; nobody tried it. */
  readonly inferred?: true;
  /** How the change is previewed; absent: arguments only (reads need none). */
  readonly change?: ChangeRecipe;
  /**
   * A tool that does several things: the argument that says which, what it means where it is left out, and what is known
   * of each. Any other value is judged by the recipe itself, which is then the gravest of all.
   */
  readonly variants?: { readonly at: string; readonly otherwise: string; readonly of: Readonly<Record<string, ToolVariant>> };
  /** What tells whether the account may do this. */
  readonly account?: AccountRecipe;
  /** For what the server says no whoever asks, as far as it can be told from the state before. */
  readonly refuses?: readonly RefusalCheck[];
  /** Beginnings of the server's error texts by which the system itself refuses, and nothing was changed. */
  readonly refused?: readonly string[];
  /** The argument by which the server says what it would do and does nothing: true there. */
  readonly dryRun?: DryRun;
  /** The call that undoes this one; absent where none brings the state before back. */
  readonly inverse?: InverseRecipe;
}

/** One of the things a tool does, with the digests of that tool. */
export type ToolVariant = Omit<ToolRecipe, 'variants'>;

/** Something for which a server refuses a call, said beforehand. Pointers lead into a record as it would be. */
export type RefusalCheck =
  /** The last of two texts, such as days or times, comes before the first; `equal`: or is the same. */
  | { readonly why: 'order'; readonly first: string; readonly last: string; readonly equal?: true }
  /** Nothing is given beside what names the record. */
  | { readonly why: 'nothing-given' }
  /** The argument at this pointer names the account that is signed in. */
  | { readonly why: 'own-account'; readonly at: string };

/**
 * A read that gives the rights of the account: a list of entries, of which one must hold everything that is needed.
 * An entry whose member is null holds all of it.
 */
export interface AccountRecipe {
  readonly read: RecipeRead;
  /** Where the answer names the account, and where its rights are listed. */
  readonly name: string;
  readonly list: string;
  /**
   * What an entry must hold where: a value, or the project of the call. `ifThere`: the value instead where the object is
   * there already. `ifEffect`: where the call is that grave, some entry must hold all of it with this value too.
   */
  readonly needs: readonly (
    | { readonly at: string; readonly value: string; readonly ifThere?: string; readonly ifEffect?: Partial<Record<Effect, string>> }
    | { readonly at: string; readonly project: true }
  )[];
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
  /**
   * Rows that are sent beside, as they were: with `id`, the fields that the call changed and that id; without, whole
   * records less some fields, where `same` is one and the same in all. With `verb`, the objects that came or went, or
   * one field of each, where all rows are of that kind.
   */
  readonly rows?: { readonly at: string; readonly id: string } | { readonly at: string; readonly verb: 'create' | 'delete'; readonly has: readonly string[]; readonly value?: string } | { readonly at: string; readonly leaveOut: readonly string[]; readonly same: string };
  /** Known only where these reads found this. */
  readonly when?: readonly { readonly key: string; readonly is: 'read' | 'absent' }[];
  /** Fields that will not be as they were: a record made anew has another id. */
  readonly unlike?: readonly string[];
}
