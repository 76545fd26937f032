/** The rooms of the window, in the order of the rail. */
export const SCREENS = ['approvals', 'tools', 'servers', 'skills', 'activity', 'policy', 'phone', 'settings'] as const;
export type Screen = (typeof SCREENS)[number];

/** Where the window is: a room and the path inside it, decoded. */
export interface Route {
  readonly screen: Screen;
  readonly path: readonly string[];
}

/** Reads the part after `#`. What is not a room leads to the approvals; a broken escape is taken as it stands. */
export function parseRoute(hash: string): Route {
  const [first = '', ...rest] = hash.replace(/^#?\/?/, '').split('/').filter((part) => part !== '');
  const screen = SCREENS.find((known) => known === first) ?? 'approvals';
  return { screen, path: screen === first ? rest.map(decoded) : [] };
}

/** The hash of a route; names of servers and tools may hold any character. */
export function formatRoute(screen: Screen, ...path: readonly string[]): string {
  return `#/${[screen, ...path.map((part) => encodeURIComponent(part.toWellFormed()))].join('/')}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
