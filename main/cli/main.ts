import { config } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { commandsOf } from './commands/index.ts';
import { findInstallation } from './compose.ts';
import { run } from './run.ts';

// The composition root without Electron. Validation interprets, as in the app.
config({ jitless: true });

/** A command that left something running is ended this long after its answer. */
const LINGER_MS = 3_000;

const { version } = packageJson;
const code = run({
  argv: process.argv.slice(2), env: process.env, cwd: process.cwd(), platform: process.platform, version,
  streams: { input: process.stdin, output: process.stdout, people: process.stderr },
}, commandsOf(() => findInstallation(__dirname, version)));
void code.then((ended) => {
  process.exitCode = ended;
  process.stdin.destroy();
  setTimeout(() => process.exit(), LINGER_MS).unref();
});
