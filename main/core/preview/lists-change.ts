import { canonical } from '../canonical/canonical.ts';
import { valueAt, withMember, withValueAt } from '../canonical/pointer.ts';
import type { Holds, ListStep } from '../recipes/change-recipe.ts';
import type { ChangeRecipe } from '../recipes/recipe.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import { differingFields } from './fields.ts';
import type { Change, RowChange } from './preview.ts';

export type ListsRecipe = Extract<ChangeRecipe, { how: 'lists' }>;

/** The rows of a change to the lists of a whole; `refused`: the server would say no to all of it. */
export type ListsChange = Extract<Change, { kind: 'rows' }> | 'refused' | null;

/** Before and after of a whole that is read at once. Null where arguments or state do not have that shape. */
export function changedLists(recipe: ListsRecipe, args: JsonObject, whole: Json): ListsChange {
  let after: Json = whole;
  for (const step of recipe.steps) {
    const list = valueAt(after, step.list);
    if (!Array.isArray(list)) return null;
    const next = stepped(step, (list as Items).map((item) => bare(recipe, item)), args, recipe.lists[step.list] ?? []);
    if (next === null || next === 'refused') return next;
    const placed = withValueAt(after, step.list, next);
    if (placed === null) return null;
    after = placed;
  }
  const rows = differingRows(recipe, whole, after);
  return rows === null ? null : { kind: 'rows', at: null, noun: recipe.noun, rows };
}

/** The items that came, went or changed between two states of the whole, list by list. Null where a list is none. */
export function differingRows(recipe: ListsRecipe, before: Json, after: Json): readonly RowChange[] | null {
  const rows: RowChange[] = [];
  for (const [pointer, keys] of Object.entries(recipe.lists)) {
    const [left, right] = [itemsByKey(recipe, valueAt(before, pointer), keys), itemsByKey(recipe, valueAt(after, pointer), keys)];
    if (left === null || right === null) return null;
    for (const [key, items] of left) rows.push(...pairRows(recipe, nameOf(items[0], keys), items, right.get(key) ?? []));
    for (const [key, items] of right) if (!left.has(key)) rows.push(...pairRows(recipe, nameOf(items[0], keys), [], items));
  }
  return rows;
}

/** Items of one key, in order: the first with the first, for a key may stand more than once. */
function pairRows(recipe: ListsRecipe, target: string, before: readonly JsonObject[], after: readonly JsonObject[]): RowChange[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, at): RowChange => {
    const [left, right] = [before[at], after[at]];
    const verb = left === undefined ? 'create' : right === undefined ? 'delete' : 'update';
    return { verb, target, fields: differingFields(left ?? {}, right ?? {}, recipe.serverSets, (pointer) => pointer.slice(1)) };
  }).filter(({ verb, fields }) => verb !== 'update' || fields.length > 0);
}

/** True where the arguments are as the recipe needs them. */
export function holdsAll(needs: readonly Holds[] | undefined, args: JsonObject): boolean {
  return (needs ?? []).every(({ at, absent, values, pattern }) => {
    const value = valueAt(args, at);
    if (value === undefined) return absent === true;
    return (values?.includes(value) ?? false) || (pattern !== undefined && typeof value === 'string' && pattern.test(value));
  });
}

type Items = readonly Json[];
type Step<Do extends ListStep['do']> = Extract<ListStep, { do: Do }>;

/** What a step makes of a list: the list after it, that the server refuses, or null for another shape. */
function stepped(step: ListStep, list: Items, args: JsonObject, keys: readonly string[]): Items | 'refused' | null {
  switch (step.do) {
    case 'append': return appended(step, list, args, keys);
    case 'delete': return without(step, list, args);
    case 'delete-same': return withoutSame(step, list, args, keys);
    case 'append-within': return within(step, list, args, (now, values) => [...now, ...values.filter((value) => !now.includes(value))]);
    case 'delete-within': return within(step, list, args, (now, values) => now.filter((value) => !values.includes(value)));
    case 'rename': return renamed(step, list, args);
  }
}

function appended(step: Step<'append'>, list: Items, args: JsonObject, keys: readonly string[]): Items | 'refused' | null {
  const given = step.make === undefined ? oneOrMore(valueAt(args, step.items))?.map((item) => shaped(step, item)) : [made(step.make, args)];
  if (given === undefined || !given.every((item) => item !== null)) return null;
  const seen = new Set(list.map((item) => keyOf(item, keys)));
  const fresh = given.filter((item) => !seen.has(keyOf(item, keys)));
  return step.exists === 'refused' && fresh.length < given.length ? 'refused' : [...list, ...fresh];
}

