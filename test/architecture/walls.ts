import type { Arrow } from './sources.ts';

/** Where a file may import from: whole, or only the types of it. A path ending in `/` is a folder. */
type Wall = { readonly room: string; readonly may: readonly string[]; readonly mayTypes?: readonly string[] };

const WORDS = ['main/core/words/', 'main/core/canonical/'];
const CONTRACT = 'preload/contract/';

/**
 * The arrows of the house, the first matching line wins. Composition roots are the files that may import
 * everything; they stand first.
 */
export const WALLS: readonly Wall[] = [
  { room: 'main/main.ts', may: ['main/', CONTRACT] },
  { room: 'main/desktop.ts', may: ['main/', CONTRACT] },
  // What both roots bring together: everything but what names Electron.
  { room: 'main/compose.ts', may: ['main/core/', 'main/gate/', 'main/host/', 'main/adapters/', 'main/workers/', CONTRACT] },
  { room: 'main/cli/main.ts', may: ['main/compose.ts', 'main/core/', 'main/gate/', 'main/host/', 'main/adapters/', 'main/workers/', 'main/cli/', CONTRACT, 'package.json'] },
  { room: 'main/cli/compose.ts', may: ['main/compose.ts', 'main/core/', 'main/host/', 'main/adapters/', 'main/cli/'] },
  { room: 'main/core/ports.ts', may: WORDS, mayTypes: ['main/core/'] },
  { room: 'main/core/words/', may: [] },
  { room: 'main/core/canonical/', may: ['main/core/words/'] },
  { room: 'main/core/policy/', may: WORDS, mayTypes: ['main/core/ports.ts', 'main/core/trust/', 'main/core/pins/', 'main/core/recipes/', 'main/core/preview/', 'main/core/grants/'] },
  { room: 'main/core/preview/', may: WORDS, mayTypes: ['main/core/ports.ts', 'main/core/recipes/'] },
  // A recipe says what a state must look like; the state's type is the preview's.
  { room: 'main/core/recipes/', may: WORDS, mayTypes: ['main/core/preview/'] },
  { room: 'main/core/', may: WORDS, mayTypes: ['main/core/ports.ts'] },
  { room: 'main/gate/', may: ['main/core/'] },
  { room: 'main/host/', may: ['main/core/'], mayTypes: ['main/gate/'] },
  { room: 'main/host/calls/', may: ['main/core/', 'main/gate/'] },
  { room: 'main/host/plans/', may: ['main/core/', 'main/gate/'] },
  { room: 'main/adapters/', may: ['main/core/'] },
  // What reads a file's bytes is an adapter, and runs in a thread.
  { room: 'main/workers/', may: ['main/core/', 'main/adapters/digest/', 'main/adapters/skill-files/'] },
  { room: 'main/shell/', may: [] },
  { room: 'main/demo-cms/', may: [] },
  { room: 'main/ipc/', may: ['main/gate/', 'main/host/', CONTRACT, ...WORDS], mayTypes: ['main/core/'] },
  // Tools for IT work on a log or a catalogue without opening a home: pure core, and the adapters that read these files.
  { room: 'main/cli/', may: ['main/gate/', 'main/host/', CONTRACT, 'main/core/', 'main/adapters/audit-file/', 'main/adapters/digest/', 'main/adapters/files/', 'main/adapters/home-lock/', 'main/adapters/policy-sources/', 'main/adapters/packs/', 'main/adapters/launch/bundle.ts'] },
  { room: CONTRACT, may: ['main/core/words/'] },
  { room: 'preload/expose.ts', may: [CONTRACT] },
  { room: 'renderer/ui/', may: [CONTRACT, 'renderer/app/'] },
  { room: 'renderer/', may: [CONTRACT, 'renderer/'] },
];

const within = (path: string, rooms: readonly string[]): boolean =>
  rooms.some((room) => (room.endsWith('/') ? path.startsWith(room) : path === room));

/** The folder of core, or the top folder, that a path lies in: inside it files import one another freely. */
function roomOf(path: string, wall: Wall): string {
  if (wall.room === 'main/core/') return path.split('/').slice(0, 3).join('/');
  return wall.room;
}

function wallOf(file: string): Wall | undefined {
  return WALLS.filter(({ room }) => within(file, [room])).toSorted((a, b) => b.room.length - a.room.length)[0];
}

/** Null for an import that is allowed; otherwise a sentence that says what it breaks. */
export function broken(arrow: Arrow): string | null {
  if (!arrow.ours) return null;
  const wall = wallOf(arrow.from);
  if (wall === undefined) return `${arrow.from} is in no room of the house`;
  const own = roomOf(arrow.from, wall);
  if (arrow.target.startsWith(own.endsWith('/') ? own : `${own}/`)) return null;
  if (within(arrow.target, wall.may)) return null;
  if (arrow.typeOnly && within(arrow.target, wall.mayTypes ?? [])) return null;
  return `${arrow.from} must not import ${arrow.typeOnly ? 'types of ' : ''}${arrow.target}`;
}
