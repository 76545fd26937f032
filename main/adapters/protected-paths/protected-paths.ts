import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathCandidates, touches } from '../../core/policy/protected-paths.ts';
import type { Effect, JsonObject } from '../../core/words/index.ts';

/** Start-up files and credential stores below a person's home; whoever writes there runs or reads everything. */
const IN_HOME = [
  '.bashrc', '.bash_profile', '.bash_login', '.profile', '.zshrc', '.zprofile', '.zshenv', '.config/fish', '.config/autostart',
  '.config/systemd', '.local/share/keyrings', '.ssh', '.gnupg', '.aws', '.azure', '.kube', '.netrc', '.npmrc', '.pypirc', '.git-credentials',
  '.docker/config.json', '.config/gh', '.password-store', 'Library/Keychains', 'Library/LaunchAgents',
  'AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup', 'AppData/Roaming/Microsoft/Credentials',
] as const;

/** The folders no call may touch: Countersign's own, then the person's start-up files and credential stores. */
export function protectedFolders(ownFolders: readonly string[], home = homedir()): string[] {
  return [...ownFolders, ...IN_HOME.map((path) => join(home, path))].flatMap((path) => [path, real(path)]);
}

/**
 * Tells whether an argument's path leads into a protected folder, links and `..` resolved on disk. Relative paths
 * are tried from the server's working directory. A path that cannot be resolved is compared as written.
 */
export function createProtectedPaths(folders: readonly string[], cwdOf: (serverId: string) => string | null) {
  return {
    touched(serverId: string, args: JsonObject, effect: Effect): boolean {
      const cwd = cwdOf(serverId) ?? process.cwd();
      return pathCandidates(args).some(({ text, anchor }) => {
        const paths = spellings(text).map((spelling) => (isAbsolute(spelling) ? spelling : resolve(cwd, spelling)));
        return paths.some((path) => [resolve(path), real(path)].some((p) => folders.some((folder) => touches(p, folder, effect, anchor))));
      });
    },
  };
}

/** How a server might read the text: as it stands, as a file URL, percent-decoded, or with `~`. */
function spellings(text: string): string[] {
  const home = text.startsWith('~') ? [join(homedir(), text.slice(1))] : [];
  if (/^file:/i.test(text)) return fromUrl(text);
  return [text, ...home, ...decoded(text)];
}

function fromUrl(text: string): string[] {
  try {
    return [fileURLToPath(text)];
  } catch {
    return [text.replace(/^file:\/*/i, '/')];
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

/** The real path of the longest part that exists, with the rest behind it. */
function real(path: string): string {
  const whole = resolve(path);
  try {
    return realpathSync.native(whole);
  } catch {
    const parent = dirname(whole);
    return parent === whole ? whole : join(real(parent), basename(whole));
  }
}
