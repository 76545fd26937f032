import type { JsonObject } from './index.ts';

/** A way to read what a tool changes, found from names and schemas. A guess: it is offered, and holds where a person accepts it. */
export interface ReadBack {
  /** The tool that changes something, and the one that reads it. */
  readonly tool: string;
  readonly read: string;
  /** For each argument of the read, as a pointer into its arguments, where the call's arguments give it. */
  readonly args: Readonly<Record<string, string>>;
  /** Arguments of the read that are always the same. */
  readonly fixed: JsonObject;
  /** What the read gives: the object itself, or a list in which it stands. */
  readonly gives: 'one' | 'list';
  /** Where the call names the object; null where there is only one. */
  readonly id: string | null;
}
