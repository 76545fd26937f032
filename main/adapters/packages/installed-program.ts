import { lstat, open, readFile, realpath } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';

/** What is installed below a folder. */
export interface InstalledProgram {
  readonly version: string;
  /** Folder of the package itself, below the installation. */
  readonly folder: string;
  readonly script: string;
}

const VERSION = /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/;

/**
 * The package `name` in an installation, and its program: the named one, or the one npx would pick. Null where it is
 * not there, says another name or no exact version, or has no script for Node inside its own folder.
 */
export async function installedProgram(installation: string, name: string, program: string | null): Promise<InstalledProgram | null> {
  try {
    const folder = join(installation, 'node_modules', ...name.split('/'));
    // SECURITY: a link in its place would be some other folder, which anything may change.
    if (!(await lstat(folder)).isDirectory()) return null;
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { name?: unknown; version?: unknown; bin?: unknown };
    if (manifest.name !== name || typeof manifest.version !== 'string' || !VERSION.test(manifest.version)) return null;
    const bin = binOf(manifest.bin, name, program);
    const script = bin === null ? null : resolve(folder, bin);
    if (script === null || !(await isScript(folder, script))) return null;
    return { version: manifest.version, folder, script };
  } catch {
    return null;
  }
}

/** As npx picks: the only program, else the one with the package's own name. */
function binOf(bin: unknown, name: string, program: string | null): string | null {
  const own = name.split('/').at(-1) ?? name;
  const all = new Map<string, unknown>(typeof bin === 'string' ? [[own, bin]] : typeof bin === 'object' && bin !== null ? Object.entries(bin) : []);
  const targets = new Set(all.values());
  const picked = program !== null ? all.get(program) : targets.size === 1 ? [...targets][0] : all.get(own);
  return typeof picked === 'string' ? picked : null;
}

async function isScript(folder: string, script: string): Promise<boolean> {
  const [root, real] = [await realpath(folder), await realpath(script)];
  // SECURITY: a program outside the package's folder would not be covered by its digest.
  if (!real.startsWith(root + sep)) return false;
  const handle = await open(real, 'r');
  try {
    if (!(await handle.stat()).isFile()) return false;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(128), 0, 128, 0);
    const line = buffer.toString('utf8', 0, bytesRead).split('\n')[0] ?? '';
    return line.startsWith('#!') ? /\bnode\b/.test(line) : /\.[cm]?js$/.test(real);
  } finally {
    await handle.close();
  }
}
