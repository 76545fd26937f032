import type { ToolView } from '../../preload/contract/views.ts';
import type { ToolFacts } from '../core/pins/tool-facts.ts';
import type { ServerFacts } from '../core/trust/server-facts.ts';

/** What is needed to name the server of another tool. */
export interface AlikeServers {
  facts(serverId: string): ServerFacts | null;
}

/** So many are named; beyond that, one more changes nothing for a reader. */
const NAMED = 20;

/** Tools of other servers that a reader could take for this one, with their servers' names. */
export function alikeViews(servers: AlikeServers, { alike = [] }: ToolFacts): ToolView['alike'] {
  return alike.slice(0, NAMED).map(({ serverId, name }) => ({ serverName: servers.facts(serverId)?.name ?? serverId, name }));
}
