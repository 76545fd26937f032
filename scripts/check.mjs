// Types, lint, architecture and unit tests: what must hold before anything is committed. Needs no window.
import { run } from './steps/command.mjs';
import { staticChecks } from './steps/static-checks.mjs';
import { vitest } from './steps/vitest.mjs';

const failures = await staticChecks();
const unit = await vitest(run, process.argv.slice(2));
process.stdout.write(`${unit.passed} passed, ${unit.failed + failures.length} failed\n`);
process.exitCode = unit.failed + failures.length === 0 ? 0 : 1;
