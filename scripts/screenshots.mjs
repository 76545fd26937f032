// Pictures out of the real app into docs/screenshots, in both themes: those of test/e2e/screenshots.ts and *-pictures.ts, and those the
// tests beside them take on their way. `npm run screenshots [-- part of a file name]`
import { e2e } from './e2e.mjs';

try {
  const { passed, failed } = await e2e(process.argv.slice(2), { COUNTERSIGN_PICTURES: '1' });
  process.stdout.write(`${passed} tests and screens passed, ${failed} failed\n`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
