import type { ToolView } from '../../../preload/contract/views.ts';

/** A line of the list: a server's name, or one of its tools. */
export type ToolEntry =
  | { readonly kind: 'server'; readonly serverId: string; readonly serverName: string; readonly count: number }
  | { readonly kind: 'tool'; readonly tool: ToolView };

/** Tools in which every word of the query occurs, in name, title, server or description; any case. */
export function searchTools(tools: readonly ToolView[], query: string): ToolView[] {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return [...tools];
  return tools.filter((tool) => {
    const text = `${tool.name}\n${tool.title ?? ''}\n${tool.serverName}\n${tool.description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Tools under their servers, in the order given; tools by name. */
export function toolEntries(tools: readonly ToolView[]): ToolEntry[] {
  const servers = new Map<string, ToolView[]>();
  for (const tool of tools) {
    const own = servers.get(tool.serverId);
    if (own === undefined) servers.set(tool.serverId, [tool]);
    else own.push(tool);
  }
  return [...servers.values()].flatMap((own) => [
    { kind: 'server', serverId: own[0]?.serverId ?? '', serverName: own[0]?.serverName ?? '', count: own.length } as const,
    ...own.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)).map((tool): ToolEntry => ({ kind: 'tool', tool })),
  ]);
}

/** Addresses a tool in a list of all servers' tools. */
export function toolKey(tool: Pick<ToolView, 'serverId' | 'name'>): string {
  return JSON.stringify([tool.serverId, tool.name]);
}

/** Why a tool cannot be called now, or null when it can. */
export function whyNot(tool: Pick<ToolView, 'pin' | 'available' | 'ambiguous' | 'locked'>): 'locked' | 'ambiguous' | 'new' | 'changed' | 'blocked' | 'unavailable' | null {
  if (tool.locked !== null) return 'locked';
  if (tool.ambiguous) return 'ambiguous';
  if (tool.pin !== 'same') return tool.pin;
  return tool.available ? null : 'unavailable';
}
