import type { Json, JsonObject } from '../words/index.ts';

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
      /** `put`: makes the record where there is none, else changes it. */
      readonly verb: 'create' | 'update' | 'delete' | 'put';
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
      /** Fields that bear another name in the record than in the arguments. */
      readonly renames?: Readonly<Record<string, string>>;
      /** Fields of the record that go whatever the arguments say. */
      readonly removes?: readonly string[];
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
      /**
       * Not held against a real server: only plain fields that stand in what was read are claimed to change, and what
       * is otherwise afterwards is not checkable, never an alarm.
       */
      readonly untested?: true;
      /** The record is looked for in what was read: within it, or in a list by the id of the call. */
      readonly seek?: 'one' | 'list';
      /** What the change is besides its fields. */
      readonly special?: SpecialRecipe;
      /** What tells which records name this one. */
      readonly references?: ReferencesRecipe;
    }
  /** Several records of one kind, each as `record` has it; all of them are read with one call. */
  | {
      readonly how: 'records';
      readonly verb: 'create' | 'update' | 'delete';
      /** Reads them before; null for a create. Its pointers may hold `*` for each item of a list. */
      readonly read: RecipeRead | null;
      /** For a create: reads the new ones afterwards; its pointers lead into the server's answer. */
      readonly created?: RecipeRead;
      readonly absent: readonly string[];
      readonly noun: string;
      /** Where the rows stand in the arguments, and where the records stand in what is read, in the same order. */
      readonly rows: string;
      readonly list: string;
      /** The field of a row that names its record, '' where the row is the name; and the field of a record that names it. */
      readonly id: string;
      readonly key: string;
      /** Arguments beside the rows that each new record gets. */
      readonly shares?: readonly string[];
      readonly defaults?: Readonly<Record<string, Json>>;
      readonly serverSets: readonly string[];
      /** Where the arguments (for a create) or the records name the project. */
      readonly project: string;
      readonly projectName?: string;
      /** For a create: where the place that was read gives the project's id. */
      readonly placeProject?: string;
    }
  /**
   * Lists of a whole that is read at once, such as a graph: items are appended, taken out or changed within. Items are
   * told apart by their keys; what has the same keys is there once.
   */
  | {
      readonly how: 'lists';
      readonly read: RecipeRead;
      readonly absent: readonly string[];
      readonly noun: string;
      /** Where each list stands in what is read, and which fields are its items' keys. */
      readonly lists: Readonly<Record<string, readonly string[]>>;
      readonly steps: readonly ListStep[];
      readonly serverSets: readonly string[];
      /** Beginnings that the server puts before a name where it could be taken for another one. */
      readonly prefixes?: { readonly field: string; readonly of: readonly string[] };
      /** Where the arguments do not hold all of these, nothing is claimed. */
      readonly holds?: readonly Holds[];
      /** Where they do not hold all of these, the server may still say no. */
      readonly sure?: readonly Holds[];
    };

/** What must be so at a place of the arguments. `absent`: or nothing is there. */
export interface Holds {
  readonly at: string;
  readonly absent?: boolean;
  readonly values?: readonly Json[];
  readonly pattern?: RegExp;
}

/** One step on the lists of a whole; `list` is a pointer into what is read, all others lead into the arguments. */
export type ListStep =
  /** Items whose keys are not there yet are put at the end: a plain value as `member`, an object with the fields it `keeps`. */
  | {
      readonly do: 'append';
      readonly list: string;
      readonly items: string;
      readonly member?: string;
      /** One item, made of single arguments: its fields, and where they come from. `items` is not looked at then. */
      readonly make?: Readonly<Record<string, string>>;
      readonly keeps?: readonly string[];
      readonly defaults?: JsonObject;
      /** What becomes of one whose keys are there: it is left out, unless the server refuses the whole call. */
      readonly exists?: 'refused';
    }
  /** Items go whose `by` is among these values, or is this one; the server never lets one go whose field is so. */
  | { readonly do: 'delete'; readonly list: string; readonly values: string; readonly by: string; readonly missing?: 'refused'; readonly never?: { readonly field: string; readonly is: Json } }
  /** Items go that have the same keys as one of these. */
  | { readonly do: 'delete-same'; readonly list: string; readonly items: string }
  /** Values are put at the end of a list within the item that is named, or taken out of it. */
  | {
      readonly do: 'append-within' | 'delete-within';
      readonly list: string;
      readonly items: string;
      /** The field of an argument's item that names the list's item, by which field of it. */
      readonly names: string;
      readonly by: string;
      readonly values: string;
      readonly into: string;
      /** An item that is not there: the call fails as a whole, or that one is left out. */
      readonly missing: 'refused' | 'ignored';
    }
  /** One field of the named item becomes another. */
  /** `toItself`: a name may be given to what bears it already, and nothing changes; else that is refused. */
  | { readonly do: 'rename'; readonly list: string; readonly from: string; readonly to: string; readonly by: string; readonly toItself?: true };

/** What a record's change is besides its fields; pointers lead into the record. */
export type SpecialRecipe =
  | { readonly situation: 'publication'; readonly audience: string }
  | { readonly situation: 'deletion' }
  | { readonly situation: 'menu'; readonly list: string; readonly label: string; readonly target: string; readonly children: string; readonly draft: boolean }
  | { readonly situation: 'configuration' }
  | { readonly situation: 'rights'; readonly who: string; readonly list: string; readonly axes: readonly string[] }
  | { readonly situation: 'media'; readonly name: string; readonly stated: string; readonly content: string };

/** A read that lists what names a record; pointers of `noun` and the rest lead into one item of the list. */
export interface ReferencesRecipe {
  readonly read: RecipeRead;
  readonly list: string;
  readonly noun: string;
  readonly id: string;
  readonly title: string;
  readonly field: string;
  /** How many there are, beyond what is listed. */
  readonly total: string;
}

/** A read-back: the tool, and for each of its arguments the pointer that gives the value. */
export interface RecipeRead {
  readonly tool: string;
  readonly args: Readonly<Record<string, string>>;
  /** Arguments that are passed on where the call has them. */
  readonly optional?: Readonly<Record<string, string>>;
  /** Arguments that are always the same. */
  readonly fixed?: JsonObject;
}
