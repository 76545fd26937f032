import type { DayOrder, Decimal, Json, JsonObject } from '../../words/index.ts';
import type { InputProblem } from './inputs.ts';
import type { Mapping, RowMark, Table } from './table.ts';

/** Everything a plan is made of. The same input gives the same plan. */
export interface RunInput {
  readonly inputs: Readonly<Record<string, Json>>;
  /** By the name of a table or folder input. */
  readonly tables: Readonly<Record<string, GivenTable>>;
  readonly data: Readonly<Record<string, Json>>;
  /** What the playbook's reads gave. */
  readonly state: Readonly<Record<string, Json>>;
  readonly answers: Readonly<Record<string, string>>;
}

/** A table with its columns, and the decimal sign where a person said which. */
export interface GivenTable {
  readonly table: Table;
  readonly mapping: Mapping;
  readonly decimal?: Decimal;
}

/** How the texts of a table were read. Null: nothing in its columns depends on it, or it is still asked. */
export interface TableReading {
  readonly dayOrder: DayOrder | null;
  readonly decimal: Decimal | null;
}

export const ITEM_ACTIONS = ['create', 'update', 'remove', 'call'] as const;
export type ItemAction = (typeof ITEM_ACTIONS)[number];

/** One planned call. It is a proposal: the gate judges it like any other. */
export interface PlannedItem {
  /** `step:key`, unique within the plan. */
  readonly key: string;
  readonly step: string;
  readonly action: ItemAction;
  readonly tool: string;
  readonly args: JsonObject;
  /** All fields of an update's row; `args` holds those that differ. */
  readonly full?: JsonObject;
  /** For each pointer into the arguments, where its value comes from: `file:row:column`, `state.name`, `data.name`. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly marks: readonly RowMark[];
  /** The row it comes from, as its file numbers it. */
  readonly row: { readonly file: string; readonly at: number } | null;
  readonly title: string;
  /** True where its marks leave it out until a person takes it in. */
  readonly out: boolean;
}

/** A row that makes no call as things stand, and why. */
export interface LeftOutRow {
  readonly step: string;
  readonly file: string;
  readonly at: number;
  readonly title: string;
  readonly marks: readonly RowMark[];
}

/** A question to the person. The sentences of the built-in ones stand in the catalogue, those of the author in the playbook. */
export interface RunQuestion {
  readonly id: string;
  readonly kind: 'author' | 'identical' | 'day-order' | 'same' | 'same-many';
  /** What it is about: a table's name for the built-in ones. */
  readonly about: string;
  readonly options: readonly string[];
  /** Null: nobody may guess this. */
  readonly default: string | null;
  readonly answer: string | null;
  /** The one row it is about, as its file numbers it; null where it is about several. */
  readonly row?: number;
  /** How many rows it is about, and a few examples. For `same`: the object's words, the row's, then each change. */
  readonly rows: number;
  readonly examples: readonly string[];
}

/** What the sentence of a plan counts. */
export interface RunCounts {
  readonly rows: number;
  readonly create: number;
  readonly update: number;
  readonly unchanged: number;
  readonly remove: number;
  readonly call: number;
  readonly leftOut: number;
  /** Objects of the system that no row matches. */
  readonly missing: number;
  readonly clashes: number;
  readonly duplicates: number;
  /** Rows that are probably objects which are there under another name, and nobody said so yet. */
  readonly alike: number;
}

export type RunPlan =
  | {
      readonly kind: 'plan'; readonly items: readonly PlannedItem[]; readonly leftOut: readonly LeftOutRow[]; readonly counts: RunCounts;
      /** Every question that applies, each with the answer the plan rests on. */
      readonly questions: readonly RunQuestion[];
      readonly readings: Readonly<Record<string, TableReading>>;
    }
  /** Nothing is planned before these are answered. */
  | { readonly kind: 'questions'; readonly questions: readonly RunQuestion[]; readonly readings: Readonly<Record<string, TableReading>> }
  | { readonly kind: 'refused'; readonly because: RefusedRun };

export type RefusedRun =
  | { readonly code: 'inputs'; readonly problems: readonly InputProblem[] }
  | { readonly code: 'no-table'; readonly name: string }
  | { readonly code: 'no-column'; readonly name: string; readonly columns: readonly string[] }
  | { readonly code: 'too-many-rows' | 'too-many-calls'; readonly found: number; readonly limit: number }
  | { readonly code: 'playbook-fails'; readonly name: string };
