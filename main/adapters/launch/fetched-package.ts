/** A package that a runner fetches at the start. */
export interface FetchedPackage {
  readonly name: string;
  /** The exact version; null where each start may fetch another. */
  readonly version: string | null;
}

const EXACT = /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/;
/** Options before the package that change nothing about what is fetched and what runs. */
const HARMLESS = /^(-y|--yes|-q|--quiet|-s|--silent|-v|--verbose|-n|--no-cache|--no-progress|--no-config|--isolated|--prefer-offline|--prefer-online|--offline|--no-install|--refresh|--bun|--loglevel=\w+|--python=[\d.]+)$/;
const ELSEWHERE = /^(--registry|--userconfig|--@[^=]*registry|--index(-url)?|--extra-index-url|--default-index|--find-links|--config-file)(=|$)/;

/**
 * What a command line fetches: for runners such as `npx` and `uvx` the package, for anything else null. In doubt the
 * version is null, so that the launch counts as floating.
 */
export function fetchedPackage(command: string, args: readonly string[]): FetchedPackage | null {
  const found = fetchedBy(command, args);
  // SECURITY: from another registry the same name is another package.
  return found !== null && args.some((arg) => ELSEWHERE.test(arg)) ? { name: '', version: null } : found;
}

function fetchedBy(command: string, args: readonly string[]): FetchedPackage | null {
  const runner = baseName(command);
  if (runner === 'cmd' && /^\/c$/i.test(args[0] ?? '')) return fetchedPackage(args[1] ?? '', args.slice(2));
  if (/^(ba|z|da|k)?sh$/.test(runner)) return args.some((arg) => /\b(npx|npm|pnpm|yarn|bunx?|uvx?|pipx|deno|docker|podman|curl|wget)\b/.test(arg)) && args.some((arg) => /^-\w*c$/.test(arg)) ? { name: '', version: null } : null;
  switch (runner) {
    case 'npx': case 'bunx': return together(specs(args).map(npmSpec));
    case 'npm': return /^(exec|x)$/.test(args[0] ?? '') ? together(specs(args.slice(1)).map(npmSpec)) : null;
    case 'pnpm': case 'yarn': return args[0] === 'dlx' ? together(specs(args.slice(1)).map(npmSpec)) : null;
    case 'bun': return args[0] === 'x' ? together(specs(args.slice(1)).map(npmSpec)) : null;
    case 'uvx': return together(specs(args, '--from').map(pythonSpec));
    case 'uv': return args[0] === 'tool' && args[1] === 'run' ? together(specs(args.slice(2), '--from').map(pythonSpec)) : null;
    case 'pipx': return args[0] === 'run' ? together(specs(args.slice(1), '--spec').map(pythonSpec)) : null;
    case 'deno': return args.some((arg) => /^(https?|npm|jsr):/.test(arg)) ? { name: '', version: null } : null;
    case 'docker': case 'podman': return args.includes('run') ? imageOf(args) : null;
    default: return null;
  }
}

/** A program's name without folder and ending. */
export function baseName(command: string): string {
  return (command.split(/[\\/]/).at(-1) ?? '').replace(/\.(exe|cmd|bat|ps1)$/i, '').toLowerCase();
}

/**
 * The packages asked for: all that `-p` or `option` name, else the first argument that is no option. Empty: it cannot
 * be told. SECURITY: so it is behind every option that is not known to be harmless: `--prefix`, `--cache`, `--node-options`
 * and their like have other code run under the same name.
 */
function specs(args: readonly string[], option?: string): string[] {
  const named: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const inline = /^(?:-p|--package|--from|--spec|--with)=(.+)$/.exec(arg);
    if (inline !== null) named.push(inline[1] ?? '');
    else if (arg === '-p' || arg === '--package' || arg === '--with' || arg === option) named.push(args[++i] ?? '');
    else if (arg === '-c' || arg === '--call') return named;
    else if (arg === '--' || !arg.startsWith('-')) return named.length > 0 ? named : [arg === '--' ? (args[i + 1] ?? '') : arg];
    else if (arg === '--python' && /^[\d.]+$/.test(args[i + 1] ?? '')) i++;
    else if (!HARMLESS.test(arg)) return [];
  }
  return named;
}

/** The first package names the launch; it is exact only where all are. */
function together(each: readonly FetchedPackage[]): FetchedPackage {
  const first = each[0] ?? { name: '', version: null };
  // SECURITY: which of several packages then runs cannot be told, so none lends its name.
  if (each.length > 1 && each.every((one) => one.version !== null)) return { name: '', version: first.version };
  return each.every((one) => one.version !== null) ? first : { name: first.name, version: null };
}

function npmSpec(spec: string): FetchedPackage {
  const parts = /^(@[^/@]+\/[^/@]+|[^/@:]+)(?:@(.+))?$/.exec(spec);
  if (parts === null) return { name: '', version: null };
  const version = parts[2] ?? '';
  // SECURITY: `name@npm:other` and `name@https://…` run something else under that name.
  if (/[:/]/.test(version)) return { name: '', version: null };
  return { name: parts[1] ?? '', version: EXACT.test(version) ? version : null };
}

function pythonSpec(spec: string): FetchedPackage {
  const parts = /^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?(?:==|@)?(.*)$/.exec(spec);
  if (parts === null) return { name: '', version: null };
  const version = parts[2] ?? '';
  return { name: `pypi:${parts[1] ?? ''}`, version: /^\d+\.\d[a-z0-9.+-]*$/.test(version) && /==|@/.test(spec) ? version : null };
}

/** Options of `run` without a value, and with one, that leave the image what it is. */
const RUN_PLAIN = /^(-[idt]+|--rm|--init|--interactive|--tty|--read-only|--(name|env|volume|mount|network|memory|user|platform|pull|label|cpus|add-host|publish|workdir)=.*)$/;
const RUN_VALUED = /^(-[evpuwlm]|--(env|volume|publish|user|workdir|label|memory|mount|name|network|platform|pull|cpus|add-host))$/;
const PINNED = /^([a-z0-9][a-z0-9._/:-]*)@(sha256:[0-9a-f]{64})$/;

/** The image that `run` names, where it is one by its digest; SECURITY: a digest anywhere else pins nothing. */
function imageOf(args: readonly string[]): FetchedPackage {
  const unknown = { name: '', version: null };
  if (args[0] !== 'run') return unknown;
  for (let i = 1; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (RUN_VALUED.test(arg)) i++;
    else if (arg.startsWith('-') && !RUN_PLAIN.test(arg)) return unknown;
    else if (!arg.startsWith('-')) {
      const [, name, digest] = PINNED.exec(arg) ?? [];
      return name === undefined || digest === undefined ? unknown : { name: `image:${name}`, version: digest };
    }
  }
  return unknown;
}