/** One item, made of single arguments. */
function made(fields: Readonly<Record<string, string>>, args: JsonObject): JsonObject | null {
  const entries = Object.entries(fields).map(([name, pointer]) => [name, valueAt(args, pointer)] as const);
  return entries.every((entry): entry is readonly [string, Json] => entry[1] !== undefined) ? Object.fromEntries(entries) : null;
}

/** An item as it is kept: a plain value as its one member, and no fields the server does not keep. */
function shaped(step: Step<'append'>, item: Json): JsonObject | null {
  if (step.member !== undefined) return { ...step.defaults, [step.member]: item };
  if (!isJsonObject(item)) return null;
  const kept = Object.entries(item).filter(([name]) => step.keeps === undefined || step.keeps.includes(name));
  return { ...step.defaults, ...Object.fromEntries(kept) };
}

function without(step: Step<'delete'>, list: Items, args: JsonObject): Items | 'refused' | null {
  const values = oneOrMore(valueAt(args, step.values));
  if (values === undefined) return null;
  const isNamed = (item: Json): boolean => values.includes(valueAt(item, `/${step.by}`) ?? null);
  const { never } = step;
  if (never !== undefined && list.some((item) => isNamed(item) && valueAt(item, `/${never.field}`) === never.is)) return 'refused';
  const left = list.filter((item) => !isNamed(item));
  return step.missing === 'refused' && left.length === list.length ? 'refused' : left;
}

function withoutSame(step: Step<'delete-same'>, list: Items, args: JsonObject, keys: readonly string[]): Items | null {
  const given = oneOrMore(valueAt(args, step.items));
  if (given === undefined) return null;
  const gone = new Set(given.map((item) => keyOf(item, keys)));
  return list.filter((item) => !gone.has(keyOf(item, keys)));
}

function renamed(step: Step<'rename'>, list: Items, args: JsonObject): Items | 'refused' | null {
  const [from, to] = [valueAt(args, step.from), valueAt(args, step.to)];
  if (typeof from !== 'string' || typeof to !== 'string') return null;
  const isThere = (name: string): boolean => list.some((item) => valueAt(item, `/${step.by}`) === name);
  if (!isThere(from) || (isThere(to) && !(from === to && step.toItself === true))) return 'refused';
  return list.map((item) => (isJsonObject(item) && item[step.by] === from ? withMember(item, step.by, to) : item));
}

function within(
  step: Step<'append-within' | 'delete-within'>, list: Items, args: JsonObject, merge: (now: Items, values: Items) => Items,
): Items | 'refused' | null {
  const given = oneOrMore(valueAt(args, step.items));
  if (given === undefined) return null;
  let next: Items = list;
  for (const change of given) {
    const [name, values] = [valueAt(change, `/${step.names}`), valueAt(change, `/${step.values}`)];
    const at = next.findIndex((item) => valueAt(item, `/${step.by}`) === name);
    const item = next[at];
    if (item === undefined && step.missing === 'refused') return 'refused';
    if (item === undefined) continue;
    const now = valueAt(item, `/${step.into}`);
    if (!Array.isArray(values) || !Array.isArray(now) || !isJsonObject(item)) return null;
    next = next.with(at, withMember(item, step.into, [...merge(now, values)]));
  }
  return next;
}

function oneOrMore(value: Json | undefined): Items | undefined {
  return value === undefined || Array.isArray(value) ? value : [value];
}

/** An item under its plain name. */
function bare({ prefixes }: ListsRecipe, item: Json): Json {
  const name = prefixes === undefined ? undefined : valueAt(item, `/${prefixes.field}`);
  const prefix = typeof name === 'string' ? prefixes?.of.find((one) => name.startsWith(one)) : undefined;
  if (prefixes === undefined || prefix === undefined || typeof name !== 'string' || !isJsonObject(item)) return item;
  return withMember(item, prefixes.field, name.slice(prefix.length));
}

function itemsByKey(recipe: ListsRecipe, value: Json | undefined, keys: readonly string[]): Map<string, JsonObject[]> | null {
  if (!Array.isArray(value)) return null;
  const items = new Map<string, JsonObject[]>();
  for (const listed of value as Items) {
    const item = bare(recipe, listed);
    if (!isJsonObject(item)) return null;
    const key = keyOf(item, keys);
    items.set(key, [...(items.get(key) ?? []), item]);
  }
  return items;
}

/** One spelling of an item's keys. What has no canonical form was refused when it was read, or is of the call itself. */
function keyOf(item: Json, keys: readonly string[]): string {
  try {
    return canonical(keys.map((key) => valueAt(item, `/${key}`) ?? null));
  } catch {
    return JSON.stringify(keys.map((key) => valueAt(item, `/${key}`) ?? null));
  }
}

function nameOf(item: JsonObject | undefined, keys: readonly string[]): string {
  return keys.map((key) => String(item?.[key] ?? '')).join(' · ');
}
