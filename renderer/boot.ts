// The frame stands in the page itself and is painted first; everything else is loaded after that paint. A window that is
// not painted at all (minimised, covered) does not wait for it.
const NO_PAINT_MS = 150;

let begun = false;
function begin(): void {
  if (begun) return;
  begun = true;
  void import('./main.tsx');
}
requestAnimationFrame(() => { setTimeout(begin); });
setTimeout(begin, NO_PAINT_MS);
