import type { ServerMatch } from './document/schema.ts';
import type { ServerIdentity } from '../trust/server-identity.ts';
import type { Usage } from './limits.ts';

/** Which server is meant: one that is there, or an entry of the policy by its id (a question asked of a file). */
export type ServerSubject = { readonly by: 'identity'; readonly identity: ServerIdentity } | { readonly by: 'entry'; readonly id: string };

/**
 * The project a call is in. `none`: nothing says one, which only servers without a project mapping may. `to-be-read`: it is
 * read next and judged anew before anything but that read is sent or shown.
 */
export type ProjectFact =
  | { readonly state: 'none' | 'to-be-read' | 'contradicts' | 'not-verifiable' }
  | { readonly state: 'verified'; readonly project: string };

/** Everything beside the facts of the call itself that a policy may look at. */
export interface PolicyCall {
  readonly role: string;
  readonly server: ServerSubject;
  readonly tool: string;
  readonly project: ProjectFact;
  readonly ownProjects: readonly string[] | null;
  /** The skill that plans the call, and the gateway's client it came through; null where there is none. */
  readonly skill: string | null;
  readonly client: string | null;
  /** Pointers of arguments that carry another source's label. */
  readonly labelled: readonly string[];
  readonly usage: Usage;
  /** It undoes a call of this person, as the host's own receipts say; absent: it does not. */
  readonly undoes?: boolean;
  /** The standing permission that covers the call, null for none. */
  readonly grant: string | null;
}

/** Is this the server a policy means? Null never matches: what is not known is nobody. */
export function matchesServer(match: ServerMatch, identity: ServerIdentity): boolean {
  switch (match.by) {
    case 'url': return identity.url !== null && sameUrl(match.url, identity.url);
    case 'command': return match.executable === identity.executable && identity.command !== null
      && match.command.length === identity.command.length && match.command.every((part, index) => part === identity.command?.[index]);
    case 'bundle': return match.bundle === identity.bundle;
    case 'publisher': return match.key === identity.publisherKey;
  }
}

/** Two spellings of one address are one. What is no address is nobody's. */
export function sameUrl(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && new URL(a).href === new URL(b).href;
}

