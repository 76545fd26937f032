import { visible } from '../../../preload/contract/language/index.ts';
import type { LaunchView } from '../../../preload/contract/views.ts';

/** Whom a launch comes from, as far as its own words say: the scope or name of its package, or the host of its address. */
export function publisherOf(launch: Pick<LaunchView, 'package' | 'url'>): string | null {
  if (launch.package !== null) {
    const { name } = launch.package;
    return visible(name.startsWith('@') && name.includes('/') ? name.slice(0, name.indexOf('/')) : name, 100);
  }
  if (launch.url === null) return null;
  return URL.canParse(launch.url) ? visible(new URL(launch.url).host, 200) : null;
}

const PATH = /^(?:\/|~|\.{1,2}[\\/]|[A-Za-z]:[\\/]|\\\\|[a-z][a-z0-9+.-]*:\/\/)/i;

/** Folders, files and addresses that a launch hands over: where it runs, and every argument that names one. */
export function placesOf({ command, cwd, url }: Pick<LaunchView, 'command' | 'cwd' | 'url'>): string[] {
  const named = command.slice(1).flatMap((part) => {
    const value = part.startsWith('-') && part.includes('=') ? part.slice(part.indexOf('=') + 1) : part;
    return PATH.test(value) ? [value] : [];
  });
  return [...new Set([...(url === null ? [] : [url]), ...(cwd === null ? [] : [cwd]), ...named])];
}
