/** The call did not come back in time, or an earlier one still has not. */
export class NotAnswering extends Error {
  constructor() {
    super('the keychain does not answer');
    this.name = 'NotAnswering';
  }
}

/** Limits of a {@link createSingleCall}. */
export interface SingleCallOptions {
  readonly timeoutMs: number;
  readonly restMs: number;
  readonly monotonic: () => number;
  /** A call that was given up came back well after all. */
  readonly onLate: () => void;
}

/**
 * Lets one call out at a time and gives up on it after a while. A hanging native call keeps a thread that file writes
 * need too, so a second one is never started beside it; after one hung, nothing is tried for a rest.
 */
export function createSingleCall(options: SingleCallOptions) {
  /** Settles when the call that is out has really come back. */
  let out: Promise<unknown> | null = null;
  let restUntil = -Infinity;
  let queue: Promise<unknown> = Promise.resolve();

  const start = async <T>(call: () => Promise<T>): Promise<T> => {
    if (out !== null || options.monotonic() < restUntil) throw new NotAnswering();
    let late = false;
    const running = call();
    const settled = running.then(
      () => { if (late) comeBack(); },
      () => undefined,
    ).finally(() => { out = null; });
    out = settled;
    try {
      return await within(running, options.timeoutMs);
    } catch (error) {
      if (error instanceof NotAnswering) {
        late = true;
        restUntil = options.monotonic() + options.restMs;
      } else {
        await settled;
      }
      throw error;
    }
  };

  const comeBack = (): void => {
    restUntil = -Infinity;
    options.onLate();
  };

  return {
    /** Runs the call in its turn. Rejects with {@link NotAnswering} or with what the call rejects with. */
    run<T>(call: () => Promise<T>): Promise<T> {
      const result = queue.then(() => start(call));
      queue = result.then(() => out, () => undefined);
      return result;
    },
  };
}

async function within<T>(running: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      running,
      new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => { reject(new NotAnswering()); }, ms);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
