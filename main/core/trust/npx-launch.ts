import type { ServerConfig } from './server-config.ts';

/** A package that an `npx` launch fetches, and what it hands to the package's program. */
export interface NpxLaunch {
  readonly name: string;
  /** A version, range or tag as written; `latest` where none is. */
  readonly wanted: string;
  /** True where `wanted` is one exact version. */
  readonly exact: boolean;
  /** The program of the package that is named; null where npx picks it. */
  readonly program: string | null;
  /** The arguments that the program gets, as written. */
  readonly rest: readonly string[];
}

const NAME = /^(?:@[a-z0-9][a-z0-9._~-]*\/)?[a-z0-9][a-z0-9._~-]*$/;
const WANTED = /^[0-9A-Za-z^~<>=*][0-9A-Za-z^~<>=*|.+ -]{0,99}$/;
const EXACT = /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/;
const PROGRAM = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** Options that change nothing about what is fetched and what runs. */
const HARMLESS: ReadonlySet<string> = new Set(['-y', '--yes', '-q', '--quiet', '-s', '--silent']);

/**
 * What an `npx` launch fetches and runs; null for every other launch, and for one with an option, a variable or a
 * package spelling under which something else could be meant. In doubt null: then nothing is offered.
 */
export function npxLaunch(config: ServerConfig): NpxLaunch | null {
  if (config.kind !== 'local') return null;
  // SECURITY: another registry in the environment makes the same name another package.
  if (Object.keys(config.env).some((name) => /^npm_config_/i.test(name))) return null;
  const args = argumentsOfNpx(config.command, config.args);
  return args === null ? null : read(args);
}

/** True where a launch names a package that each start may fetch in another version, and that can be installed once instead. */
export function isPinnable(config: ServerConfig): boolean {
  return npxLaunch(config)?.exact === false;
}

/** The name and version that a spelling asks for, as `name`, `name@1.2.3`, `name@^1` or `name@next`; null for any other. */
export function npmSpec(spec: string): Pick<NpxLaunch, 'name' | 'wanted' | 'exact'> | null {
  const at = spec.indexOf('@', 1);
  const name = at === -1 ? spec : spec.slice(0, at);
  const wanted = at === -1 ? 'latest' : spec.slice(at + 1);
  if (name.length > 214 || !NAME.test(name) || !WANTED.test(wanted)) return null;
  return { name, wanted, exact: EXACT.test(wanted) };
}

function argumentsOfNpx(command: string, args: readonly string[]): readonly string[] | null {
  const program = (command.split(/[\\/]/).at(-1) ?? '').replace(/\.(exe|cmd)$/i, '').toLowerCase();
  if (program === 'npx') return args;
  const [option = '', inner = '', ...rest] = args;
  // What the Windows shell would read as its own sign means another thing without it.
  const plain = rest.every((arg) => !/[%^&|<>()!"]/.test(arg));
  return program === 'cmd' && /^\/c$/i.test(option) && /^npx(\.cmd)?$/i.test(inner) && plain ? rest : null;
}

function read(args: readonly string[]): NpxLaunch | null {
  let named: string | null = null;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const inline = /^(?:-p|--package)=(.+)$/s.exec(arg)?.[1];
    if (HARMLESS.has(arg)) continue;
    if (inline !== undefined || arg === '-p' || arg === '--package') {
      // SECURITY: of several packages nobody can tell which one runs.
      if (named !== null) return null;
      named = inline ?? args[++i] ?? '';
    } else if (arg === '--') return launch(named, args.slice(i + 1));
    else return arg.startsWith('-') ? null : launch(named, args.slice(i));
  }
  return null;
}

function launch(named: string | null, words: readonly string[]): NpxLaunch | null {
  const [first = '', ...rest] = words;
  const spec = npmSpec(named ?? first);
  if (spec === null || (named !== null && !PROGRAM.test(first))) return null;
  return { ...spec, program: named === null ? null : first, rest };
}
