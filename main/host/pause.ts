/** So long one piece of work goes on before everything else that waits has its turn, in milliseconds. */
const SLICE_MS = 8;

/**
 * For work that takes long on the main thread: asked between its parts, it gives null while the work began only just
 * now, else a promise that resolves when everything that waited has had its turn.
 */
export function createPause(sliceMs = SLICE_MS): () => Promise<void> | null {
  let until = performance.now() + sliceMs;
  return () => {
    if (performance.now() < until) return null;
    return new Promise((resolve) => {
      setImmediate(() => {
        until = performance.now() + sliceMs;
        resolve();
      });
    });
  };
}
