// Pictures of each screen in both themes, out of the real app, into docs/screenshots.
import { e2e } from './e2e.mjs';

try {
  const { passed, failed } = await e2e([], { COUNTERSIGN_SCREENSHOTS: '1' });
  process.stdout.write(`${passed} screens taken, ${failed} failed\n`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
