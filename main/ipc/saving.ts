import { ProblemError } from './handle.ts';
import type { SaveText } from './policy.ts';

/** What saving needs of the outside: the person's choice of a place (null: none), which places are the home's own, and the disk. */
export interface SavingOutside {
  readonly place: (name: string) => Promise<string | null>;
  readonly isOwn: (path: string) => boolean;
  readonly put: (path: string, text: string) => Promise<void>;
}

/**
 * Files that a person keeps. SECURITY: never in the home itself, where a file of ours would be replaced by one that is none. A place that cannot be
 * written is a problem with a sentence.
 */
export function createSaving({ place, isOwn, put }: SavingOutside): { readonly place: SavingOutside['place']; readonly save: SaveText } {
  const chosen = async (name: string): Promise<string | null> => {
    const path = await place(name);
    if (path !== null && isOwn(path)) throw new ProblemError('file-unwritable');
    return path;
  };
  return {
    place: chosen,
    async save(name, text) {
      const path = await chosen(name);
      if (path === null) return false;
      await put(path, text).catch(() => { throw new ProblemError('file-unwritable'); });
      return true;
    },
  };
}
