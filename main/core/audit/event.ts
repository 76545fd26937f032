import type {
  Afterwards, Decider, Decision, Effect, Environment, Json, JsonObject, Outcome, PinState, PlannerKind, PreviewKind,
  Reason, ServerClass, TrustLevel,
} from '../words/index.ts';
import type { KeyChange } from './signing.ts';

/** Who started something, and through what. */
export interface Actor {
  /** The account of the operating system. */
  readonly person: string;
  /** A default role, or the name a managed policy gave it. */
  readonly role: string;
  readonly planner: { readonly kind: PlannerKind; readonly name: string };
  /** The client it came through: `desktop`, `cli`, or a gateway client's name. */
  readonly client: string;
}

/** The server a record is about: its identity, not only its name. */
export interface RecordedServer {
  readonly id: string;
  readonly name: string;
  readonly identity: string;
  readonly trust: TrustLevel;
  readonly class: ServerClass;
  readonly environment: Environment;
}

/** What is known of a call before anything is sent. */
export interface RecordedCall {
  readonly callId: string;
  /** The call this one is a preview's or a check's read for. */
  readonly parent: string | null;
  /** The plan of many calls it belongs to, and the skill that planned it. Absent in records of earlier versions. */
  readonly plan?: string | null;
  readonly skill?: string | null;
  /** The call this one takes back. Absent in records of earlier versions. */
  readonly undoes?: string | null;
  /** Where values of the arguments came from. */
  readonly labels?: readonly { readonly pointer: string; readonly source: string }[];
  readonly actor: Actor;
  readonly server: RecordedServer;
  readonly tool: { readonly name: string; readonly digest: string | null; readonly pin: PinState | null };
  /** Redacted arguments where they are not kept apart; null: they lie in `content`. */
  readonly args: JsonObject | null;
  /** Digest of the redacted arguments: no digest of a record is of a secret, so that nobody who has the log can try out secrets on it. */
  readonly argsDigest: string;
  /** Arguments and what was painted, kept apart. Null or absent: not kept, for there was no keychain or no room. */
  readonly content?: RecordedContent | null;
  readonly effect: Effect;
  readonly objects: number | null;
  readonly verdict: 'allow' | 'ask' | 'deny';
  readonly because: Reason;
  /** Digest of the policies that were in force, and the rules of them that led to the verdict; those are absent in records of earlier versions. */
  readonly policyVersion: string;
  readonly rules?: readonly string[];
}

/** Where content lies apart from the log, its keyed digest, and keyed digests of the names by which it can be found. */
export interface RecordedContent {
  readonly at: string;
  readonly digest: string;
  /** Keyed digest of the exact arguments, secrets and all: equality stays provable. */
  readonly exact: string | null;
  readonly marks: readonly string[];
}

/**
 * What a call made: the call that takes it back, and what to read to see that it is still as it was made. It stands in
 * the content of the outcome, or in the outcome itself where no content is kept.
 */
export interface RecordedMade {
  readonly tool: string;
  readonly args: JsonObject;
  readonly reads: readonly { readonly key: string; readonly tool: string; readonly args: JsonObject; readonly absent: readonly string[] }[];
  /** The object's own title, its project and the project's name, where the call says them. */
  readonly title: string | null;
  readonly project: string | null;
  readonly projectName: string | null;
}

/** What was shown and what was answered. Its digests are of what is left without secrets, as that of the arguments is. */
export interface RecordedDecision {
  readonly decision: Decision;
  readonly by: Decider | null;
  /** Milliseconds from the painting to the answer. */
  readonly afterMs: number | null;
  readonly preview: { readonly kind: PreviewKind; readonly digest: string } | null;
  /** Digest of the kept card, in which the preview stands as its digest. Null: nobody answered one. */
  readonly painted: string | null;
  /** Digest of what the approval was bound to, arguments and base as their digests here. */
  readonly approval: string | null;
  /** Digest of the states the preview rests on. */
  readonly base: string | null;
}

/** One event of the log. `intent` is on disk before a call goes out; `outcome` follows; `refusal` never sent anything. */
export type AuditEvent =
  | EvidenceEvent
  | { readonly type: 'intent'; readonly call: RecordedCall; readonly answer: RecordedDecision }
  | { readonly type: 'refusal'; readonly call: RecordedCall; readonly answer: RecordedDecision; readonly why: string | null }
  | {
      readonly type: 'outcome';
      readonly callId: string;
      readonly outcome: Outcome;
      readonly afterwards: Afterwards;
      readonly isError: boolean;
      readonly error: string | null;
      /** Digest of the answer without secrets: equal for equal answers. */
      readonly resultDigest: string | null;
      /** Digest of the states as read afterwards, without secrets: verified, not only claimed. Null: they were not read. */
      readonly after?: string | null;
      /** The answer and the states afterwards, kept apart. */
      readonly content?: RecordedContent | null;
      readonly made?: RecordedMade;
      readonly ms: number;
    }
  /** Everything that is not a call: starts, stops, consents, reviews, trust, settings, secrets (never their values). */
  | { readonly type: 'event'; readonly what: EventName; readonly actor: Actor; readonly server: RecordedServer | null; readonly detail: JsonObject };

/** What the log says of its own evidence. A checkpoint signs the record before it; see {@link SigningFault} for the rules. */
export type EvidenceEvent =
  | { readonly type: 'checkpoint'; readonly size: number; readonly head: string; readonly keyId: string; readonly signature: string }
  | { readonly type: 'key'; readonly keyId: string | null; readonly previous: string | null; readonly why: KeyChange }
  /** An anchor that should be there is not, the log does not bear it out, or it could not be written for long, or at the end of a run. */
  | { readonly type: 'anchor'; readonly where: 'file' | 'keychain'; readonly why: 'absent' | 'differs' | 'unwritable' };

export const EVENT_NAMES = [
  'app-started', 'app-stopped', 'server-added', 'server-removed', 'launch-consented', 'launch-refused', 'server-started',
  'server-stopped', 'server-failed', 'tools-reviewed', 'tools-changed', 'trust-changed', 'secret-stored', 'secret-deleted',
  'settings-changed', 'log-exported', 'server-asked', 'document-damaged', 'answered-in-advance', 'version-pinned',
  'grant-given', 'grant-ended', 'request-written', 'request-run', 'policy-loaded', 'policy-refused',
  'plan-answered', 'alarm-raised', 'alarm-looked-at',
  'skill-installed', 'skill-removed',
  'log-retained', 'log-retention-failed', 'content-erased', 'content-erasure-failed',
  'evidence-waits', 'evidence-goes-on', 'evidence-rejected', 'evidence-no-spans',
] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/** A record as it stands in the file: the event, its place in the chain, and its hash. */
export interface AuditRecord {
  readonly v: 1;
  readonly chain: string;
  readonly seq: number;
  readonly at: string;
  readonly prev: string;
  readonly event: Json;
  /** SHA-256 over the canonical record without this field. */
  readonly hash: string;
}
