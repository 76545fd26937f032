import { writeAnchor, type Anchor } from './anchor.ts';
import type { AnchorWatch } from './anchor-watch.ts';

/** Under load the anchor follows the commits in steps of so long; a single commit is followed at once. */
const STEP_MS = 25;

/** Keeps the anchor of a log up to date, beside the commits and never in their way. */
export interface AnchorKeeper {
  /** The log now stands here. The newest place is written; places in between may be skipped. */
  note(anchor: () => Anchor): void;
  /** Resolves when the newest place that was noted up to now, or a later one, is written or could not be. */
  upToNow(): Promise<void>;
  /** Nothing is tried again after this. */
  end(): void;
}

/** What a keeper works with. */
export interface KeeperParts {
  readonly folder: string;
  readonly watch: AnchorWatch;
  /** What could not be written is tried again so long after, also where no commit follows. */
  readonly retryMs: number;
}

/**
 * One write at a time. An anchor that cannot be written loses nothing: the records are on disk, it is tried again, and the next
 * start reads what it lags behind. The watch is told, for until then nothing speaks for these records.
 */
export function createAnchorKeeper({ folder, watch, retryMs }: KeeperParts): AnchorKeeper {
  let newest: (() => Anchor) | null = null;
  let running: Promise<void> | null = null;
  let retry: NodeJS.Timeout | null = null;
  let ended = false;
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
    let refused: (() => Anchor) | null = null;
    while (newest !== null && newest !== refused) {
      const anchor: () => Anchor = newest;
      const upTo = noted;
      newest = null;
      refused = await wrote(anchor()) ? null : anchor;
      newest ??= refused;
      written = upTo;
      for (const one of waiting) if (one.upTo <= written) one.resolve();
      waiting = waiting.filter((one) => one.upTo > written);
      await step();
    }
    // In the same turn as the last look: a note that comes later must start a new write.
    running = null;
    if (refused !== null) tryLater();
  };
  const wrote = (anchor: Anchor): Promise<boolean> =>
    writeAnchor(folder, anchor).then(() => { watch.wrote(); return true; }, () => { watch.failed(); return false; });
  const tryLater = (): void => {
    if (retry !== null || ended) return;
    retry = setTimeout(() => { retry = null; running ??= write(); }, retryMs).unref();
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
    end() {
      ended = true;
      if (retry !== null) clearTimeout(retry);
    },
  };
}
