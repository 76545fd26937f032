import { z } from 'zod';
import type { DocumentStore } from '../../core/ports.ts';
import { PINNED_KINDS, type Json, type JsonObject, type PinnedKind } from '../../core/words/index.ts';
import type { Received } from './received.ts';

/** That a server showed a definition, whether or not anybody ever decides about it. */
export interface Sighting {
  readonly kind: PinnedKind;
  readonly name: string;
  readonly digest: string;
  /** The launch that showed it. */
  readonly identity: string;
  readonly at: string;
  /** The definition; null where its text is no longer kept. */
  readonly value: JsonObject | null;
}

/** What servers showed, each definition once for as long as it stays the same. It decides nothing. */
export interface SeenStore {
  /** Oldest first. */
  of(serverId: string): readonly Sighting[];
  /**
   * Notes what is another definition than the last one known under its name, and gives that. Never throws: it is history, no
   * permission.
   */
  note(serverId: string, identity: string, received: readonly Received[], at: string, decided: (kind: PinnedKind, name: string) => string | null): readonly Sighting[];
}

/** Bounds for one server: a list that never stays the same fills no disk. The oldest goes first. */
export const SEEN = { perDefinition: 50, entries: 20_000, chars: 2 * 1024 * 1024 } as const;

const sighting = z.strictObject({
  kind: z.enum(PINNED_KINDS), name: z.string(), digest: z.string(), identity: z.string(), at: z.string(), value: z.record(z.string(), z.json()).nullable(),
});
const schema = z.strictObject({ v: z.literal(1), seen: z.array(sighting) });

/** Opens what was seen; one document for each server. A damaged one is an empty one, and said aloud. */
export function openSeen(documents: DocumentStore, onDamaged: (error: unknown) => void): SeenStore {
  const known = new Map<string, readonly Sighting[]>();
  const of = (serverId: string): readonly Sighting[] => {
    const cached = known.get(serverId);
    if (cached !== undefined) return cached;
    const loaded = load(documents, serverId, onDamaged);
    known.set(serverId, loaded);
    return loaded;
  };
  const writing = new Map<string, Promise<void>>();
  /** What is known when its turn comes, one writing after the other. */
  const writeInTurn = (serverId: string): void => {
    const mine = (writing.get(serverId) ?? Promise.resolve()).then(() => documents.writeLarge?.(nameOf(serverId), asDocument(of(serverId)))).catch(() => undefined);
    writing.set(serverId, mine);
  };
  const write = (serverId: string, seen: readonly Sighting[]): void => {
    try {
      documents.write(nameOf(serverId), asDocument(seen));
    } catch {
      // It stays known until the app ends; what may be called does not rest on it.
    }
  };
  return {
    of,
    note(serverId, identity, received, at, decided) {
      const before = of(serverId);
      const last = new Map(before.map((one) => [keyOf(one), one.digest]));
      const fresh = received.flatMap(({ kind, name, value, digest }): Sighting[] => {
        if (digest === null || digest === (last.get(keyOf({ kind, name })) ?? decided(kind, name))) return [];
        return [{ kind, name, digest, identity, at, value }];
      });
      if (fresh.length === 0) return fresh;
      const next = bounded([...before, ...fresh]);
      known.set(serverId, next);
      if (documents.writeLarge !== undefined && next.length >= LARGE) writeInTurn(serverId);
      else write(serverId, next);
      return fresh;
    },
  };
}

/** From so many sightings on the document is written in slices. */
const LARGE = 500;

function asDocument(seen: readonly Sighting[]): Json {
  return { v: 1, seen } as unknown as Json;
}

function keyOf({ kind, name }: Pick<Sighting, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}

function nameOf(serverId: string): string {
  return `seen-${serverId}`;
}

/** The newest of each name, of all, and of their texts. */
function bounded(all: readonly Sighting[]): Sighting[] {
  const counts = new Map<string, number>();
  let left: number = SEEN.chars;
  return all.toReversed().filter((one) => {
    const nth = (counts.get(keyOf(one)) ?? 0) + 1;
    counts.set(keyOf(one), nth);
    return nth <= SEEN.perDefinition;
  }).slice(0, SEEN.entries).map((one) => {
    if (one.value === null) return one;
    // Once there is no room left nothing more is measured: a server may list ten thousand at once.
    if (left >= 0) left -= JSON.stringify(one.value).length;
    return left >= 0 ? one : { ...one, value: null };
  }).reverse();
}

function load(documents: DocumentStore, serverId: string, onDamaged: (error: unknown) => void): readonly Sighting[] {
  try {
    const stored = documents.read(nameOf(serverId));
    return stored === null ? [] : schema.parse(stored).seen;
  } catch (error) {
    onDamaged(error);
    return [];
  }
}
