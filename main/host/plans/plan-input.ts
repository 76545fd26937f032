import type { Mark } from '../../core/bulk/mark.ts';
import type { Label } from '../../gate/planned-call.ts';
import type { Undoes } from '../../gate/undo.ts';
import type { Actor } from '../../core/audit/event.ts';
import type { Json, JsonObject } from '../../core/words/index.ts';

/** An argument that is a value of an earlier item's result. */
export interface Reference {
  /** Where the value goes: a JSON pointer into this item's arguments. Its parent must exist. */
  readonly pointer: string;
  /** Key of the earlier item. */
  readonly item: string;
  /** Where the value stands in that item's result. */
  readonly result: string;
  /**
   * The value that is foreseen. With it the item is shown and approved at once, and is asked about again only if
   * the value turns out to be another; without it the item is asked about once the value is known.
   */
  readonly foreseen?: Json;
}

/** One planned call of a set. */
export interface PlanItemInput {
  /** Names the item for its planner; unique within the plan. */
  readonly key: string;
  readonly serverId: string;
  readonly tool: string;
  readonly args: JsonObject;
  /** Arguments that came out of results or files; values taken from earlier results are labelled by the room. */
  readonly labels?: readonly Label[];
  readonly references?: readonly Reference[];
  /** Pointer to the list in the arguments whose entries are rows of their own: each can be left out or edited. */
  readonly rows?: string;
  /** What is odd about the item; a grave mark leaves it out until a person takes it in. */
  readonly marks?: readonly Mark[];
  /** Whether the item starts left out, where the planner knows better than its marks. */
  readonly leftOut?: boolean;
  /** The call this item undoes. */
  readonly undoes?: Undoes;
  /** The same for each entry of `rows`, in order. */
  readonly rowMarks?: readonly (readonly Mark[])[];
}

/** Several calls that a person reviews as one set. */
export interface PlanInput {
  readonly planner: Actor['planner'];
  readonly client: string;
  /** What the set is, in the planner's words: hostile text where a planner is no person. */
  readonly title: string;
  readonly skill?: string;
  /** The set this one undoes. */
  readonly undoes?: string;
  readonly items: readonly PlanItemInput[];
  /** Marks of all rows, anew, after a row was edited. In and out in the order of the rows; absent: an edit clears a row's marks. */
  readonly recheck?: (rows: readonly JsonObject[]) => readonly (readonly Mark[])[];
}
