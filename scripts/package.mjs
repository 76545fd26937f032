// Packs the app. Without arguments: the unpacked app for this system, which needs no further tools. With them they go
// to electron-builder, for machines that can download its tools: `npm run package -- --linux deb AppImage`.
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { stageApp } from './package/staged-app.mjs';
import { bin, root, run } from './steps/command.mjs';

const LIMIT_MS = 900_000;

const OWN = { linux: ['--linux', '-l'], win32: ['--win', '-w'], darwin: ['--mac', '-m'] }[process.platform] ?? [];
const isOwn = (arg) => OWN.includes(arg) || !['--linux', '-l', '--win', '-w', '--mac', '-m'].includes(arg);

/** For our own system the Electron that is here; for another one electron-builder fetches its own. */
async function electronArguments(args) {
  if (!args.every(isOwn)) return [];
  const electron = await ensureElectron();
  // SECURITY: a test runtime is for trying the package out, never for an installer that someone could be given.
  if (electron.kind === 'test' && !args.includes('--dir')) {
    throw new Error('Only a test runtime of Electron is here, and that is never shipped. The unpacked app can be made: npm run package');
  }
  return [`-c.electronVersion=${electron.version}`, `-c.electronDist=${electron.dist}`];
}

/** Packs with the given electron-builder arguments and returns its exit code. */
export async function pack(args) {
  const electron = await electronArguments(args);
  await build();
  stageApp(args);
  const { code } = await run(process.execPath, [
    bin('electron-builder', 'cli.js'), ...args, '--publish', 'never', '--config', 'electron-builder.yml', ...electron,
  ], { limitMs: LIMIT_MS });
  return code;
}

if (process.argv[1] === import.meta.filename) {
  try {
    const args = process.argv.slice(2);
    process.exitCode = await pack(args.length > 0 ? args : ['--dir']);
    if (process.exitCode === 0) process.stdout.write(`Packed into ${join(root, 'dist')}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
