import type { ToolAnswer } from '../ports.ts';
import type { JsonObject } from '../words/index.ts';
import type { Catalogue } from './catalogue.ts';
import type { LogRing } from './log-ring.ts';
import type { FailureWhy } from './state.ts';

/** What is to be reached, with every secret filled in. Held in memory only, for as long as the start takes. */
export type ConnectionTarget =
  | {
      readonly kind: 'local';
      readonly file: string;
      readonly args: readonly string[];
      /** The whole environment of the child: the allow-listed part and what the configuration gives. */
      readonly env: Readonly<Record<string, string>>;
      readonly cwd: string;
      /** True where the start may first fetch a package and so needs longer. */
      readonly fetches: boolean;
    }
  | {
      readonly kind: 'remote';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      /** Digests of the TLS keys it may show; absent where none are pinned. */
      readonly tlsKeys?: readonly string[];
    }
  | { readonly kind: 'bundled'; readonly bundle: 'demo-cms' };

/** How a connection ended, or why it never began. */
export interface ConnectionEnd {
  readonly why: FailureWhy;
  /** A short fact for the sentence, such as an exit code; never a stack. */
  readonly detail: string | null;
}

/** What a connection tells while it lives. Listeners must not throw and are never waited for. */
export interface ConnectionEvents {
  catalogue(catalogue: Catalogue): void;
  /** Called once, and not after `close`. */
  ended(end: ConnectionEnd): void;
  /** The server asked for something (elicitation, sampling, roots); it was declined. */
  asked(method: string): void;
}

/** A live connection to one server. */
export interface Connection {
  readonly catalogue: Catalogue;
  /**
   * Lists everything anew, over the wire, and tells what differs as a new catalogue before it resolves. Rejects where
   * the server does not show its tools in time: then nothing is known, and nothing may be called on the strength of it.
   */
  refresh(): Promise<void>;
  /** One wire request; never repeated. Never rejects. `callId` is told the server in the request's `_meta`. */
  call(tool: string, args: JsonObject, signal: AbortSignal, callId: string): Promise<ToolAnswer>;
  /** Resolves when nothing of it runs any more. Never rejects. */
  close(): Promise<void>;
}

export type Opened =
  | { readonly ok: true; readonly connection: Connection; readonly era: 'legacy' | 'modern' }
  | { readonly ok: false; readonly end: ConnectionEnd };

/**
 * Opens connections. `legacy`: this launch is known to speak the older protocol, so it is not probed. Never rejects;
 * an aborted start leaves nothing running.
 */
export interface Connector {
  open(target: ConnectionTarget, known: 'legacy' | null, log: LogRing, events: ConnectionEvents, signal: AbortSignal): Promise<Opened>;
}
