// Starts Countersign: in its window, or in the terminal where there is no display.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { out } from './build-targets.mjs';
import { become, root } from './steps/command.mjs';

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

async function inTerminal() {
  process.stderr.write('There is no display here, so Countersign goes on in this terminal.\n');
  await become(process.execPath, [join(out, 'cli', 'countersign.cjs'), 'demo'], { cwd: process.cwd() });
}

async function inWindow() {
  const { systemLibraries } = await import('./steps/system-libraries.mjs');
  const { ensureElectron } = await import('./electron-runtime.mjs');
  const obstacle = await systemLibraries({ tests: false });
  if (obstacle !== null) throw new Error(obstacle);
  const electron = await ensureElectron();
  // Chromium refuses to run as root with its sandbox.
  const asRoot = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
  await become(electron.path, [...asRoot, root, ...process.argv.slice(2)]);
}

try {
  await build();
  if (hasDisplay) await inWindow();
  else if (existsSync(join(out, 'cli', 'countersign.cjs'))) await inTerminal();
  else throw new Error('There is no display here, and the command line is not built.');
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
