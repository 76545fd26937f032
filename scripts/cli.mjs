// The command line out of a checkout: `npm run --silent cli -- <command>`. Standard input and output are its own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { become, root } from './steps/command.mjs';

const file = join(root, 'out', 'cli', 'countersign.cjs');
try {
  if (!existsSync(file)) await (await import('./build.mjs')).build({ force: true });
  await become(process.execPath, [file, ...process.argv.slice(2)]);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
