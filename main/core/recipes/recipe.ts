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
  /** How many objects: one, or the length of the array at a pointer. */
  readonly objects?: { readonly pointer: string };
  /** How the change is previewed; absent: arguments only (reads need none). */
  readonly change?: ChangeRecipe;
}

/** How before and after are found. `object` etc. are JSON pointers into the arguments. */
export type ChangeRecipe =
  /** The whole text of a file is replaced. */
  | { readonly how: 'write-text'; readonly read: string; readonly path: string; readonly content: string }
  /** Passages of a file are replaced, in order; line ends become LF as the server does. */
  | { readonly how: 'edit-text'; readonly read: string; readonly path: string; readonly edits: string }
  | { readonly how: 'move'; readonly read: string; readonly from: string; readonly to: string }
  /** A record: read by its id, merged as said. */
  | {
      readonly how: 'record';
      readonly verb: 'create' | 'update' | 'delete';
      /** The tool that reads one record, and which arguments of the call it takes. */
      readonly read: { readonly tool: string; readonly args: Readonly<Record<string, string>> } | null;
      readonly noun: string;
      /** Where the fields to merge stand in the arguments; '' = all but the ids. */
      readonly patch: string;
      /** Fields set whatever the arguments say, such as `status` by a publish. */
      readonly sets?: Readonly<Record<string, Json>>;
      /** Fields the server sets itself: no difference afterwards. */
      readonly serverSets: readonly string[];
      /** Argument that names the record (pointer) and the record field that names the project. */
      readonly id: string;
      readonly project: string;
    };
