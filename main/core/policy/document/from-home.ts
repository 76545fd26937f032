import type { ServerIdentity } from '../../trust/server-identity.ts';
import type { JsonObject, ServerClass, TrustLevel } from '../../words/index.ts';
import { POLICY_FORMAT } from './schema.ts';

/** A server of a home as a policy would name it. */
export interface HomeServer {
  readonly id: string;
  readonly known: ServerIdentity;
  readonly class: ServerClass;
  readonly trust: TrustLevel;
  /** The tools a person decided about last: the digest that was accepted, or null for one that was blocked. */
  readonly tools: readonly { readonly name: string; readonly digest: string | null }[];
}

/** What IT would fill in; the rest comes from the home. */
export interface PolicyHead {
  readonly issuedAt: string;
  readonly contact: string;
}

/**
 * A managed policy that lets run exactly what was reviewed here: these servers, with the trust they have, their accepted tools
 * pinned and the blocked ones denied. A server that cannot be recognised by what it is stands in none.
 */
export function policyFromHome(servers: readonly HomeServer[], head: PolicyHead): JsonObject {
  return {
    $schema: 'schema.json', schema: POLICY_FORMAT, scope: 'managed', id: 'from-home', version: 1, issuedAt: head.issuedAt,
    contact: { name: head.contact },
    servers: servers.flatMap((server): JsonObject[] => {
      const match = matchOf(server.known);
      return match === null ? [] : [{ id: server.id, match, trust: server.trust, tools: rulesOf(server), pins: pinsOf(server) }];
    }),
  };
}

function matchOf({ url, command, executable, bundle }: ServerIdentity): JsonObject | null {
  if (url !== null) return { by: 'url', url };
  if (bundle !== null) return { by: 'bundle', bundle };
  return command === null || executable === null ? null : { by: 'command', command, executable };
}

function rulesOf({ tools }: HomeServer): JsonObject {
  return Object.fromEntries(sorted(tools).map(({ name, digest }) => [name, digest === null ? 'deny' : 'allow']));
}

function pinsOf({ tools }: HomeServer): JsonObject {
  return Object.fromEntries(sorted(tools).flatMap(({ name, digest }) => (digest === null ? [] : [[name, [digest]]])));
}

function sorted(tools: HomeServer['tools']): HomeServer['tools'] {
  return [...tools].sort((a, b) => (a.name < b.name ? -1 : 1));
}
