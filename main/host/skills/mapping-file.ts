import { z } from 'zod';
import { ExpressionFailed, type Scope } from '../../core/skills/expression.ts';
import type { PlannedItem } from '../../core/skills/plan/run-plan.ts';
import type { Playbook } from '../../core/skills/playbook.ts';
import { readTemplate, type Template } from '../../core/skills/template.ts';
import { readYaml } from '../../core/skills/yaml-text.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';

const template = z.custom<Json>((value) => value !== undefined);
const arguments_ = z.record(z.string().max(128), template);
const pointer = z.string().max(200).regex(/^(\/([^~/]|~[01])*)*$/);
const schema = z.strictObject({
  mapping: z.literal(1),
  /** The package of the server it is for. */
  system: z.strictObject({ package: z.string().min(1).max(214) }),
  /** For each tool of the playbook that writes: the tool there, and its arguments made of `args`. */
  tools: z.record(z.string().max(128), z.strictObject({ tool: z.string().min(1).max(128), with: arguments_ })),
  /** For each read: how it is made there, where its list stands, and what each object is called here, made of `item`. */
  reads: z.record(z.string().max(40), z.strictObject({
    tool: z.string().min(1).max(128), with: arguments_.default({}), items: pointer.optional(),
    page: z.strictObject({ size: z.int().min(1).max(1_000), total: pointer.optional() }).optional(),
    item: arguments_.optional(),
  })).default({}),
});

/** How a skill's tools are called on another system. It renames and rearranges; it cannot add a call. */
export type SystemMapping = z.output<typeof schema>;

/** Reads a mapping; null for a text that is none. */
export function readMapping(text: string): SystemMapping | null {
  const read = readYaml(text, 'mappings');
  const parsed = read.ok ? schema.safeParse(read.yaml.value) : null;
  if (parsed?.success !== true) return null;
  try {
    const { tools, reads } = parsed.data;
    const made = [...Object.values(tools).map((one) => one.with), ...Object.values(reads).flatMap((one) => [one.with, one.item ?? {}])].map((one) => readTemplate(one));
    // SECURITY: filled for each object on the main thread: a loop in a loop could hold it up for minutes.
    return made.every(({ expressions }) => expressions.every(({ expression }) => expression.loops < 2)) ? parsed.data : null;
  } catch (error) {
    if (error instanceof ExpressionFailed) return null;
    throw error;
  }
}

/** True where a mapping says of every tool and every read of a playbook how it is there: in part it would call tools by names that are not theirs. */
export function coversPlaybook(playbook: Playbook, mapping: SystemMapping, called: readonly string[]): boolean {
  return called.every((tool) => Object.hasOwn(mapping.tools, tool)) && Object.keys(playbook.reads).every((read) => Object.hasOwn(mapping.reads, read));
}

/** The playbook's reads as they are made there. */
export function mappedPlaybook(playbook: Playbook, mapping: SystemMapping | null): Playbook {
  if (mapping === null) return playbook;
  const reads = Object.fromEntries(Object.entries(playbook.reads).map(([name, read]) => {
    const how = mapping.reads[name];
    if (how === undefined) return [name, read];
    return [name, {
      tool: how.tool, args: how.with, ...(how.items === undefined ? {} : { items: how.items }),
      ...(how.page === undefined ? {} : { page: { size: how.page.size, ...(how.page.total === undefined ? {} : { total: how.page.total }) } }),
    }];
  }));
  return { ...playbook, reads };
}

/** Objects as the other system gives them, with the names that the playbook knows. Throws `ExpressionFailed` for what does not fit. */
export function mappedState(state: Readonly<Record<string, Json>>, mapping: SystemMapping | null): Readonly<Record<string, Json>> {
  if (mapping === null) return state;
  return Object.fromEntries(Object.entries(state).map(([name, value]) => {
    const how = mapping.reads[name]?.item;
    if (how === undefined || !Array.isArray(value)) return [name, value];
    const made = readTemplate(how);
    return [name, (value as readonly Json[]).map((item) => made.fill(withAbsent(made, { item })))];
  }));
}

/**
 * The call as the other system takes it. Several fields may become one there, so an update gives all fields of its row and not only
 * those that differ. The arguments' labels are those of all of them, for nobody can follow them further. Throws `ExpressionFailed`.
 */
export function mappedCall(item: Pick<PlannedItem, 'tool' | 'args' | 'labels' | 'full'>, mapping: SystemMapping | null): Pick<PlannedItem, 'tool' | 'args' | 'labels'> {
  const how = mapping?.tools[item.tool];
  if (how === undefined) return item;
  const made = readTemplate(how.with);
  const args = made.fill(withAbsent(made, { args: { ...item.full, ...item.args } }));
  const all = [...new Set(Object.values(item.labels).flat())];
  return { tool: how.tool, args: isJsonObject(args) ? args : {}, labels: all.length === 0 ? {} : { '': all } };
}

/** A scope in which everything the template names is there: what is absent is nothing, and its member is left out. */
function withAbsent(made: Template, scope: Scope): Scope {
  const whole: Record<string, Json> = { ...scope };
  for (const path of made.expressions.flatMap(({ expression }) => expression.paths)) {
    let at: JsonObject = whole;
    for (const [depth, name] of path.entries()) {
      const there = Object.hasOwn(at, name) ? at[name] : undefined;
      const last = depth === path.length - 1;
      const next: Json = last ? there ?? null : isJsonObject(there) ? { ...there } : {};
      // A value in the way of a longer path is no object there, and the path leads nowhere.
      if (!last && there !== undefined && there !== null && !isJsonObject(there)) break;
      (at as Record<string, Json>)[name] = next;
      if (last) break;
      at = next as JsonObject;
    }
  }
  return whole;
}
