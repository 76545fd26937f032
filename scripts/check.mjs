// Types, lint, architecture and unit tests: what must hold before anything is committed. Needs no window.
import { run } from './steps/command.mjs';
import { staticChecks } from './steps/static-checks.mjs';
import { systemLibraries } from './steps/system-libraries.mjs';
import { skippedLines, vitest } from './steps/vitest.mjs';

// Unit tests speak to a real keyring; where it is missing, a sentence about it is worth more than two red tests.
const obstacle = await systemLibraries({ tests: true });
if (obstacle === null) {
  const failures = await staticChecks();
  const unit = await vitest(run, process.argv.slice(2));
  process.stdout.write(`${skippedLines(unit.skipped)}${unit.passed} passed, ${unit.failed + failures.length} failed\n`);
  process.exitCode = unit.failed + failures.length === 0 ? 0 : 1;
} else {
  process.stdout.write(`${obstacle}\n`);
  process.exitCode = 1;
}
