import type { ServerIdentity } from '../trust/server-identity.ts';
import { lowerTrust, type DenyReason, type ServerClass, type TrustLevel } from '../words/index.ts';
import type { EffectivePolicy } from './document/combine.ts';
import { entriesOf, trustCapsOf } from './source-rules.ts';

/** May a server run at all, how far it may be trusted, and the places that say so. */
export interface ServerVerdict {
  /** Null where it may run. */
  readonly refused: DenyReason | null;
  readonly sources: readonly string[];
  /** The highest trust policy leaves it, with who lowered it; empty where nobody did. */
  readonly cap: { readonly trust: TrustLevel; readonly from: readonly string[] };
  /** The entries of managed policies it is recognised as. */
  readonly entries: readonly { readonly id: string; readonly at: string; readonly pinned: readonly string[] }[];
}

/**
 * What the policies say of a server before anything of it runs. A policy that does not hold lets none run; one that lists
 * servers lets those run and no others; `blocked` is what it says.
 */
export function serverVerdict(policy: EffectivePolicy, known: ServerIdentity, serverClass: ServerClass): ServerVerdict {
  const everywhere = policy.sourcesIn(null);
  const matched = everywhere.map((source) => ({ source, entries: entriesOf(source, { server: { by: 'identity', identity: known } }) }));
  const { trust } = policy.boundsIn(null);
  const caps = [...[trust.highest, trust[serverClass]].flatMap(({ value, from }) => from.map((at) => ({ trust: value, at }))), ...matched.flatMap(trustCapsOf)];
  const lowest = caps.map((cap) => cap.trust).reduce<TrustLevel>(lowerTrust, 'trusted');
  const cap = { trust: lowest, from: lowest === 'trusted' ? [] : [...new Set(caps.filter((one) => one.trust === lowest).map(({ at }) => at))] };
  const entries = matched.flatMap(({ source, entries: found }) => (found ?? []).map(({ server, pointer }) => ({ id: server.id, at: `${source.file}#${pointer}`, pinned: Object.keys(server.pins ?? {}) })));
  const because = (refused: DenyReason | null, sources: readonly string[]): ServerVerdict => ({ refused, sources, cap, entries });
  const closed = policy.closed.filter(({ project }) => project === null);
  if (closed.length > 0) return because('policy-closed', closed.map(({ file, problems }) => `${file}#${problems[0]?.pointer ?? ''}`));
  const unlisted = matched.filter((one) => one.entries?.length === 0).map(({ source }) => `${source.file}#/servers`);
  if (unlisted.length > 0) return because('server-not-managed', unlisted);
  return lowest === 'blocked' ? because('server-blocked', cap.from) : because(null, []);
}

/** What policies recognise servers by, beside their configuration: it has to be read from the disk. */
export interface WantedIdentity {
  /** The bytes of the program. */
  readonly executables: boolean;
  /** The files of the bundle it runs from. */
  readonly bundles: boolean;
  /** Keys of publishers, one of which may have signed that bundle. */
  readonly publishers: readonly string[];
}

/** What must be known of a server before these policies can be held against it. */
export function wantedIdentity(policy: EffectivePolicy): WantedIdentity {
  const matches = policy.sources.flatMap(({ index }) => (index.servers ?? []).map(({ server }) => server.match));
  const publishers = [...new Set(matches.flatMap((match) => (match.by === 'publisher' ? [match.key] : [])))].sort();
  return {
    executables: matches.some(({ by }) => by === 'command'),
    bundles: publishers.length > 0 || matches.some((match) => match.by === 'bundle' && match.bundle !== 'demo-cms'),
    publishers,
  };
}
