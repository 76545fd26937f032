import { z } from 'zod';
import type { PolicyDocument } from '../../core/policy/document/schema.ts';
import { seenAfter, type SeenPolicy } from '../../core/policy/document/seen.ts';
import type { DocumentStore } from '../../core/ports.ts';
import type { Json } from '../../core/words/index.ts';
import type { Found } from './open-sources.ts';

const NAME = 'policy';
const place = z.strictObject({ text: z.string(), signature: z.string().nullable() });
const good = z.record(z.string(), place);
const seenSchema = z.strictObject({ version: z.int().min(1), issuedAt: z.iso.datetime(), keys: z.string().nullable() });
const documentSchema = z.strictObject({
  v: z.literal(2),
  /** What was in force last of each policy, by its id. */
  seen: z.record(z.string(), seenSchema),
  /** The last text of each place that held. */
  good,
});
type Kept = z.infer<typeof documentSchema>;

/** As it was kept before versions belonged to keys: of these the version alone is known, and it goes on counting. */
const formerSchema = z.strictObject({ v: z.literal(1), seen: z.record(z.string(), z.int().min(1)), good })
  .transform(({ seen, good: kept }): Kept => ({ v: 2, seen: Object.fromEntries(Object.entries(seen).map(([id, version]) => [id, { version, issuedAt: new Date(0).toISOString(), keys: null }])), good: kept }));

/** What is remembered of policies from one start to the next. */
export interface KeptPolicies {
  seen(id: string): SeenPolicy | null;
  /** The last policy that held at a place; null for none. */
  lastGood(place: string): { readonly text: string; readonly signature: string | null } | null;
  /** Every place at which a policy held. */
  places(): readonly string[];
  /** Remembers what holds now. Where it cannot be written it is remembered until the end of this run. */
  remember(found: readonly Extract<Found, { ok: true }>[], documents: readonly PolicyDocument[]): void;
}

/** Opens the document. A damaged one forgets, and `onDamaged` says so aloud; what lies in the policy files holds all the same. */
export function openKeptPolicies(documents: DocumentStore, onDamaged: (error: unknown) => void): KeptPolicies {
  let kept = load(documents, onDamaged);
  return {
    seen: (id) => own(kept.seen, id),
    lastGood: (at) => own(kept.good, at),
    places: () => Object.keys(kept.good),
    remember(found, inForce) {
      const texts = { ...kept.good, ...Object.fromEntries(found.map((one) => [one.place, { text: one.text, signature: one.signature }])) };
      const seen = { ...kept.seen };
      for (const document of inForce) seen[document.id] = seenAfter(document, own(seen, document.id));
      const next = { v: 2 as const, seen, good: texts };
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

function own<T>(record: Readonly<Record<string, T>>, name: string): T | null {
  return Object.hasOwn(record, name) ? (record[name] ?? null) : null;
}

function load(documents: DocumentStore, onDamaged: (error: unknown) => void): Kept {
  try {
    const stored = documents.read(NAME);
    if (stored !== null) return z.union([documentSchema, formerSchema]).parse(stored);
  } catch (error) {
    onDamaged(error);
  }
  return { v: 2, seen: {}, good: {} };
}
