import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { out } from '../build-targets.mjs';
import { root } from '../steps/command.mjs';

const KEPT = ['name', 'productName', 'version', 'description', 'license', 'author', 'type', 'main'];

const PLATFORM_OF = { '--linux': 'linux', '-l': 'linux', '--win': 'win32', '-w': 'win32', '--mac': 'darwin', '-m': 'darwin' };

/** Copies the native keychain without its sources, with the binaries of the systems that are packed for. */
function stageKeychain(staged, platforms) {
  const from = join(root, 'node_modules', 'keytar');
  const to = join(staged, 'node_modules', 'keytar');
  for (const part of ['package.json', 'LICENSE.md', 'lib']) cpSync(join(from, part), join(to, part), { recursive: true });
  for (const folder of readdirSync(join(from, 'prebuilds'))) {
    if (!platforms.some((platform) => folder.startsWith(`${platform}-`))) continue;
    cpSync(join(from, 'prebuilds', folder), join(to, 'prebuilds', folder), { recursive: true });
  }
}

/** The command line with what it starts, as out/ has it, and its own keychain: a Node outside the app runs it. */
function stageCommandLine(platforms) {
  const staged = join(root, 'dist', 'cli');
  rmSync(staged, { recursive: true, force: true });
  for (const file of ['cli/countersign.cjs', 'main/worker.cjs', 'main/skill-worker.cjs', 'main/demo-cms.cjs']) {
    if (existsSync(join(out, file))) cpSync(join(out, file), join(staged, file));
  }
  if (existsSync(join(out, 'skills'))) cpSync(join(out, 'skills'), join(staged, 'skills'), { recursive: true });
  stageKeychain(staged, platforms);
}

/**
 * Puts what is packed into dist/app, for the systems that electron-builder's arguments name. Our code is bundled, so
 * the package names one dependency: the native keychain. The command line goes to dist/cli.
 */
export function stageApp(args) {
  const staged = join(root, 'dist', 'app');
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(staged, { recursive: true });
  cpSync(out, join(staged, 'out'), { recursive: true, filter: (path) => !path.endsWith('.built') });
  const named = args.flatMap((arg) => PLATFORM_OF[arg] ?? []);
  const platforms = named.length > 0 ? named : [process.platform];
  stageKeychain(staged, platforms);
  stageCommandLine(platforms);
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const kept = Object.fromEntries(KEPT.map((key) => [key, manifest[key]]));
  writeFileSync(join(staged, 'package.json'), JSON.stringify({ ...kept, dependencies: { keytar: manifest.dependencies.keytar } }, null, 2));
}
