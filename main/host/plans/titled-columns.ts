import { pointerOf } from '../../core/canonical/pointer.ts';
import { labelBySchema } from '../../core/preview/fields.ts';
import type { ServerBook } from '../../gate/ports.ts';
import type { PlanInput } from './plan-input.ts';
import type { PlanRow } from './plan-rows.ts';

/** So many columns a table has at most. */
export const COLUMNS = 12;

/** A column of a set's table: the name of a value, and what its tool calls it. Both are a server's words. */
export interface PlanColumn {
  readonly name: string;
  readonly title: string;
}

/** What the tools of a set, as they are defined now, call its values; the first that has a title for a name counts. */
export function titlesOf({ items }: PlanInput, servers: Pick<ServerBook, 'tool'>): (name: string) => string {
  const kinds = new Map(items.map((item) => [JSON.stringify([item.serverId, item.tool, item.rows ?? null]), item]));
  const labels = [...kinds.values()].flatMap(({ serverId, tool, rows }) => {
    const definition = servers.tool(serverId, tool)?.definition;
    return definition === undefined ? [] : [labelBySchema(definition, rows === undefined ? '' : `${rows}/0`)];
  });
  return (name) => labels.map((label) => label(pointerOf([name]))).find((title) => title !== name) ?? name;
}

/** The columns of the table: values in the order in which the rows bring them. */
export function columnsOf(rows: readonly PlanRow[], titleOf: (name: string) => string): readonly PlanColumn[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row.values)) names.add(name);
  return [...names].slice(0, COLUMNS).map((name) => ({ name: name.toWellFormed(), title: titleOf(name).toWellFormed() }));
}
