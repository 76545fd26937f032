/** Lets everything that is already under way in memory finish: replies, digests and the refreshes after them. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until a test moves it. */
export function handClock(): { later(run: () => void, ms: number): () => void; advance(ms: number): void } {
  let now = 0;
  let waiting: { at: number; run: () => void }[] = [];
  return {
    later(run, ms) {
      const one = { at: now + ms, run };
      waiting.push(one);
      return () => { waiting = waiting.filter((other) => other !== one); };
    },
    advance(ms) {
      now += ms;
      const due = waiting.filter((one) => one.at <= now);
      waiting = waiting.filter((one) => one.at > now);
      for (const one of due) one.run();
    },
  };
}
