import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { ServerView } from '../../../preload/contract/views.ts';
import { storeHooks } from '../../app/bridge-context.tsx';
import { oneAtATime } from '../../app/loaded.ts';
import { isRow, namedPictures, pictureAddress, rowsOf, text, type ProjectRecords } from './phone-content.ts';
import { createGateReader, type ReadAnswer } from './read-through-gate.ts';

/** A project that can be shown. */
export interface PhoneProject { readonly id: string; readonly name: string }

/** Where the room stands. `no-server`: the bundled example is not running. `refused`: a read was denied, with the reason's code. */
export type PhoneState =
  | { readonly state: 'loading' }
  | { readonly state: 'no-server' }
  | { readonly state: 'refused'; readonly because: string | null }
  | { readonly state: 'ready'; readonly records: ProjectRecords };

export interface PhoneRoom {
  readonly projects: readonly PhoneProject[];
  readonly chosen: string | null;
  readonly phone: PhoneState;
  readonly reading: boolean;
  choose(project: string): void;
  /** Reads everything again. */
  read(): Promise<void>;
}

/** A page of a list; the demo CMS gives at most so many at once. */
const PAGE = 200;
/** More rows than these are not shown on a phone. */
const MOST = 2_000;

class Refused extends Error {
  readonly because: string | null;
  constructor(because: string | null) {
    super('refused');
    this.because = because;
  }
}

/** Reads a project of the bundled CMS through the gate. Nothing is read before the room is opened. */
export function createPhoneStore(bridge: Bridge): StoreApi<PhoneRoom> {
  const ask = createGateReader(bridge);
  const pictures = new Map<string, string>();
  const store = createStore<PhoneRoom>()((set) => ({
    projects: [], chosen: null, phone: { state: 'loading' }, reading: false,
    choose(project) {
      set({ chosen: project, phone: { state: 'loading' } });
      void refresh();
    },
    read: () => refresh(),
  }));

  const readAll = async (): Promise<void> => {
    const server = await bundled(bridge);
    if (server === null) return store.setState({ phone: { state: 'no-server' } });
    const read = async (tool: string, args: Record<string, string | number>): Promise<unknown> => valueOf(await ask(server.id, tool, args));
    const projects = rowsOf(await read('list_projects', {}));
    const chosen = store.getState().chosen ?? text(projects[0] ?? {}, 'id');
    store.setState({ projects: projects.map((row) => ({ id: text(row, 'id'), name: text(row, 'name') })), chosen });
    const project = projects.find((row) => text(row, 'id') === chosen);
    if (project === undefined) return store.setState({ phone: { state: 'no-server' } });
    const records = await recordsOf(project, chosen, read, pictures);
    if (store.getState().chosen === chosen) store.setState({ phone: { state: 'ready', records } });
  };
  const refresh = oneAtATime(async () => {
    store.setState({ reading: true });
    try {
      await readAll();
    } catch (error) {
      store.setState({ phone: { state: 'refused', because: error instanceof Refused ? error.because : null } });
    } finally {
      store.setState({ reading: false });
    }
  });
  // A server that comes up while somebody waits for it is read by itself.
  bridge.onChanged((room) => {
    if (room === 'servers' && store.getState().phone.state === 'no-server') void refresh();
  });
  return store;
}

type Read = (tool: string, args: Record<string, string | number>) => Promise<unknown>;

async function recordsOf(project: Readonly<Record<string, unknown>>, id: string, read: Read, pictures: Map<string, string>): Promise<ProjectRecords> {
  const [agenda, directory, news, media, menu] = await Promise.all([
    allRows(read, 'list_agenda_items', id), allRows(read, 'list_directory_entries', id), allRows(read, 'list_news', id), allRows(read, 'list_media', id), read('get_menu', { project: id }),
  ]);
  const hero = media.find((row) => text(row, 'name').startsWith('hero')) ?? null;
  const heroId = hero === null ? null : text(hero, 'id');
  const wanted = [...namedPictures([...directory, ...news]), ...(heroId === null ? [] : [heroId])];
  await Promise.all(wanted.filter((one) => !pictures.has(one)).map(async (one) => {
    const media = await read('get_media', { id: one }).catch(() => null);
    const address = isRow(media) ? pictureAddress(media) : null;
    if (address !== null) pictures.set(one, address);
  }));
  const held = Object.fromEntries(wanted.flatMap((one): [string, string][] => { const address = pictures.get(one); return address === undefined ? [] : [[one, address]]; }));
  return { project, agenda, directory, news, menu: isRow(menu) ? menu : {}, pictures: held, hero: heroId !== null && heroId in held ? heroId : null };
}

async function allRows(read: Read, tool: string, project: string): Promise<Readonly<Record<string, unknown>>[]> {
  const rows: Readonly<Record<string, unknown>>[] = [];
  for (let offset = 0; offset < MOST; offset += PAGE) {
    const page = rowsOf(await read(tool, { project, limit: PAGE, offset }));
    rows.push(...page);
    if (page.length < PAGE) break;
  }
  return rows;
}

async function bundled(bridge: Bridge): Promise<ServerView | null> {
  const servers = await bridge.servers.list({});
  if (!servers.ok) return null;
  return servers.value.find((server) => server.kind === 'bundled' && server.connection.state === 'running') ?? null;
}

function valueOf(answer: ReadAnswer): unknown {
  if (!answer.ok) throw new Refused(answer.because);
  return answer.value;
}

export const phoneHooks = storeHooks(createPhoneStore);
