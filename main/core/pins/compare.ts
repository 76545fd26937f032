import { isJsonObject, type Json } from '../words/index.ts';

/** One step of a JSON pointer (RFC 6901). */
function step(key: string): string {
  return '/' + key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * The places where two JSON values differ, as pointers to the smallest differing part. Key order is no
 * difference. An added or removed key is named itself, not its inside.
 */
export function differingPointers(old: Json, now: Json, at = ''): string[] {
  if (Array.isArray(old) && Array.isArray(now)) {
    const length = Math.max(old.length, now.length);
    return Array.from({ length }, (_, i) => pair(old[i], now[i], at + step(String(i)))).flat();
  }
  if (isJsonObject(old) && isJsonObject(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
    return keys.flatMap((key) => pair(own(old, key), own(now, key), at + step(key)));
  }
  return Object.is(old, now) || old === now ? [] : [at];
}

function own(object: { readonly [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function pair(old: Json | undefined, now: Json | undefined, at: string): string[] {
  if (old === undefined || now === undefined) return old === now ? [] : [at];
  return differingPointers(old, now, at);
}
