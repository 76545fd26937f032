import type { ToolName } from './names.ts';
import type { DryRun, Effect, JsonObject, PinState, ReadBack } from '../words/index.ts';

/** What policy and gate may know of a tool at one moment. */
export interface ToolFacts {
  readonly name: string;
  /** The definition as the server sent it last. */
  readonly definition: JsonObject;
  readonly digest: string;
  readonly pin: PinState;
  /** The effect a person accepted in the review; null where none was. */
  readonly acceptedEffect: Effect | null;
  /** How a person accepted that the state it changes is read. */
  readonly readBack?: ReadBack;
  /** The dry run a person accepted. */
  readonly dryRun?: DryRun;
  /** Two definitions of one server bear this name, or names that look like it: neither can be called. */
  readonly ambiguous: boolean;
  /** A call of it left another state than was shown, and nobody looked at that yet. */
  readonly suspended?: boolean;
  /** Tools of other servers whose names are, or look like, this one. */
  readonly alike?: readonly ToolName[];
}
