import { z } from 'zod';
import type { DocumentStore } from '../../core/ports.ts';
import type { Json } from '../../core/words/index.ts';
import type { Found } from './open-sources.ts';

const NAME = 'policy';
const place = z.strictObject({ text: z.string(), signature: z.string().nullable() });
const documentSchema = z.strictObject({
  v: z.literal(1),
  /** The highest version seen of each policy, by its id. */
  seen: z.record(z.string(), z.int().min(1)),
  /** The last text of each place that held. */
  good: z.record(z.string(), place),
});
type Kept = z.infer<typeof documentSchema>;

/** What is remembered of policies from one start to the next. */
export interface KeptPolicies {
  seenVersion(id: string): number | null;
  /** The last policy that held at a place; null for none. */
  lastGood(place: string): { readonly text: string; readonly signature: string | null } | null;
  /** Remembers what holds now. Where it cannot be written it is remembered until the end of this run. */
  remember(found: readonly Extract<Found, { ok: true }>[], versions: readonly { readonly id: string; readonly version: number }[]): void;
}

/** Opens the document. A damaged one forgets, and `onDamaged` says so aloud; what lies in the policy files holds all the same. */
export function openKeptPolicies(documents: DocumentStore, onDamaged: (error: unknown) => void): KeptPolicies {
  let kept = load(documents, onDamaged);
  return {
    seenVersion: (id) => (Object.hasOwn(kept.seen, id) ? (kept.seen[id] ?? null) : null),
    lastGood: (at) => (Object.hasOwn(kept.good, at) ? (kept.good[at] ?? null) : null),
    remember(found, versions) {
      const good = { ...kept.good, ...Object.fromEntries(found.map((one) => [one.place, { text: one.text, signature: one.signature }])) };
      const seen = { ...kept.seen };
      for (const { id, version } of versions) seen[id] = Math.max(version, seen[id] ?? 1);
      const next = { v: 1 as const, seen, good };
      if (JSON.stringify(next) === JSON.stringify(kept)) return;
      kept = next;
      try {
        documents.write(NAME, next satisfies Json);
      } catch (error) {
        onDamaged(error);
      }
    },
  };
}

function load(documents: DocumentStore, onDamaged: (error: unknown) => void): Kept {
  try {
    const stored = documents.read(NAME);
    if (stored !== null) return documentSchema.parse(stored);
  } catch (error) {
    onDamaged(error);
  }
  return { v: 1, seen: {}, good: {} };
}
