import { writeAnchor, type Anchor } from './anchor.ts';

/** Under load the anchor follows the commits in steps of so long; a single commit is followed at once. */
const STEP_MS = 25;

/** Keeps the anchor of a log up to date, beside the commits and never in their way. */
export interface AnchorKeeper {
  /** The log now stands here. The newest place is written; places in between may be skipped. */
  note(anchor: () => Anchor): void;
  /** Resolves when the newest place that was noted is written, or could not be. */
  atRest(): Promise<void>;
}

/**
 * One write at a time. An anchor that cannot be written loses nothing: the records are on disk, the next commit writes
 * it again, and the next start reads what it lags behind.
 */
export function createAnchorKeeper(folder: string): AnchorKeeper {
  let newest: (() => Anchor) | null = null;
  let running: Promise<void> | null = null;
  let hurry: () => void = () => undefined;
  /** How many wait for the newest place: no step is taken while somebody does. */
  let waiting = 0;
  const step = (): Promise<void> => new Promise((resolve) => {
    if (waiting > 0) return resolve();
    const timer = setTimeout(resolve, STEP_MS).unref();
    hurry = () => { clearTimeout(timer); resolve(); };
  });
  const write = async (): Promise<void> => {
    while (newest !== null) {
      const anchor = newest();
      newest = null;
      await writeAnchor(folder, anchor).catch(() => undefined);
      await step();
    }
    // In the same turn as the last look: a note that comes later must start a new write.
    running = null;
  };
  return {
    note(anchor) {
      newest = anchor;
      running ??= write();
    },
    async atRest() {
      waiting += 1;
      hurry();
      while (running !== null) await running;
      waiting -= 1;
    },
  };
}
