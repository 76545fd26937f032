import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import { canonical } from '../../core/canonical/canonical.ts';
import type { PackageClaims } from '../../core/trust/package-claims.ts';
import type { Launch, PackageIdentity } from '../../core/trust/launch.ts';
import { placedNames } from '../../core/trust/placeholder.ts';
import type { LaunchResolver, Resolution } from '../../core/trust/resolution.ts';
import type { LocalServer, RemoteServer, ServerConfig } from '../../core/trust/server-config.ts';
import { inheritedEnvironment } from './child-environment.ts';
import { bundleOf } from './bundle.ts';
import { codeFiles, isInterpreter, type NamedCode } from './code-files.ts';
import { baseName, fetchedPackage, type FetchedPackage } from './fetched-package.ts';
import { FileDigests } from './file-digests.ts';
import { interpreterOf, isSystemPlace } from './interpreter.ts';
import { mayBeAnother } from './npm-folder.ts';
import { claimsOf, packageOf } from './package-identity.ts';
import { atHome, findProgram, isFolder, searchPath } from './places.ts';
import { soleCodeOf } from './sole-code.ts';

/** `salt` keeps values in the environment from being guessed by their digest; `bundleVersion` is this app's own. */
export interface ResolverOptions {
  readonly salt: string;
  readonly bundleVersion: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Programs that run what a project's own file says, or what they find: nobody here knows which code that is. */
const RUNNERS = /^(npm|pnpm|yarn|bun|uv|poetry|pipenv|pdm|hatch|make|just|cargo|go|dotnet|corepack|gradlew?|mvnw?|bazel|nix|nix-shell|devbox|flox|pixi|conda|mamba|micromamba)$/;
/** Programs that start another one, which stands in their arguments. */
const STARTERS = /^(env|cross-env(-shell)?|dotenvx?|sudo|doas|su|nice|nohup|timeout|gtimeout|setsid|stdbuf|ionice|chrt|taskset|xargs|parallel|time|script|watch|busybox|op|doppler|infisical|direnv|mise|rtx|asdf|volta|fnm|nvm|pyenv|rbenv|wsl|ssh|flatpak|snap|systemd-run|firejail|bwrap|chroot|unshare|nsenter|xvfb-run|tini|dumb-init|cmd|start|rundll32|mshta|wscript|cscript|osascript|open|launchctl|expect|tclsh|julia|guile|elixir|dart|swift|groovy|scala|kotlin|electron)$/;

/** Resolves configurations to launches. Digests of files are remembered between starts of one run. */
export function createLaunchResolver(options: ResolverOptions): LaunchResolver {
  const digests = new FileDigests();
  const environment = options.environment ?? process.env;
  return {
    resolve: (config) => resolveConfig(config, options, digests, environment),
    claims: (config) => claimsBehind(config, environment),
    namedCode: (config) => namedCode(config, digests, environment),
    executable: (launch) => (launch.kind === 'local' ? digests.file(launch.resolved).catch(() => null) : Promise.resolve(null)),
    bundle: (launch, keys) => bundleOf(launch, keys, digests),
    inherited: () => inheritedEnvironment(environment, process.platform),
  };
}

async function resolveConfig(config: ServerConfig, options: ResolverOptions, digests: FileDigests, environment: NodeJS.ProcessEnv): Promise<Resolution> {
  switch (config.kind) {
    case 'local': return resolveLocal(config, options.salt, digests, environment);
    case 'remote': return { ok: true, launch: remoteLaunch(config), file: null, fetches: false, soleCode: null };
    case 'bundled': return { ok: true, launch: { kind: 'bundled', bundle: config.bundle, version: options.bundleVersion }, file: null, fetches: false, soleCode: null };
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
  const fetched = await fetchedBy(config, cwd);
  const code = fetched === null ? await codeOf(file, resolved, config.args, cwd, digests) : await codeOfRunner(fetched, resolved, digests);
  const launch: Extract<Launch, { kind: 'local' }> = {
    kind: 'local', command: config.command, resolved, args: config.args, cwd,
    envNames: ownNames(config, config.env),
    envDigest: environmentDigest(config, salt),
    interpreter: await interpreterOf(resolved, searchPath(config, environment), digests),
    package: code.package,
    fileDigest: code.fileDigest,
    // SECURITY: code that is bound by nothing may be another at each start, whoever changes it.
    floating: fetched === null ? isStarter(file, resolved) || !code.bound : fetched.version === null,
  };
  return { ok: true, launch, file, fetches: fetched !== null, soleCode: soleCodeOf(launch, fetched !== null) };
}

/** The package that is fetched at the start; without a name where what runs may be another. Null: nothing is fetched. */
async function fetchedBy(config: LocalServer, cwd: string): Promise<FetchedPackage | null> {
  const fetched = fetchedPackage(config.command, config.args);
  if (fetched === null || fetched.version === null || fetched.name.startsWith('image:')) return fetched;
  return (await mayBeAnother(config, fetched.name, cwd)) ? { name: '', version: null } : fetched;
}

function isStarter(file: string, resolved: string): boolean {
  return [file, resolved].map(baseName).some((name) => RUNNERS.test(name) || STARTERS.test(name));
}

/** The code of a launch, and whether it is bound to what runs. */
interface BoundCode {
  readonly package: PackageIdentity | null;
  readonly fileDigest: string | null;
  readonly bound: boolean;
}

/** What is fetched counts by name and version, and the runner that fetches it by its bytes where it is somebody's own. */
async function codeOfRunner({ name, version }: FetchedPackage, resolved: string, digests: FileDigests): Promise<BoundCode> {
  return { package: fetchedIdentity(name, version), fileDigest: isSystemPlace(resolved) ? null : await digests.file(resolved), bound: version !== null };
}

/** What runs: the package it is part of, or else the digests of the code files themselves. */
async function codeOf(file: string, resolved: string, args: readonly string[], cwd: string, digests: FileDigests): Promise<BoundCode> {
  const { main, others } = await named(file, resolved, args, cwd);
  // SECURITY: a starter's own package says nothing of what it starts.
  const found = main === null || isStarter(file, resolved) ? null : await packageOf(main, digests);
  const files = [...(found === null && main !== null ? [main] : []), ...others];
  return { package: found, fileDigest: files.length === 0 ? null : await digestAll(files, digests), bound: main !== null };
}

/** The code a launch names; what is no interpreter is itself what runs. */
async function named(file: string, resolved: string, args: readonly string[], cwd: string): Promise<NamedCode> {
  const interpreter = [file, resolved].find(isInterpreter);
  const code = await codeFiles(interpreter === undefined ? null : baseName(interpreter), args, cwd);
  return interpreter === undefined ? { ...code, main: resolved } : code;
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
  const { main, others } = await named(file, await realpath(file), config.args, cwd);
  return main === null ? others : [main, ...others];
}

async function digestAll(files: readonly string[], digests: FileDigests): Promise<string> {
  const each = await Promise.all(files.map(async (file) => `${file}\0${await digests.file(file)}`));
  return sha256(each.join('\n'));
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
