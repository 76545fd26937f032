import { readlinkSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, parse, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { comparable, pathCandidates, touchesAny, type PathCandidate } from '../../core/policy/protected-paths.ts';
import type { Effect, JsonObject } from '../../core/words/index.ts';
import { patternTouches } from './patterns.ts';

/** Start-up files and credential stores below a person's home; whoever writes there runs or reads everything. */
const IN_HOME = [
  '.bashrc', '.bash_profile', '.bash_login', '.profile', '.zshrc', '.zprofile', '.zshenv', '.config/fish', '.config/autostart',
  '.config/systemd', '.config/environment.d', '.bash_logout', '.zlogin', '.xprofile', '.xsession', '.xsessionrc', '.xinitrc', '.pam_environment',
  '.local/share/keyrings', '.ssh', '.gnupg', '.aws', '.azure', '.kube', '.netrc', '.npmrc', '.pypirc', '.git-credentials',
  '.docker/config.json', '.config/gh', '.password-store', '.pgpass', '.config/gcloud', '.local/share/kwalletd',
  '.bash_aliases', '.zlogout', '.inputrc', '.config/plasma-workspace', '.local/share/systemd', '.local/share/dbus-1', '.gitconfig', '.config/git',
  '.vault-token', '.config/op', '.config/rclone', '.config/pip', '.cargo/credentials', '.cargo/credentials.toml', '.gem/credentials', '.m2/settings.xml',
  '.terraform.d', '.yarnrc', '.yarnrc.yml', '.bunfig.toml', '.config/uv', '.mozilla', '.thunderbird', '.config/google-chrome', '.config/chromium',
  '.config/microsoft-edge', '.config/BraveSoftware',
  'Library/Keychains', 'Library/LaunchAgents', 'Library/Cookies', 'Library/Application Support/Google/Chrome', 'Library/Application Support/Firefox',
  'AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup', 'AppData/Roaming/Microsoft/Credentials', 'AppData/Local/Microsoft/Credentials',
  'AppData/Roaming/Microsoft/Protect', 'AppData/Local/Microsoft/Vault', 'AppData/Local/Google/Chrome/User Data', 'AppData/Local/Microsoft/Edge/User Data',
  'AppData/Roaming/Mozilla', 'Documents/PowerShell', 'Documents/WindowsPowerShell', '_netrc',
] as const;

/** What the system shows of running programs: their variables hold their secrets, and `/proc/self/root` is another name for everything. */
const OF_PROCESSES = process.platform === 'linux' ? ['/proc'] : [];

/** The folders no call may touch: Countersign's own, then the person's start-up files and credential stores. */
export function protectedFolders(ownFolders: readonly string[], home = homedir()): string[] {
  return [...new Set([...ownFolders, ...OF_PROCESSES, ...IN_HOME.flatMap((path) => [join(home, path), ...movedBy(path)])].flatMap((path) => [path, real(resolve(path))]))];
}

/** The same place where the person's settings or data were moved to another folder. */
function movedBy(path: string): string[] {
  return ([['.config/', 'XDG_CONFIG_HOME'], ['.local/share/', 'XDG_DATA_HOME']] as const).flatMap(([usual, variable]) => {
    const folder = process.env[variable];
    return folder !== undefined && isAbsolute(folder) && path.startsWith(usual) ? [join(folder, path.slice(usual.length))] : [];
  });
}

/** Where a server may start from with a relative path: its working directory, and folders its launch names. */
export type BasesOf = (serverId: string) => string | readonly string[] | null;

/** No system opens a path longer than this. */
const LONGEST = 32_768;
/** So many paths inside one text are looked at. */
const MOST_WITHIN = 1_000;
/** So many relative paths times bases are tried; more are refused unseen. */
const MOST_TRIED = 20_000;

/**
 * Tells whether an argument's path leads into a protected folder, links and `..` resolved on disk. Relative paths
 * are tried from each of the server's folders and from each absolute path beside them, for tools that take a folder and
 * a name in it. A path that cannot be resolved is compared as written.
 */
export function createProtectedPaths(folders: readonly string[], basesOf: BasesOf) {
  const guarded = folders.map(comparable);
  return {
    touched(serverId: string, args: JsonObject, effect: Effect): boolean {
      const given = pathCandidates(args).flatMap(({ text, ...rest }): PathCandidate[] => spellings(text).map((spelling) => ({ text: spelling, ...rest })));
      const absolute = given.filter(({ text }) => isAbsolute(text));
      const relative = given.filter(({ text }) => !isAbsolute(text));
      const bases = [...new Set([...ownBases(basesOf(serverId)), ...absolute.map(({ text }) => text)])];
      if (relative.length * bases.length > MOST_TRIED) return true;
      const joined = relative.flatMap(({ text, anchor }) => bases.map((base) => ({ text: `${base}${sep}${text}`, anchor })));
      return [...absolute, ...joined].some(({ text, anchor }) => places(text).map(comparable).some((place) =>
        touchesAny(place, guarded, effect, anchor) || patternTouches(place, guarded, effect !== 'read' && !anchor)));
    },
  };
}

function ownBases(given: ReturnType<BasesOf>): string[] {
  const bases = (typeof given === 'string' ? [given] : (given ?? []))
    .flatMap((text) => spellings(text.replace(/^--?[\w-]+=/, '')))
    .filter((text) => isAbsolute(text));
  return bases.length > 0 ? bases : [process.cwd()];
}

/** How a server might read the text: as it stands, trimmed, as a file URL, percent-decoded, with variables filled in, or as Windows does. */
function spellings(text: string): string[] {
  const trimmed = text.trim();
  const given = /^file:/i.test(trimmed) ? fromUrl(trimmed) : [...new Set([text, trimmed, ...decoded(trimmed), ...within(trimmed)])];
  return [...new Set(given.flatMap((one) => [one, atHome(one)]).flatMap((one) => [one, asWindowsReads(one)]))].map((one) => one.split('\0')[0] ?? '').filter((one) => one !== '');
}

/** Paths that stand inside a text: behind an option, in quotes, one of a list, in JSON, or as an address of another scheme. */
function within(text: string): string[] {
  const pieces = text.split(/[\s"'`,;=|&<>()@]+/).filter((piece) => piece !== text && /^([/~$%\\]|[a-z]:[/\\])/i.test(piece));
  const address = /file:.*$/is.exec(text)?.[0];
  return [...pieces, ...(address === undefined ? [] : fromUrl(address))].slice(0, MOST_WITHIN);
}

/** Another person's `~name` counts as one's own: refusing too much is the safe side. */
function atHome(text: string): string {
  return text.replace(/^~[^/\\]*/, () => homedir()).replace(VARIABLE, (whole, ...names: (string | undefined)[]) => {
    const name = names.slice(0, 3).find((one) => one !== undefined) ?? '';
    return /^(HOME|USERPROFILE)$/i.test(name) ? homedir() : (process.env[name] ?? process.env[name.toUpperCase()] ?? whole);
  });
}

/** `$NAME`, `${NAME}` with or without something to take instead, `%NAME%`. */
const VARIABLE = /\$([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)(?::?[-=?+][^}]*)?\}|%([A-Za-z_][\w()]*)%/g;

/** Windows takes either slash, no dot or blank at the end of a name, and what stands behind a colon as a part of the same file. */
function asWindowsReads(text: string): string {
  const drive = /^[A-Za-z]:/.exec(text)?.[0] ?? '';
  return drive + text.slice(drive.length).split(/[\\/]/).map((part) => (/^\.{1,2}$/.test(part) ? part : part.replace(/:.*$/s, '').replace(/(?<![. ])[. ]+$/, ''))).join('/');
}

/** A file URL, also as a server reads it that only looks at what stands behind the scheme. */
function fromUrl(text: string): string[] {
  const bare = text.replace(/^file:(\/\/[^/]*)?/i, '');
  const paths = [bare, ...decoded(bare)];
  try {
    return [fileURLToPath(text), ...paths];
  } catch {
    return paths;
  }
}

function decoded(text: string): string[] {
  if (!text.includes('%')) return [];
  try {
    return [decodeURIComponent(text)];
  } catch {
    return [];
  }
}

/** Where a path may lead: as written, as Node resolves it, and as the system walks it, for which `..` follows a link. */
function places(path: string): string[] {
  const whole = resolve(path);
  if (whole.length > LONGEST) return [];
  return [...new Set([whole, real(whole), ...(/[\\/]\.\.([\\/]|$)/.test(path) ? [walked(path)] : [])])];
}

function walked(path: string): string {
  const { root } = parse(path);
  return path.slice(root.length).split(sep).reduce((here, part) => (part === '..' ? dirname(here) : real(join(here, part))), root);
}

/** Where an absolute path leads, links followed also where its end is not there yet; null where no system would open it. */
export function realPathOf(path: string): string | null {
  return isAbsolute(path) && path.length <= LONGEST ? real(resolve(path)).replaceAll(sep, '/') : null;
}

/** The real path of the longest part that exists, with the rest behind it. A link to what is not there yet is followed. */
function real(path: string): string {
  const rest: string[] = [];
  let here = path;
  for (let links = 0; ;) {
    try {
      return join(realpathSync.native(here), ...rest.reverse());
    } catch {
      const target = links < 40 ? linkAt(here) : null;
      if (target === null) {
        const parent = dirname(here);
        if (parent === here) return path;
        rest.push(basename(here));
        here = parent;
      } else {
        links += 1;
        here = resolve(dirname(here), target);
      }
    }
  }
}

function linkAt(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
