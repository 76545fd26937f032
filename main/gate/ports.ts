import type { Sha256 } from '../core/canonical/canonical.ts';
import type { AuditLog, Clock, Compute, ToolCaller } from '../core/ports.ts';
import type { Card } from '../core/preview/card.ts';
import type { ToolFacts } from '../core/pins/tool-facts.ts';
import type { ServerFacts } from '../core/trust/server-facts.ts';
import type { Decider, Effect, JsonObject, Role } from '../core/words/index.ts';

/** What the gate asks about servers and tools, anew each time: what it read once may have moved. */
export interface ServerBook {
  server(serverId: string): ServerFacts | null;
  tool(serverId: string, tool: string): ToolFacts | null;
  /** Has the server list its tools anew, so that `tool` speaks of now. Rejects where it does not, in time. */
  refresh(serverId: string): Promise<void>;
}

/** Which of the arguments' paths lead into protected folders; links and relative steps are resolved on disk. */
export interface ProtectedPaths {
  touched(serverId: string, args: JsonObject, effect: Effect): boolean;
}

/** A choice as it comes back; `painted` is the digest of what stood on the screen. */
export interface Choice {
  readonly choice: 'approve' | 'deny' | 'edit' | 'look-first';
  readonly painted: string;
  readonly args: JsonObject | null;
  readonly wordTyped: boolean;
  readonly by: Decider;
}
export type ChoiceRefused = 'card-moved' | 'too-soon' | 'word-missing' | 'already-answered' | 'not-allowed' | 'bad-request';

/** One question. The gate itself judges each answer; whoever asks only carries it. */
export interface Question {
  readonly card: Card;
  readonly painted: string;
  answer(choice: Choice): { readonly ok: true } | { readonly ok: false; readonly code: ChoiceRefused };
}

/** Puts questions before a person. A question for the same call replaces the one before. No answer means no. */
export interface Asker {
  ask(question: Question): void;
  settled(callId: string): void;
}

/** Everything the road of a call needs from outside. */
export interface GatePorts {
  readonly servers: ServerBook;
  readonly caller: ToolCaller;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly compute: Compute;
  readonly sha256: Sha256;
  readonly asker: Asker;
  readonly protectedPaths: ProtectedPaths;
  /** Arguments as they may stand in the log: secrets replaced. */
  readonly redact: (args: JsonObject) => JsonObject;
  readonly newCallId: () => string;
  readonly person: { readonly name: string; readonly role: Role };
}
