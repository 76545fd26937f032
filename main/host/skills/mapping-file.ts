import { z } from 'zod';
import { ExpressionFailed } from '../../core/skills/expression.ts';
import type { PlannedItem } from '../../core/skills/plan/run-plan.ts';
import type { Playbook } from '../../core/skills/playbook.ts';
import { readTemplate } from '../../core/skills/template.ts';
import { readYaml } from '../../core/skills/yaml-text.ts';
import type { Json } from '../../core/words/index.ts';

const template = z.custom<Json>((value) => value !== undefined);
const schema = z.strictObject({
  mapping: z.literal(1),
  /** The package of the server it is for. */
  system: z.strictObject({ package: z.string().min(1).max(214) }),
  /** For each tool of the playbook: the tool there, and its arguments made of `args`. */
  tools: z.record(z.string().max(128), z.strictObject({ tool: z.string().min(1).max(128), with: z.record(z.string(), template) })),
  /** For each read: where its list stands there, and what each object is called here, made of `item`. */
  reads: z.record(z.string().max(40), z.strictObject({ items: z.string().optional(), item: z.record(z.string(), template).optional() })).default({}),
});

/** How a skill's tools are called on another system. It renames and rearranges; it cannot add a call. */
export type SystemMapping = z.output<typeof schema>;

/** Reads a mapping; null for a text that is none. */
export function readMapping(text: string): SystemMapping | null {
  const read = readYaml(text, 'mappings');
  const parsed = read.ok ? schema.safeParse(read.yaml.value) : null;
  if (parsed?.success !== true) return null;
  try {
    for (const one of Object.values(parsed.data.tools)) readTemplate(one.with);
    return parsed.data;
  } catch (error) {
    if (error instanceof ExpressionFailed) return null;
    throw error;
  }
}

/** The playbook's reads as they are made there. */
export function mappedPlaybook(playbook: Playbook, mapping: SystemMapping | null): Playbook {
  if (mapping === null) return playbook;
  const reads = Object.fromEntries(Object.entries(playbook.reads).map(([name, read]) => {
    const items = mapping.reads[name]?.items ?? read.items;
    return [name, { ...read, ...(items === undefined ? {} : { items }) }];
  }));
  return { ...playbook, reads };
}

/** Objects as the other system gives them, with the names that the playbook knows. */
export function mappedState(state: Readonly<Record<string, Json>>, mapping: SystemMapping | null): Readonly<Record<string, Json>> {
  if (mapping === null) return state;
  return Object.fromEntries(Object.entries(state).map(([name, value]) => {
    const how = mapping.reads[name]?.item;
    if (how === undefined || !Array.isArray(value)) return [name, value];
    const fill = readTemplate(how);
    return [name, (value as readonly Json[]).map((item) => fill.fill({ item }))];
  }));
}

/** The call as the other system takes it; the arguments' labels are those of all of them, for nobody can follow them further. */
export function mappedCall(item: Pick<PlannedItem, 'tool' | 'args' | 'labels'>, mapping: SystemMapping | null): Pick<PlannedItem, 'tool' | 'args' | 'labels'> {
  const how = mapping?.tools[item.tool];
  if (how === undefined) return item;
  const args = readTemplate(how.with).fill({ args: item.args });
  const all = [...new Set(Object.values(item.labels).flat())];
  return { tool: how.tool, args: args as PlannedItem['args'], labels: all.length === 0 ? {} : { '': all } };
}
