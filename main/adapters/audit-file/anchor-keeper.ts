import { writeAnchor, type Anchor } from './anchor.ts';

/** Under load the anchor follows the commits in steps of so long; a single commit is followed at once. */
const STEP_MS = 25;

/** Keeps the anchor of a log up to date, beside the commits and never in their way. */
export interface AnchorKeeper {
  /** The log now stands here. The newest place is written; places in between may be skipped. */
  note(anchor: () => Anchor): void;
  /** Resolves when the newest place that was noted up to now, or a later one, is written or could not be. */
  upToNow(): Promise<void>;
}

/**
 * One write at a time. An anchor that cannot be written loses nothing: the records are on disk, the next commit writes
 * it again, and the next start reads what it lags behind.
 */
export function createAnchorKeeper(folder: string): AnchorKeeper {
  let newest: (() => Anchor) | null = null;
  let running: Promise<void> | null = null;
  let hurry: () => void = () => undefined;
  /** Places that were noted and written so far, counted; and who waits until so many are. No step is taken while somebody does. */
  let noted = 0;
  let written = 0;
  let waiting: { readonly upTo: number; readonly resolve: () => void }[] = [];
  const step = (): Promise<void> => new Promise((resolve) => {
    if (waiting.length > 0) return resolve();
    const timer = setTimeout(resolve, STEP_MS).unref();
    hurry = () => { clearTimeout(timer); resolve(); };
  });
  const write = async (): Promise<void> => {
    while (newest !== null) {
      const anchor = newest();
      const upTo = noted;
      newest = null;
      await writeAnchor(folder, anchor).catch(() => undefined);
      written = upTo;
      for (const one of waiting) if (one.upTo <= written) one.resolve();
      waiting = waiting.filter((one) => one.upTo > written);
      await step();
    }
    // In the same turn as the last look: a note that comes later must start a new write.
    running = null;
  };
  return {
    note(anchor) {
      newest = anchor;
      noted += 1;
      running ??= write();
    },
    upToNow: () => new Promise((resolve) => {
      if (written >= noted) return resolve();
      waiting.push({ upTo: noted, resolve });
      hurry();
    }),
  };
}
