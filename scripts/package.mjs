// Packs the app. Without arguments: the unpacked app for this system, which needs no further tools. With them they go
// to electron-builder, for machines that can download its tools: `npm run package -- --linux deb AppImage`.
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { stageApp } from './package/staged-app.mjs';
import { bin, root, run } from './steps/command.mjs';

const LIMIT_MS = 900_000;

/** Packs with the given electron-builder arguments and returns its exit code. */
export async function pack(args) {
  await build();
  const electron = await ensureElectron();
  stageApp(args);
  const { code } = await run(process.execPath, [
    bin('electron-builder', 'cli.js'), ...args, '--publish', 'never', '--config', 'electron-builder.yml',
    `-c.electronVersion=${electron.version}`, `-c.electronDist=${electron.dist}`,
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
