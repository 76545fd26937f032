/** Why a connection failed. Closed; each has a sentence. */
export const FAILURE_WHYS = [
  'exited', 'no-answer', 'garbage', 'unauthorized', 'unreachable', 'command-missing', 'too-large', 'launch-changed', 'wrong-key', 'refused',
  'policy-forbids',
] as const;
export type FailureWhy = (typeof FAILURE_WHYS)[number];

/** Where a connection stands; each state is one word with a sentence. */
export type ConnectionState =
  | { readonly state: 'stopped' }
  | { readonly state: 'needs-consent' }
  | { readonly state: 'needs-secret'; readonly names: readonly string[] }
  | { readonly state: 'starting'; readonly since: string }
  | { readonly state: 'running'; readonly since: string; readonly era: string }
  | { readonly state: 'quarantined'; readonly why: string }
  | {
      readonly state: 'failed';
      readonly why: FailureWhy;
      readonly at: string;
      /** How long it had run; null where it never did. */
      readonly afterMs: number | null;
      /** The last line it wrote; hostile text. */
      readonly lastLine: string | null;
      readonly detail: string | null;
    };

/** What happens to a connection. */
export type ConnectionEvent =
  | { readonly event: 'start'; readonly at: string }
  | { readonly event: 'connected'; readonly at: string; readonly era: string }
  | { readonly event: 'stopped' }
  | { readonly event: 'consent-missing' }
  | { readonly event: 'secrets-missing'; readonly names: readonly string[] }
  | { readonly event: 'quarantined'; readonly why: string }
  | {
      readonly event: 'failed';
      readonly why: FailureWhy;
      readonly at: string;
      readonly afterMs: number | null;
      readonly lastLine: string | null;
      readonly detail: string | null;
    };

/**
 * The state after an event. Total: an event that does not fit where the connection stands changes nothing, so a
 * late `connected` of a stopped server cannot make it look alive, and a late `failed` cannot hide why it was held.
 */
export function nextState(now: ConnectionState, happened: ConnectionEvent): ConnectionState {
  switch (happened.event) {
    case 'start':
      return isLive(now) ? now : { state: 'starting', since: happened.at };
    case 'connected':
      return now.state === 'starting' ? { state: 'running', since: happened.at, era: happened.era } : now;
    case 'stopped':
      return now.state === 'failed' || now.state === 'quarantined' ? now : { state: 'stopped' };
    case 'consent-missing':
      return isLive(now) ? now : { state: 'needs-consent' };
    case 'secrets-missing':
      return isLive(now) ? now : { state: 'needs-secret', names: happened.names };
    case 'quarantined':
      return now.state === 'running' ? { state: 'quarantined', why: happened.why } : now;
    case 'failed': {
      if (now.state === 'quarantined') return now;
      const { event: _, ...facts } = happened;
      return { state: 'failed', ...facts };
    }
  }
}

/** True while a process or a session may exist. */
export function isLive(state: ConnectionState): boolean {
  return state.state === 'starting' || state.state === 'running';
}
