import { pointerOf, withMember } from '../../../../../main/core/canonical/pointer.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../../../main/core/words/index.ts';

/** One way a document was damaged, and what came of it. */
export interface Damage {
  readonly kind: 'dropped' | 'altered' | 'retyped' | 'unknown-key' | 'unknown-value';
  readonly pointer: string;
  readonly value: JsonObject;
}

type Path = readonly (string | number)[];

/** Every node of a value by its path, the root left out. */
function nodes(value: Json, path: Path = []): { readonly path: Path; readonly value: Json }[] {
  const children: [string | number, Json][] = Array.isArray(value) ? [...(value as readonly Json[]).entries()] : isJsonObject(value) ? Object.entries(value) : [];
  return children.flatMap(([key, inner]) => [{ path: [...path, key], value: inner }, ...nodes(inner, [...path, key])]);
}

/** The value with the node at a path replaced, or dropped where `set` gives undefined. */
function changed(value: Json, path: Path, set: (old: Json | undefined) => Json | undefined): Json {
  const [first, ...rest] = path;
  if (first === undefined) return set(value) ?? null;
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item, index) => {
      if (index !== first) return [item];
      const now = rest.length === 0 ? set(item) : changed(item, rest, set);
      return now === undefined ? [] : [now];
    });
  }
  if (!isJsonObject(value)) return value;
  const old = value[String(first)];
  const now = rest.length === 0 ? set(old) : changed(old ?? null, rest, set);
  return now === undefined ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== first)) : withMember(value, String(first), now);
}

const SHAPES: readonly Json[] = [null, true, 0, 'x', [], {}, [{}], { x: 1 }];
const shapeOf = (value: Json): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);

/** What is no value of any list: it must never let more through. */
const UNKNOWN = 'zzz-not-a-value';

const alter = (value: Json): Json[] => {
  if (typeof value === 'string') return [`${value}x`, value.slice(0, -1), value.toUpperCase()];
  if (typeof value === 'number') return [value + 1, value - 1, 0, -value, value * 1000, value + 0.5];
  return typeof value === 'boolean' ? [!value] : [];
};

/** Every single way to drop, alter or retype one node, and to add a key nobody knows. */
export function damages(value: JsonObject): Damage[] {
  const found: Damage[] = [];
  const add = (kind: Damage['kind'], path: Path, set: (old: Json | undefined) => Json | undefined): void => {
    const damaged = changed(value, path, set);
    if (isJsonObject(damaged)) found.push({ kind, pointer: pointerOf(path), value: damaged });
  };
  for (const { path, value: node } of [{ path: [] as Path, value: value as Json }, ...nodes(value)]) {
    if (path.length > 0) {
      add('dropped', path, () => undefined);
      for (const shape of SHAPES) if (shapeOf(shape) !== shapeOf(node)) add('retyped', path, () => shape);
      for (const altered of alter(node)) add('altered', path, () => altered);
      if (typeof node === 'string') add('unknown-value', path, () => UNKNOWN);
    }
    if (isJsonObject(node)) add('unknown-key', path, (old) => (isJsonObject(old) ? withMember(old, 'zzz-not-a-key', true) : old));
  }
  return found;
}
