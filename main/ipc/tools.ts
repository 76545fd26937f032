import type { ToolDetailView, ToolView } from '../../preload/contract/views.ts';
import type { ToolFacts } from '../core/pins/tool-facts.ts';
import type { ServerFacts } from '../core/trust/server-facts.ts';
import type { Json } from '../core/words/index.ts';
import { createPause } from '../host/pause.ts';
import type { ReviewRoom } from '../host/review/review.ts';
import type { ToolLock } from '../host/tools/offered.ts';
import { usualEffect } from '../host/tools/usual-effect.ts';
import { alikeViews } from './alike.ts';
import { ProblemError, type Handlers } from './handle.ts';

/** What tools need of the servers. */
export interface ToolServers {
  ids(): readonly string[];
  facts(serverId: string): ServerFacts | null;
  /** Why policy or role keep a tool from being called at all; null where they do not. */
  lock(server: ServerFacts, tool: ToolFacts): ToolLock | null;
}

/** The tools of all servers, with the effect an ordinary call would have. */
export function toolHandlers(servers: ToolServers, review: ReviewRoom): Pick<Handlers, 'tools:list' | 'tools:read'> {
  return {
    'tools:list': async () => {
      const pause = createPause();
      const views: ToolView[] = [];
      for (const serverId of servers.ids()) {
        const facts = servers.facts(serverId);
        if (facts === null) continue;
        for (const tool of review.tools(serverId)) {
          views.push(viewOf(servers, facts, tool));
          await pause();
        }
      }
      return views;
    },
    'tools:read': ({ serverId, tool: name }): ToolDetailView => {
      const facts = servers.facts(serverId);
      const tool = review.tool(serverId, name);
      if (facts === null) throw new ProblemError('unknown-server');
      if (tool === null) throw new ProblemError('unknown-tool');
      const definition = structuredClone(tool.definition) as ToolDetailView['definition'];
      return { ...viewOf(servers, facts, tool), definition, inputSchema: definition['inputSchema'] ?? null };
    },
  };
}

function viewOf(servers: ToolServers, server: ServerFacts, tool: ToolFacts): ToolView {
  const { effect, source } = usualEffect(server, tool);
  const lock = servers.lock(server, tool);
  return {
    serverId: server.id, serverName: server.name, name: tool.name, title: text(tool.definition['title']),
    description: text(tool.definition['description']) ?? '', pin: tool.pin, effect, effectSource: source,
    available: server.connected && tool.pin === 'same' && !tool.ambiguous && lock === null,
    locked: lock === null ? null : { because: lock.because, sources: [...lock.sources] },
    ambiguous: tool.ambiguous, alike: alikeViews(servers, tool),
  };
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
