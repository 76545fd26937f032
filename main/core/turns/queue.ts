/** Runs work one piece after the other, in the order it came. */
export type Queue = <T>(work: () => Promise<T>) => Promise<T>;

/** Makes a queue. Each piece gives what it gave, or rejects as it did; one that rejects holds up none behind it. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}
