import type { Scope } from '../../core/skills/expression.ts';
import type { PlannedItem } from '../../core/skills/plan/run-plan.ts';
import type { Playbook } from '../../core/skills/playbook.ts';
import { readTemplate, type Template } from '../../core/skills/template.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';
import type { SystemMapping } from './mapping-file.ts';

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
