import type { ToolAnswer } from '../core/ports.ts';
import type { Inverse } from '../core/preview/index.ts';
import type { Preview } from '../core/preview/preview.ts';
import type { Afterwards, Decision, Effect, Outcome, Reason } from '../core/words/index.ts';
import type { PlannedCall } from './planned-call.ts';

/** How the road of one call ended. `failure` is a closed code with a sentence, never a foreign message. */
export interface Receipt {
  readonly call: PlannedCall;
  /** As it was judged in the end. */
  readonly effect: Effect;
  readonly serverName: string;
  readonly verdict: 'allow' | 'ask' | 'deny';
  readonly because: Reason;
  /** The rules that led to the verdict. */
  readonly sources: readonly string[];
  readonly preview: Preview | null;
  readonly decision: Decision;
  readonly outcome: Outcome;
  readonly afterwards: Afterwards;
  readonly failure: string | null;
  /** Where in the arguments, for `arguments-invalid`. */
  readonly where: string | null;
  readonly answer: ToolAnswer | null;
  readonly ms: number | null;
  /** The call that undoes this one; null where none is known, or where the state afterwards was not as shown. */
  readonly undo: Inverse | null;
}
