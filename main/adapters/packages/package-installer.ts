import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Installed, InstallWhy, PackageInstaller } from '../../core/trust/package-installer.ts';
import { FileDigests } from '../launch/file-digests.ts';
import { installedProgram, type InstalledProgram } from './installed-program.ts';
import { runNpm, type NpmEnd } from './npm.ts';

/** `folder` holds the installed packages, as `name@version`. */
export interface InstallerOptions {
  readonly folder: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

type Wanted = Parameters<PackageInstaller['install']>[0];

const UNFINISHED = '.installing-';
const MOST_MS = 120_000;
/** SECURITY: frozen by a test. No script of any package runs, whatever the person's own settings of npm say. */
export const OPTIONS = [
  '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', '--package-lock=true', '--install-strategy=hoisted', '--global=false',
  '--no-update-notifier', '--no-progress', '--loglevel=error', '--fetch-retries=1', '--fetch-retry-mintimeout=1000',
] as const;
const UNKNOWN: ReadonlySet<string> = new Set(['E404', 'ETARGET', 'ENOVERSIONS']);
const UNREACHABLE = /^(ENOTFOUND|ECONN\w+|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET\w*|FETCH_ERROR|E5\d\d|\w{0,60}CERT\w{0,60}|ENOTCACHED)$/;

/** Installs with the npm of this machine, one package after the other. */
export function createPackageInstaller(options: InstallerOptions): PackageInstaller {
  let before: Promise<unknown> = Promise.resolve();
  return {
    install(wanted, signal) {
      const next = before.then(() => install(options, wanted, signal)).catch((): Installed => failed('install-failed'));
      before = next;
      return next;
    },
    holds: (path) => path.startsWith(options.folder + sep),
  };
}

async function install({ folder, environment = process.env, timeoutMs = MOST_MS }: InstallerOptions, wanted: Wanted, signal: AbortSignal): Promise<Installed> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await clear(folder);
  const fresh = await mkdtemp(join(folder, UNFINISHED));
  try {
    // npm looks for a project above a folder without one.
    await writeFile(join(fresh, 'package.json'), '{"private":true}\n');
    const end = await runNpm(['install', ...OPTIONS, '--prefix', fresh, '--', `${wanted.name}@${wanted.wanted}`], fresh, environment, timeoutMs, signal);
    if (!end.ok) return failed(whyOf(end));
    const found = await installedProgram(fresh, wanted.name, wanted.program);
    if (found === null || (wanted.exact && found.version !== wanted.wanted)) return failed('install-failed');
    if (signal.aborted) return failed('install-cancelled');
    return await settle(folder, fresh, wanted, found);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Puts a finished installation in its place, or finds that the same one is there already. */
async function settle(folder: string, fresh: string, { name, program }: Wanted, found: InstalledProgram): Promise<Installed> {
  const place = join(folder, ...`${name}@${found.version}`.split('/'));
  const known = await installedProgram(place, name, program);
  if (known !== null) {
    const digests = new FileDigests();
    // SECURITY: one version of a package is one content; another servers may run from is not exchanged.
    if (known.version !== found.version || (await digests.tree(known.folder)) !== (await digests.tree(found.folder))) return failed('package-differs');
    return { ok: true, name, version: known.version, script: known.script };
  }
  // What is no whole installation runs nothing; it gives way.
  await rm(place, { recursive: true, force: true });
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  await rename(fresh, place);
  return { ok: true, name, version: found.version, script: join(place, found.script.slice(fresh.length + 1)) };
}

/** Takes away what a run left that ended in the middle. */
async function clear(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(UNFINISHED)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

function whyOf(end: Extract<NpmEnd, { ok: false }>): InstallWhy {
  if (end.why === 'missing') return 'npm-missing';
  if (end.why === 'cancelled') return 'install-cancelled';
  if (end.why === 'late' || UNREACHABLE.test(end.code)) return 'registry-unreachable';
  return UNKNOWN.has(end.code) ? 'package-unknown' : 'install-failed';
}

function failed(why: InstallWhy): Installed {
  return { ok: false, why };
}
