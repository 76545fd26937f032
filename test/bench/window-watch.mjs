// Notes how long page and main process of a running window stood still.

/** Begins to note the longest gap between two beats and between two frames in the page, and between two beats in the main process. */
export async function watch(app, page) {
  await page.evaluate(() => {
    window.beats = { gap: 0, frame: 0 };
    let last = performance.now();
    setInterval(() => { const now = performance.now(); window.beats.gap = Math.max(window.beats.gap, now - last - 10); last = now; }, 10);
    let frame = performance.now();
    const paint = () => { const now = performance.now(); window.beats.frame = Math.max(window.beats.frame, now - frame); frame = now; requestAnimationFrame(paint); };
    requestAnimationFrame(paint);
  });
  await app.evaluate(() => {
    globalThis.beats = { gap: 0 };
    let last = performance.now();
    setInterval(() => { const now = performance.now(); globalThis.beats.gap = Math.max(globalThis.beats.gap, now - last - 10); last = now; }, 10);
  });
}

/** What was noted since the last look, in milliseconds. */
export async function noted(app, page) {
  const inPage = await page.evaluate(() => { const was = { ...window.beats }; Object.assign(window.beats, { gap: 0, frame: 0 }); return was; });
  const main = await app.evaluate(() => { const was = globalThis.beats.gap; globalThis.beats.gap = 0; return was; });
  return { ...inPage, main };
}

/** Memory of page and main process after both were made to give back what they can, in MB. */
export async function memory(app, page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  const main = await app.evaluate(async () => {
    globalThis.gc?.();
    await new Promise((resolve) => { setTimeout(resolve, 200); });
    return process.memoryUsage().heapUsed;
  });
  return { page: usedSize / 1e6, main: main / 1e6 };
}
