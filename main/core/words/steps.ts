/** Long work cut into steps: it yields where something else may have its turn, and returns what it made. */
export type Steps<Made> = Generator<void, Made>;

/** All steps one after the other. */
export function atOnce<Made>(steps: Steps<Made>): Made {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
