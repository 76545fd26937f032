import type { Sha256, Sha256OfBase64 } from '../core/canonical/canonical.ts';
import type { ContentKeeper } from '../core/audit/content.ts';
import type { AuditLog, Clock, Compute, NamedFiles, ToolCaller } from '../core/ports.ts';
import type { Card } from '../core/preview/card.ts';
import type { Pages } from '../core/preview/paged.ts';
import type { StateRead } from '../core/preview/preview.ts';
import type { ToolFacts } from '../core/pins/tool-facts.ts';
import type { ServerFacts } from '../core/trust/server-facts.ts';
import type { Pause } from '../core/turns/pause.ts';
import type { EffectivePolicy } from '../core/policy/document/combine.ts';
import type { GrantWish } from '../core/grants/wish.ts';
import type { LimitName, Usage } from '../core/policy/limits.ts';
import type { Decider, Effect, JsonObject } from '../core/words/index.ts';
import type { Label, PlannedCall } from './planned-call.ts';

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
  /** With an approval: what is allowed for longer. */
  readonly grant?: GrantWish | null;
}
export type ChoiceRefused = 'card-moved' | 'too-soon' | 'word-missing' | 'already-answered' | 'not-allowed' | 'bad-request';

/** One question. The gate itself judges each answer; whoever asks only carries it. */
export interface Question {
  readonly card: Card;
  readonly painted: string;
  /** What the card names by its digest and does not hold itself. */
  readonly pages: Pages;
  answer(choice: Choice): { readonly ok: true } | { readonly ok: false; readonly code: ChoiceRefused };
}

/** Puts questions before a person. A question for the same call replaces the one before. No answer means no. */
export interface Asker {
  ask(question: Question): void;
  settled(callId: string): void;
}

/** Who plans here, as policy sees it: the role, and the projects that are the person's own; null where nobody said. */
export interface PolicyPerson {
  readonly role: string;
  readonly ownProjects: readonly string[] | null;
}

/** The policies that hold at this moment. Asked anew for each verdict: what held a moment ago may be tightened. */
export interface PolicyBook {
  effective(): EffectivePolicy;
  /** Digest of all that holds, part of every approval: one given under other rules is void. */
  digest(): string;
  person(): PolicyPerson;
  /** Told when something else holds; gives back what ends the listening. */
  onChange(listener: () => void): () => void;
}

/** Whose limits a call uses up. One client cannot spend another's. */
export interface UsageScope {
  readonly person: string;
  readonly client: string;
  readonly plan: string | null;
  readonly effect: Effect;
}

/** What was used up, over all planners, homes and restarts. */
export interface UsageBook {
  /** Carried out and reserved so far. Where it cannot be known, reserving fails too. */
  usage(scope: UsageScope): Usage;
  /**
   * Takes what a call will use before it is sent. Counted from the moment of the call on, before anything is awaited;
   * false, or rejected: it went over a limit meanwhile or could not be kept, and nothing is sent. `objects` null: not
   * countable; it then takes as many as one call may have at most.
   */
  reserve(callId: string, scope: UsageScope, objects: number | null, limits: Readonly<Record<LimitName, number>>): Promise<boolean>;
  /** What of it was used; 0 where nothing left this machine. What is never settled stays used. */
  settle(callId: string, spent: number): Promise<void>;
}

/** A call as standing permissions are held against it. */
export interface GrantQuestion {
  readonly serverIdentity: string | null;
  readonly tool: string;
  readonly toolDigest: string | null;
  /** The frozen arguments of the call; compared by their canonical bytes. */
  readonly args: JsonObject;
  readonly effect: Effect;
  readonly policyDigest: string;
  readonly role: string;
  readonly planner: PlannedCall['planner'];
  readonly client: string;
  readonly labels: readonly Label[];
}

/** What a person allowed before, for more than once. */
export interface GrantBook {
  /** The id of a standing permission that covers the call, null for none. What it may lift is policy's to say. */
  covering(call: GrantQuestion): string | null;
  /** Counts one use, before the sending. False, or rejected: it does not cover any more, and nothing is sent. */
  use(grantId: string, callId: string): Promise<boolean>;
  /** Keeps what a person allowed for longer, with the approval of this call. False, or rejected: nothing is kept. */
  give(wish: GrantWish, call: GrantQuestion, serverId: string): Promise<boolean>;
}

/** Everything the road of a call needs from outside. */
export interface GatePorts {
  readonly servers: ServerBook;
  readonly caller: ToolCaller;
  readonly audit: AuditLog;
  /** Keeps arguments, what was painted, and answers, word for word, apart from the log. */
  readonly content: ContentKeeper;
  readonly clock: Clock;
  readonly compute: Compute;
  readonly sha256: Sha256;
  readonly sha256OfBase64: Sha256OfBase64;
  readonly asker: Asker;
  readonly protectedPaths: ProtectedPaths;
  readonly namedFiles: NamedFiles;
  /** Arguments as they may stand in the log: secrets replaced. With a pause, everything else has its turn in between. */
  readonly redact: (args: JsonObject, pause?: Pause) => JsonObject | Promise<JsonObject>;
  readonly newCallId: () => string;
  /** The account of the operating system. What it may do is in `policy`. */
  readonly person: string;
  readonly policy: PolicyBook;
  readonly usage: UsageBook;
  readonly grants: GrantBook;
  /** Told where a call left another state than was shown. From then on `servers.tool` says that the tool is suspended. */
  readonly alarm: (call: PlannedCall, serverIdentity: string | null) => void;
  /** Asked between the parts of work over megabytes: whatever else waits has its turn, and nothing the work rests on may be taken for unmoved. */
  readonly pause?: Pause;
  /** A call of a set that nobody need be asked about waits here for its turn; false: it is not to run. */
  readonly turn?: (effect: Effect) => Promise<boolean>;
  /** Makes a read of a preview, or gives what the same read (by key) of the same painting of a set gave. */
  readonly shareLook?: (key: string, once: () => Promise<StateRead>) => Promise<StateRead>;
}
