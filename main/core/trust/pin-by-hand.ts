import type { ServerConfig } from './server-config.ts';

/** How a person can fix the version of a launch that is not pinned here, and what to type for it. */
export interface PinByHand {
  /**
   * `as-npx`: the same npm package, fetched by `npx`, can be pinned here. `python`: an exact version in the launch, for
   * nothing is installed from the Python index here. `image`: the digest of the image. `other`: nobody here can tell
   * what is fetched; the program itself is to be named.
   */
  readonly how: 'as-npx' | 'python' | 'image' | 'other';
  /** The launch as it would stand, with `VERSION` or `DIGEST` where something is to be filled in; empty for `other`. */
  readonly command: readonly string[];
}

const QUIET: ReadonlySet<string> = new Set(['-y', '--yes', '-q', '--quiet', '--']);
const NPM_NAME = /^(?:@[a-z0-9][a-z0-9._~-]*\/)?[a-z0-9][a-z0-9._~-]*$/;
const PYTHON_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const IMAGE = /^[a-z0-9][a-z0-9._/-]*(?::[\w.-]+)?$/;

/** What fixes the version of a launch that may fetch other code at each start. In doubt `other`; null for what is no program. */
export function pinByHand(config: ServerConfig): PinByHand | null {
  if (config.kind !== 'local') return null;
  const runner = (config.command.split(/[\\/]/).at(-1) ?? '').replace(/\.(exe|cmd)$/i, '').toLowerCase();
  const [first = '', ...rest] = config.args;
  switch (runner) {
    case 'bunx': return asNpx(config.args);
    case 'npm': return /^(exec|x)$/.test(first) ? asNpx(rest) : OTHER;
    case 'pnpm': case 'yarn': return first === 'dlx' ? asNpx(rest) : OTHER;
    case 'bun': return first === 'x' ? asNpx(rest) : OTHER;
    case 'uvx': case 'pipx': return python(config.command, runner === 'pipx' ? config.args.slice(1) : config.args, runner === 'pipx' ? [first] : []);
    case 'uv': return first === 'tool' && rest[0] === 'run' ? python(config.command, rest.slice(1), [first, 'run']) : OTHER;
    case 'docker': case 'podman': return image(config.command, config.args);
    default: return OTHER;
  }
}

const OTHER: PinByHand = { how: 'other', command: [] };

/** Words that only ask for quiet, then the package, then what its program gets. */
function named(args: readonly string[]): { readonly before: readonly string[]; readonly name: string; readonly after: readonly string[] } {
  const at = args.findIndex((arg) => !QUIET.has(arg));
  return at === -1 ? { before: [], name: '', after: [] } : { before: args.slice(0, at), name: args[at] ?? '', after: args.slice(at + 1) };
}

function asNpx(args: readonly string[]): PinByHand {
  const { name, after } = named(args);
  const bare = name.replace(/(?<=.)@[^/@]*$/, '');
  return NPM_NAME.test(bare) ? { how: 'as-npx', command: ['npx', '-y', bare, ...after] } : OTHER;
}

/** `uvx name@VERSION`; `--from` takes the spelling of the index. */
function python(command: string, args: readonly string[], verb: readonly string[]): PinByHand {
  const { before, name, after } = named(args);
  const from = name === '--from' || name === '--spec';
  const wanted = (from ? (after[0] ?? '') : name).replace(/[@=<>~!].*$/, '');
  const spec = PYTHON_NAME.exec(wanted.replace(/\[[^[\]]*\]$/, ''));
  if (spec === null) return OTHER;
  const fixed = from ? [name, `${wanted}==VERSION`, ...after.slice(1)] : verb[0] === 'run' ? ['--spec', `${wanted}==VERSION`, wanted, ...after] : [`${wanted}@VERSION`, ...after];
  return { how: 'python', command: [command, ...verb, ...before, ...fixed] };
}

/** The last word before the program's own that can only be the image: options with a value make that uncertain. */
function image(command: string, args: readonly string[]): PinByHand {
  const at = args.findIndex((arg, i) => i > 0 && !arg.startsWith('-') && IMAGE.test(arg) && /^(run|-i|-t|-it|--rm|--init|-[a-z]*i[a-z]*)$/.test(args[i - 1] ?? ''));
  const found = args[at];
  if (args[0] !== 'run' || found === undefined) return OTHER;
  return { how: 'image', command: [command, ...args.slice(0, at), `${found.replace(/:[\w.-]+$/, '')}@sha256:DIGEST`, ...args.slice(at + 1)] };
}
