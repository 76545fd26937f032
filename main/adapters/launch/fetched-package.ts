/** A package that a runner fetches at the start. */
export interface FetchedPackage {
  readonly name: string;
  /** The exact version; null where each start may fetch another. */
  readonly version: string | null;
}

const EXACT = /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/;
const WITH_VALUE: ReadonlySet<string> = new Set(['--registry', '--cache', '--userconfig', '--prefix', '--python', '-w', '--workspace', '--index-url', '--with']);

/**
 * What a command line fetches: for runners such as `npx` and `uvx` the package, for anything else null. In doubt the
 * version is null, so that the launch counts as floating.
 */
export function fetchedPackage(command: string, args: readonly string[]): FetchedPackage | null {
  const runner = baseName(command);
  if (runner === 'cmd' && /^\/c$/i.test(args[0] ?? '')) return fetchedPackage(args[1] ?? '', args.slice(2));
  if (/^(ba|z|da|k)?sh$/.test(runner)) return args.some((arg) => /\b(npx|npm|pnpm|yarn|bunx?|uvx?|pipx|deno|docker|podman|curl|wget)\b/.test(arg)) && args.some((arg) => /^-\w*c$/.test(arg)) ? { name: '', version: null } : null;
  switch (runner) {
    case 'npx': case 'bunx': return npmSpec(firstSpec(args));
    case 'npm': return /^(exec|x)$/.test(args[0] ?? '') ? npmSpec(firstSpec(args.slice(1))) : null;
    case 'pnpm': case 'yarn': return args[0] === 'dlx' ? npmSpec(firstSpec(args.slice(1))) : null;
    case 'bun': return args[0] === 'x' ? npmSpec(firstSpec(args.slice(1))) : null;
    case 'uvx': return pythonSpec(firstSpec(args, '--from'));
    case 'uv': return args[0] === 'tool' && args[1] === 'run' ? pythonSpec(firstSpec(args.slice(2), '--from')) : null;
    case 'pipx': return args[0] === 'run' ? pythonSpec(firstSpec(args.slice(1), '--spec')) : null;
    case 'deno': return args.some((arg) => /^(https?|npm|jsr):/.test(arg)) ? { name: '', version: null } : null;
    case 'docker': case 'podman': return args.includes('run') ? imageOf(args) : null;
    default: return null;
  }
}

/** A program's name without folder and ending. */
export function baseName(command: string): string {
  return (command.split(/[\\/]/).at(-1) ?? '').replace(/\.(exe|cmd|bat|ps1)$/i, '').toLowerCase();
}

/** The package asked for: what `-p` or `option` names, else the first argument that is no option. Null: cannot be told. */
function firstSpec(args: readonly string[], option?: string): string | null {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '-p' || arg === '--package' || arg === option) return args[i + 1] ?? null;
    const inline = /^(?:-p|--package|--from|--spec)=(.+)$/.exec(arg);
    if (inline !== null) return inline[1] ?? null;
    if (arg === '-c' || arg === '--call') return null;
    if (arg === '--') return args[i + 1] ?? null;
    if (WITH_VALUE.has(arg)) i++;
    else if (!arg.startsWith('-')) return arg;
  }
  return null;
}

function npmSpec(spec: string | null): FetchedPackage {
  const parts = /^(@[^/@]+\/[^/@]+|[^/@:]+)(?:@(.+))?$/.exec(spec ?? '');
  if (parts === null) return { name: '', version: null };
  const version = parts[2] ?? '';
  return { name: parts[1] ?? '', version: EXACT.test(version) ? version : null };
}

function pythonSpec(spec: string | null): FetchedPackage {
  const parts = /^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?(?:==|@)?(.*)$/.exec(spec ?? '');
  if (parts === null) return { name: '', version: null };
  const version = parts[2] ?? '';
  return { name: `pypi:${parts[1] ?? ''}`, version: /^\d+(\.\d+)+([a-z0-9.+-]*)$/.test(version) && /==|@/.test(spec ?? '') ? version : null };
}

function imageOf(args: readonly string[]): FetchedPackage {
  const pinned = args.find((arg) => /@sha256:[0-9a-f]{64}$/.test(arg));
  return pinned === undefined ? { name: '', version: null } : { name: `image:${pinned.split('@')[0] ?? ''}`, version: pinned.split('@')[1] ?? null };
}
