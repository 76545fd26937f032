import type { AuditEvent } from './audit/event.ts';
import type { LargeMessage, OpenRequests } from './connections/large-message.ts';
import type { ArgumentProblem } from './policy/arguments.ts';
import type { Drawing, Drawn } from './preview/drawing.ts';
import type { NamedFile } from './preview/preview.ts';
import type { Finding } from './scan/finding.ts';
import type { OtherTool } from './scan/names.ts';
import type { DamageKind, Json, JsonObject } from './words/index.ts';

/** Time as core's callers see it. Wall time names a moment; the monotonic clock measures how long. */
export interface Clock {
  /** The moment, ISO 8601 in UTC with milliseconds. */
  now(): string;
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonic(): number;
}

/** A place that policy has the log sent to, and how far it is. */
export interface EvidencePlace {
  /** The collector's address, or the syslog's with its transport. */
  readonly to: string;
  /** The newest record it was given, and how many are younger. */
  readonly sent: number;
  readonly waiting: number;
  /** Our own or the system's word for what went wrong last; null: nothing. */
  readonly trouble: string | null;
  /** Records and spans it said, since this start, that it threw away. */
  readonly rejected: number;
  /** It takes records and no spans. */
  readonly noSpans: boolean;
}

/** Secrets, in the OS keychain or, where there is none, for this session only. */
export interface SecretStore {
  /** `keychain`, or `session` when nothing outlives the app. */
  readonly kind: () => Promise<'keychain' | 'session'>;
  get(account: string): Promise<string | null>;
  set(account: string, value: string): Promise<void>;
  delete(account: string): Promise<void>;
}

/**
 * Small documents of our own (configuration, trust, pins, settings). `read` gives null for a document that was
 * never written; a damaged one throws {@link DamagedDocument}, and the caller takes the side of least trust.
 */
export interface DocumentStore {
  read(name: string): Json | null;
  write(name: string, value: Json): void;
  /**
   * Writes a document of megabytes in slices; resolves when it is on disk, and rejects where `write` throws. Not while
   * another writing of the same document is under way. A store without it writes everything at once.
   */
  writeLarge?(name: string, value: Json): Promise<void>;
}

/** A document that is not taken for what it says. A copy was put aside under `keptAt`; '' where there was nothing to keep. */
export class DamagedDocument extends Error {
  readonly document: string;
  readonly keptAt: string;
  readonly why: DamageKind;
  constructor(document: string, keptAt: string, why: DamageKind = 'unreadable') {
    super(`document ${document} is not taken: ${why}`);
    this.name = 'DamagedDocument';
    this.document = document;
    this.keptAt = keptAt;
    this.why = why;
  }
}

/** Documents in files, of which a copy can be put aside. */
export interface DocumentFiles extends DocumentStore {
  /** Copies what stands in the file now and gives the copy's path; '' where there is no file. */
  keep(name: string): string;
  /** Puts these texts, joined, in the place of a document; resolves when they are on disk. */
  writePieces(name: string, pieces: readonly string[]): Promise<void>;
}

/** Why a call brought no result. Closed; each has a sentence. */
export const CALL_FAILURES = [
  'not-connected', 'server-stopped', 'timeout', 'cancelled', 'too-large', 'bad-answer', 'unauthorized', 'protocol-error',
  'definitions-unread',
] as const;
export type CallFailure = (typeof CALL_FAILURES)[number];

/** One part of a tool's answer. What we do not know is kept whole under `other`. */
export type AnswerPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' | 'audio'; readonly mimeType: string; readonly bytes: number }
  | { readonly type: 'other'; readonly value: Json };

/** What a server answered to one wire call. Everything in it is hostile text. */
export type ToolAnswer =
  | { readonly kind: 'result'; readonly isError: boolean; readonly parts: readonly AnswerPart[]; readonly structured: Json }
  /** The server asks something back. It is not answered: each answer would be a call of its own. */
  | { readonly kind: 'input-required'; readonly methods: readonly string[] }
  /** `sent` false: nothing left this machine. True: what the server did is not known. */
  | { readonly kind: 'failed'; readonly why: CallFailure; readonly sent: boolean; readonly detail: string };

/**
 * Sends one tool call over the wire: exactly one request, never repeated. Used by the gate's `send` alone. The call's
 * id travels along, so that what the server keeps of it can be found in the log.
 */
export interface ToolCaller {
  call(serverId: string, tool: string, args: JsonObject, signal: AbortSignal, callId: string): Promise<ToolAnswer>;
}

/** The log. `append` resolves when the record is on disk and rejects when it is not: no record, no call. */
export interface AuditLog {
  append(event: AuditEvent): Promise<void>;
}

/** Reads large messages of servers off the main thread. Null: it could not, and whoever asked must not try it itself. */
export interface LargeReader {
  readLarge(bytes: Uint8Array, open: OpenRequests): Promise<LargeMessage | null>;
}

/** Looks through hostile text for what is odd, off the main thread. Null: it was not looked through, which is not the same as nothing found. */
export interface Scanner {
  /** The findings of each definition, in the order given; null for one that was not looked through. */
  scanDefinitions(definitions: readonly JsonObject[], otherTools: readonly OtherTool[]): Promise<readonly (readonly Finding[] | null)[]>;
  scanResult(result: Json): Promise<readonly Finding[] | null>;
}

/** The files that a call's arguments name, as this machine has them. `open`: not all of what they name could be read. */
export interface NamedFiles {
  read(serverId: string, args: JsonObject): Promise<{ readonly files: readonly NamedFile[]; readonly open: boolean }>;
}

/** Heavy pure work, off the main thread when it is large. */
export interface Compute {
  /** Draws what of a card may be large. Never rejects: what takes too long is drawn plainly, which is still exact. */
  draw(drawing: Drawing): Promise<Drawn>;
  /**
   * Where arguments do not fit a schema. A schema is a server's text: one that takes longer than its time
   * (a pattern that never ends) fits nothing.
   */
  checkArguments(inputSchema: Json, args: JsonObject): Promise<readonly ArgumentProblem[]>;
}

/** A keyed digest of a text that nobody without the keychain can make; null where there is none. */
export type SealOf = (text: string) => Promise<string | null>;

/** Where an index waits for the next start. It may be lost at any time; bytes whose seal does not hold are none. Neither ever rejects. */
export interface IndexShelf {
  load(sealOf: SealOf): Promise<Uint8Array | null>;
  save(bytes: Uint8Array, sealOf: SealOf): Promise<void>;
}
