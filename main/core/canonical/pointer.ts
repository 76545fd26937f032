import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';

/** The parts of a JSON pointer (RFC 6901), unescaped; null for a text that is no pointer. `''` is the whole value. */
export function pointerParts(pointer: string): readonly string[] | null {
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return null;
  return pointer.slice(1).split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The pointer of these parts, escaped. */
export function pointerOf(parts: readonly (string | number)[]): string {
  return parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * The value at a pointer, or undefined where there is none. Only own members count: `/__proto__` or
 * `/constructor` of an ordinary object is nothing.
 */
export function valueAt(value: Json, pointer: string): Json | undefined {
  const parts = pointerParts(pointer);
  if (parts === null) return undefined;
  let here: Json | undefined = value;
  for (const part of parts) {
    if (here === undefined) return undefined;
    here = member(here, part);
  }
  return here;
}

function member(value: Json, part: string): Json | undefined {
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    return /^(0|[1-9]\d*)$/.test(part) ? items[Number(part)] : undefined;
  }
  // SECURITY: own members only, so that a hostile name cannot reach a prototype.
  return isJsonObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
}

/**
 * A copy of the value with another one at the pointer; the given value stays as it is. Members of objects are
 * made where they are missing, arrays grow only at their end. Null where the pointer leads through a value
 * that has no members: nothing was set.
 */
export function withValueAt(value: Json, pointer: string, set: Json): Json | null {
  const parts = pointerParts(pointer);
  return parts === null ? null : place(value, parts, set);
}

function place(value: Json, parts: readonly string[], set: Json): Json | null {
  const [first, ...rest] = parts;
  if (first === undefined) return set;
  const below = place(member(value, first) ?? {}, rest, set);
  if (below === null && rest.length > 0) return null;
  if (Array.isArray(value)) return placeInArray(value, first, below);
  return isJsonObject(value) ? withMember(value, first, below) : null;
}

function placeInArray(items: readonly Json[], part: string, set: Json): Json | null {
  const index = part === '-' ? items.length : Number(part);
  if (!/^(0|[1-9]\d*|-)$/.test(part) || index > items.length) return null;
  return [...items.slice(0, index), set, ...items.slice(index + 1)];
}

/** A copy of the object with one member set. `__proto__` becomes an ordinary member, as in JSON. */
export function withMember(object: JsonObject, name: string, value: Json): JsonObject {
  // SECURITY: fromEntries defines members and never runs the `__proto__` setter.
  return Object.fromEntries([...Object.entries(object).filter(([key]) => key !== name), [name, value]]);
}
