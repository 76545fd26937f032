/** Characters of a text, rung by rung: what runs away exponentially shows on the first ones, before it would take for ever; what grows quadratically on the last. */
const RUNGS = [...Array.from({ length: 28 }, (_, at) => 12 + 4 * at), 200, 350, 600, 1_000, 1_700, 3_000, 5_000, 9_000, 16_000, 30_000, 55_000, 100_000];

/** Less than so many milliseconds says nothing of how work grows: a collection of garbage takes as long. */
const NOTICED = 40;

/** Work that grows with the text takes as many times longer as the text is longer; the square of that is the disease. Between them lies room for noise. */
const POWER = 1.5;

/**
 * How work on a text grows with its length. Null: about as the text does, or so little is done that it cannot be told. Else a sentence that says
 * where it ran away. No time is held against a clock's: each rung is held against the one before, the best of three runs.
 * `rungs`: other lengths, from small to large.
 */
export function outgrows(work: (text: string) => unknown, shape: (length: number) => string, rungs: readonly number[] = RUNGS): string | null {
  let before = NOTICED;
  let rung = 1;
  for (const length of rungs) {
    const text = shape(length);
    const took = best(() => work(text));
    const allowed = Math.max(before, NOTICED) * Math.max(2, (text.length / rung) ** POWER);
    if (took > allowed) return `${text.length} characters took ${Math.round(took)} ms, ${rung} took ${Math.round(before)} ms`;
    before = took;
    rung = text.length;
  }
  return null;
}

function best(work: () => unknown): number {
  let least = Infinity;
  for (let run = 0; run < 3; run += 1) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
    if (least < NOTICED) return least;
  }
  return least;
}
