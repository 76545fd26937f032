/** Watches whether one anchor of the log can be written. */
export interface AnchorWatch {
  wrote(): void;
  failed(): void;
  /** The run ends: a failure that nothing made good is told of now, however young it is. */
  ending(): void;
}

/** What a watch works with. */
export interface WatchParts {
  readonly monotonic: () => number;
  /** A failure that lasts so long is told of. */
  readonly longMs: number;
  /** Puts on record that the anchor cannot be written. Where that is rejected it is asked again with the next failure. */
  readonly tell: () => Promise<void>;
}

/**
 * Tells once of an anchor that cannot be written, until it can be again. A failure loses no record; but what follows an anchor that stays behind could be cut off
 * unseen, so it must not stay silent.
 */
export function watchAnchor({ monotonic, longMs, tell }: WatchParts): AnchorWatch {
  let since: number | null = null;
  let told = false;
  const tellOnce = (): void => {
    if (told) return;
    told = true;
    tell().catch(() => { told = false; });
  };
  return {
    wrote() {
      since = null;
      told = false;
    },
    failed() {
      since ??= monotonic();
      if (monotonic() - since >= longMs) tellOnce();
    },
    ending() {
      if (since !== null) tellOnce();
    },
  };
}
