import { createHash } from 'node:crypto';
import { open, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import which from 'which';
import { canonical } from '../../core/canonical/canonical.ts';
import type { PackageClaims } from '../../core/trust/package-claims.ts';
import type { Launch, PackageIdentity } from '../../core/trust/launch.ts';
import { placedNames } from '../../core/trust/placeholder.ts';
import type { LaunchResolver, Resolution } from '../../core/trust/resolution.ts';
import type { LocalServer, RemoteServer, ServerConfig } from '../../core/trust/server-config.ts';
import { inheritedEnvironment } from './child-environment.ts';
import { baseName, fetchedPackage } from './fetched-package.ts';
import { FileDigests } from './file-digests.ts';
import { claimsOf, packageOf } from './package-identity.ts';

/** `salt` keeps values in the environment from being guessed by their digest; `bundleVersion` is this app's own. */
export interface ResolverOptions {
  readonly salt: string;
  readonly bundleVersion: string;
  readonly environment?: NodeJS.ProcessEnv;
}

const INTERPRETERS = /^(node|nodejs|deno|bun|python(\d+(\.\d+)*)?|pythonw|ruby|perl|php|java|bash|sh|zsh|dash|ksh|pwsh|powershell|lua|rscript|tsx|ts-node)$/;
/** Programs that run what a project's own file says, or what they find: nobody here knows which code that is. */
const RUNNERS = /^(npm|pnpm|yarn|bun|uv|poetry|pipenv|pdm|hatch|make|just|cargo|go|dotnet)$/;
const CODE = /\.(c?js|mjs|c?ts|mts|py|pyz|rb|pl|php|sh|jar|wasm|lua|ps1|bat|cmd|r)$/i;
const SYSTEM = /^(\/usr\/|\/bin\/|\/sbin\/|\/opt\/|\/nix\/store\/|\/Library\/|\/System\/|[A-Z]:\\(Program Files|Windows)( \(x86\))?\\)/i;

/** Resolves configurations to launches. Digests of files are remembered between starts of one run. */
export function createLaunchResolver(options: ResolverOptions): LaunchResolver {
  const digests = new FileDigests();
  const environment = options.environment ?? process.env;
  return {
    resolve: (config) => resolveConfig(config, options, digests, environment),
    claims: (config) => claimsBehind(config, environment),
    namedCode: (config) => namedCode(config, digests, environment),
    executable: (launch) => (launch.kind === 'local' ? digests.file(launch.resolved).catch(() => null) : Promise.resolve(null)),
    inherited: () => inheritedEnvironment(environment, process.platform),
  };
}

async function resolveConfig(config: ServerConfig, options: ResolverOptions, digests: FileDigests, environment: NodeJS.ProcessEnv): Promise<Resolution> {
  switch (config.kind) {
    case 'local': return resolveLocal(config, options.salt, digests, environment);
    case 'remote': return { ok: true, launch: remoteLaunch(config), file: null, fetches: false };
    case 'bundled': return { ok: true, launch: { kind: 'bundled', bundle: config.bundle, version: options.bundleVersion }, file: null, fetches: false };
  }
}

function remoteLaunch(config: RemoteServer): Launch {
  const { href, origin } = new URL(config.url);
  return { kind: 'remote', url: href, origin, headerNames: ownNames(config, config.headers).map((name) => name.toLowerCase()), issuer: null };
}

/** Names of the variables or headers that are really set; what stands in arguments or the URL is none of them. */
function ownNames(config: ServerConfig, given: Readonly<Record<string, unknown>>): string[] {
  const placed = placedNames(config);
  return Object.keys(given).filter((name) => !placed.includes(name)).sort();
}

async function resolveLocal(config: LocalServer, salt: string, digests: FileDigests, environment: NodeJS.ProcessEnv): Promise<Resolution> {
  const cwd = config.cwd === null ? homedir() : atHome(config.cwd);
  if (!isAbsolute(cwd) || !(await isFolder(cwd))) return { ok: false, why: 'folder-missing', name: config.cwd ?? cwd };
  const file = await findProgram(config, cwd, environment);
  if (file === null) return { ok: false, why: 'command-missing', name: config.command };
  const resolved = await realpath(file);
  const fetched = fetchedPackage(config.command, config.args);
  const code = fetched === null ? await codeOf(file, resolved, config.args, cwd, digests) : { package: null, fileDigest: null };
  const launch: Launch = {
    kind: 'local', command: config.command, resolved, args: config.args, cwd,
    envNames: ownNames(config, config.env),
    envDigest: environmentDigest(config, salt),
    interpreter: await interpreterOf(resolved, digests),
    package: fetched === null ? code.package : fetchedIdentity(fetched.name, fetched.version),
    fileDigest: code.fileDigest,
    // SECURITY: code that is bound by nothing may be another at each start, whoever changes it.
    floating: fetched === null ? RUNNERS.test(baseName(file)) || (code.package === null && code.fileDigest === null) : fetched.version === null,
  };
  return { ok: true, launch, file, fetches: fetched !== null };
}

/** The program as it would be found; a configured PATH is searched, for that is what the child would see. */
async function findProgram(config: LocalServer, cwd: string, environment: NodeJS.ProcessEnv): Promise<string | null> {
  const given = config.env['PATH'];
  const path = given !== undefined && 'plain' in given ? given.plain : (environment['PATH'] ?? '');
  const command = atHome(config.command);
  if (/[\\/]/.test(command)) {
    const file = resolve(cwd, command);
    return (await which(file, { nothrow: true, path: '' })) ?? null;
  }
  return (await which(command, { nothrow: true, path })) ?? null;
}

/** What runs: the package it is part of, or else the digests of the code files themselves. */
async function codeOf(file: string, resolved: string, args: readonly string[], cwd: string, digests: FileDigests): Promise<{ package: PackageIdentity | null; fileDigest: string | null }> {
  const interpreted = INTERPRETERS.test(baseName(file)) || INTERPRETERS.test(baseName(resolved));
  const files = await codeFiles(args, cwd, interpreted);
  const main = interpreted ? files[0] : resolved;
  if (main === undefined) return { package: null, fileDigest: null };
  const found = await packageOf(main, digests);
  const others = [...(found === null ? [main] : []), ...(interpreted ? files.slice(1) : [])];
  return { package: found, fileDigest: others.length === 0 ? null : await digestAll(others, digests) };
}

/** The program and the scripts a launch names, by their bytes. Neither what is fetched at the start nor an interpreter is in it. */
async function namedCode(config: ServerConfig, digests: FileDigests, environment: NodeJS.ProcessEnv): Promise<string | null> {
  const files = await namedFiles(config, environment);
  return files === null ? null : digestAll(files, digests).catch(() => null);
}

async function claimsBehind(config: ServerConfig, environment: NodeJS.ProcessEnv): Promise<PackageClaims | null> {
  const [main] = (await namedFiles(config, environment)) ?? [];
  return main === undefined ? null : claimsOf(main);
}

/** The real files a launch runs and names, what runs first; none for what is fetched or not here, null where the program is gone. */
async function namedFiles(config: ServerConfig, environment: NodeJS.ProcessEnv): Promise<readonly string[] | null> {
  if (config.kind !== 'local' || fetchedPackage(config.command, config.args) !== null) return [];
  const cwd = config.cwd === null ? homedir() : atHome(config.cwd);
  const file = await findProgram(config, cwd, environment);
  if (file === null) return null;
  const resolved = await realpath(file);
  const interpreted = INTERPRETERS.test(baseName(file)) || INTERPRETERS.test(baseName(resolved));
  const files = await codeFiles(config.args, cwd, interpreted);
  return interpreted ? files : [resolved, ...files];
}

/** Arguments that name code files, as real paths: the script, and whatever else is loaded with it. */
async function codeFiles(args: readonly string[], cwd: string, interpreted: boolean): Promise<string[]> {
  const files: string[] = [];
  for (const arg of args) {
    const path = arg.startsWith('-') && arg.includes('=') ? arg.slice(arg.indexOf('=') + 1) : arg;
    if (path === '' || path.startsWith('-') || path.includes('${')) continue;
    const named = resolve(cwd, atHome(path));
    const real = (await realFile(named)) ?? (interpreted && files.length === 0 ? await foundBy(named) : null);
    if (real !== null && (CODE.test(real) || files.length === 0)) files.push(real);
  }
  return files;
}

/** The file an interpreter finds behind a folder or a name without its ending; null where there is none. */
async function foundBy(path: string): Promise<string | null> {
  const endings = ['.js', '.cjs', '.mjs', '.ts', '.py'].map((ending) => path + ending);
  for (const one of [...endings, ...['package.json', 'index.js', 'index.cjs', '__main__.py'].map((name) => resolve(path, name))]) {
    const real = await realFile(one);
    if (real !== null) return real;
  }
  return null;
}

async function digestAll(files: readonly string[], digests: FileDigests): Promise<string> {
  const each = await Promise.all(files.map(async (file) => `${file}\0${await digests.file(file)}`));
  return sha256(each.join('\n'));
}

/** An interpreter of the system by its place, so that its update blocks nobody; one of somebody's own by its bytes. */
async function interpreterOf(resolved: string, digests: FileDigests): Promise<string> {
  const name = INTERPRETERS.test(baseName(resolved)) ? resolved : await shebang(resolved);
  if (name === null) return 'none';
  if (!isAbsolute(name) || SYSTEM.test(name)) return `system:${name}`;
  return `file:${await digests.file(name)}`;
}

async function shebang(file: string): Promise<string | null> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return null;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0);
    const line = buffer.toString('utf8', 0, bytesRead).split('\n')[0] ?? '';
    const parts = /^#!\s*(\S+)(?:\s+(?:-S\s+)?(\S+))?/.exec(line);
    if (parts === null) return null;
    return baseName(parts[1] ?? '') === 'env' ? (parts[2] ?? 'env') : (parts[1] ?? null);
  } finally {
    await handle.close();
  }
}

/** A package that the runner fetches: an exact version names its content at the registry, any other names only itself. */
function fetchedIdentity(name: string, version: string | null): PackageIdentity | null {
  if (name === '') return null;
  return { name, version: version ?? 'any', treeDigest: sha256(`registry:${name}@${version ?? 'any'}`) };
}

/** Secrets count by name: a key may be changed without becoming another server; every plain value counts. */
function environmentDigest(config: LocalServer, salt: string): string {
  const pairs = Object.entries(config.env).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, value]);
  return sha256(`${salt}\n${canonical(pairs as Parameters<typeof canonical>[0])}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function atHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? homedir() + path.slice(1) : path;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

async function realFile(path: string): Promise<string | null> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isFile() ? real : null;
  } catch {
    return null;
  }
}
