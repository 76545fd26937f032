import { KEPT_MS } from '../../core/policy/usage.ts';
import type { JournalReader } from './other-journals.ts';
import type { JournalMark, UseSeal } from './use-seal.ts';

/** How long after its last mark a journal may have gone on without the keychain knowing. */
const LAG_MS = 60_000;
const DAY_MS = 86_400_000;

/** What the seal watches over: the journals of everybody else, and this process's own. */
export interface Watched {
  readonly reader: () => JournalReader;
  /** Reads what is new, so that the reader speaks of now. */
  readonly refresh: () => void;
  readonly own: () => string | null;
  /** What was lost with a journal may have been anything of the day before this moment. */
  readonly lost: (until: number) => void;
  readonly now: () => number;
}

/** Thrown where the keychain, which knows of journals, does not answer: nothing can be counted then. */
export class UseUnknown extends Error {}

/**
 * Holds the journals against what the keychain remembers of them. `first`: all that it remembers; else only what the reader
 * suspects. A journal that is remembered and is not there whole counts as a day of use from its last mark on; one that the
 * keychain never heard of is somebody's without our seal, and counts as it says. Rejects where the keychain does not answer.
 */
export async function holdAgainstMarks(seal: UseSeal, { reader, refresh, own, lost, now }: Watched, first: boolean): Promise<void> {
  const suspects = reader().suspects();
  if (!first && suspects.length === 0) return;
  const remembered = await marksOf(seal);
  refresh();
  const names = first ? [...remembered.keys(), ...reader().suspects()] : suspects;
  const missing = [...new Set(names)].filter((name) => {
    const mark = remembered.get(name);
    return name !== own() && !(mark !== undefined && reader().holds(name, mark));
  });
  if (missing.length === 0) return;
  // Asked twice: one that is taken over is forgotten first and goes then, perhaps between our two looks.
  const again = await marksOf(seal);
  for (const name of missing) {
    const mark = again.get(name);
    // SECURITY: the moment is the keychain's. The file's own could have been set to any.
    if (mark !== undefined) lost(mark.at + LAG_MS + DAY_MS);
    // What is gone for so long counts for nothing any more.
    if (mark !== undefined && now() - mark.at > KEPT_MS) void seal.drop(name);
    reader().toldApart(name);
  }
}

async function marksOf(seal: UseSeal): Promise<ReadonlyMap<string, JournalMark>> {
  const marks = await seal.marks();
  if (marks === null) throw new UseUnknown('the keychain does not say what was used');
  return marks;
}
