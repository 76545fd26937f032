import { z } from 'zod';

/**
 * How much one message of the window may hold. The window may be broken or taken over: what it sends is held to these before
 * anything reads it. Each is far beyond what the window itself sends.
 */
export const MOST = {
  /** Characters of an id of ours (servers, calls, sets, rows). */
  id: 200,
  /** Characters of a name that a server gave (a tool, a definition), or that a person reads. */
  name: 65_536,
  /** Characters of a command, an argument, an address, a value or a path. */
  value: 1_000_000,
  /** Entries of a list that a person makes by hand. */
  entries: 10_000,
  /** Characters and values in the arguments of one message: four times the largest text that is drawn as a change. */
  argumentCharacters: 64_000_000,
  argumentValues: 4_000_000,
} as const;

/** An id of ours. */
export const anId = z.string().max(MOST.id);
/** A name as a server gave it. */
export const aName = z.string().max(MOST.name);
/** What a person enters. */
export const aValue = z.string().max(MOST.value);
/** A moment; without an end its fractions of a second could be as long as one likes. */
export const aMoment = z.iso.datetime().max(40);

/** A record with at most so many members. `atMost` is what the test that walks the requests looks for. */
export function aRecord<K extends z.ZodString, V extends z.ZodType>(key: K, value: V, atMost: number) {
  return z.record(key, value).refine((record) => Object.keys(record).length <= atMost).meta({ atMost });
}

/** Arguments of one call. */
export const jsonObject = z.record(z.string(), z.json()).refine(fits).meta({ atMost: MOST.argumentValues });

/** Arguments of several calls, held to the same together. */
export const jsonObjects = (atMost: number) => z.array(z.record(z.string(), z.json())).min(1).max(atMost).refine(fits).meta({ atMost });

/** True where a value has no more characters and parts than one message may. Ends as soon as it has more. */
function fits(value: unknown): boolean {
  let [characters, values] = [0, 0];
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const here = waiting.pop();
    values += 1;
    if (typeof here === 'string') characters += here.length;
    else if (Array.isArray(here)) for (const inner of here as readonly unknown[]) waiting.push(inner);
    else if (typeof here === 'object' && here !== null) {
      for (const [name, inner] of Object.entries(here)) {
        characters += name.length;
        waiting.push(inner);
      }
    }
    if (characters > MOST.argumentCharacters || values + waiting.length > MOST.argumentValues) return false;
  }
  return true;
}
