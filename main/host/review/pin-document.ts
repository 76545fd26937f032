import { z } from 'zod';
import { pinSchema, type Pin, type PinnedStep } from '../../core/pins/pin.ts';
import type { DocumentStore } from '../../core/ports.ts';
import type { Json } from '../../core/words/index.ts';

const NAME = 'pins';
const schema = z.strictObject({ v: z.literal(1), books: z.record(z.string(), z.array(pinSchema)) });
type PinDocument = z.infer<typeof schema>;

/** The pins of every server identity, in one document. */
export interface PinStore {
  /** The document could not be taken: what a person blocked is perhaps not known any more. */
  readonly lost: boolean;
  pinsOf(identity: string): readonly Pin[];
  /** Every decision about a configured server, oldest first, whatever its identity was; and all of this identity. */
  stepsOf(serverId: string, identity: string | null): readonly PinnedStep[];
  /**
   * Adds decisions to an identity's history; they hold once this resolves, and a few of them at once. Rejects where the
   * document could not be read: it would be lost.
   */
  add(identity: string, pins: readonly Pin[]): Promise<void>;
}

/**
 * Opens the pins. A damaged document counts as none at all for reading, so that every tool waits for review again;
 * `onDamaged` says so aloud. The damaged copy was put aside by the store.
 */
export function openPins(documents: DocumentStore, onDamaged: (error: unknown) => void): PinStore {
  let lost = false;
  let writing: Promise<void> | null = null;
  let document = load(documents, (error) => { lost = true; onDamaged(error); });
  return {
    lost,
    pinsOf: (identity) => bookOf(document, identity),
    stepsOf: (serverId, identity) => Object.entries(document.books)
      .flatMap(([of, pins]) => pins.filter((pin) => of === identity || pin.serverId === serverId).map((pin) => ({ ...pin, identity: of })))
      .sort((a, b) => (a.reviewedAt < b.reviewedAt ? -1 : a.reviewedAt > b.reviewedAt ? 1 : 0)),
    async add(identity, pins) {
      const next = (): PinDocument => ({ v: 1, books: { ...document.books, [identity]: [...bookOf(document, identity), ...pins] } });
      if (documents.writeLarge === undefined || (writing === null && pins.length + sizeOf(document) < LARGE)) {
        const added = next();
        documents.write(NAME, added as Json);
        document = added;
        return;
      }
      // One after the other: each rests on what the one before it wrote.
      const before = writing ?? Promise.resolve();
      const mine = before.catch(() => undefined).then(async () => {
        const added = next();
        await documents.writeLarge?.(NAME, added as Json);
        document = added;
      });
      writing = mine;
      try {
        await mine;
      } finally {
        if (writing === mine) writing = null;
      }
    },
  };
}

/** From so many decisions on the document is written in slices. */
const LARGE = 500;

function sizeOf({ books }: PinDocument): number {
  return Object.values(books).reduce((count, pins) => count + pins.length, 0);
}

function bookOf(document: PinDocument, identity: string): readonly Pin[] {
  return Object.hasOwn(document.books, identity) ? (document.books[identity] ?? []) : [];
}

function load(documents: DocumentStore, onDamaged: (error: unknown) => void): PinDocument {
  try {
    const stored = documents.read(NAME);
    return stored === null ? { v: 1, books: {} } : schema.parse(stored);
  } catch (error) {
    onDamaged(error);
    return { v: 1, books: {} };
  }
}
