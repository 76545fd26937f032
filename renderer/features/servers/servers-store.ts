import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Problem, Reply } from '../../../preload/contract/problem.ts';
import type { ServerDraft } from '../../../preload/contract/schemas.ts';
import type { LaunchView, ReviewView, ServerView } from '../../../preload/contract/views.ts';
import { storeHooks } from '../../app/bridge-context.tsx';
import { LOADING, loadedFrom, oneAtATime, type Loaded } from '../../app/loaded.ts';

export type ReviewDecision = Parameters<Bridge['review']['decide']>[0]['decisions'][number];
export type Trust = ServerView['trust'];

/** The configured servers. Actions give the problem that stopped them, or null. */
export interface ServersState {
  readonly servers: Loaded<ServerView[]>;
  /** Rises with every change of servers or reviews, so that open details read anew. */
  readonly version: number;
  start(serverId: string): Promise<Problem | null>;
  stop(serverId: string): Promise<Problem | null>;
  remove(serverId: string): Promise<Problem | null>;
  /** Installs the package of the launch once and runs it from there; resolves when that is done. */
  pin(serverId: string): Promise<Problem | null>;
  trust(serverId: string, trust: Trust): Promise<Problem | null>;
  secret(serverId: string, name: string, value: string): Promise<Problem | null>;
  consent(launch: LaunchView, yes: boolean): Promise<Problem | null>;
  /** Trust null: it stays as it is. */
  decide(review: ReviewView, trust: Trust | null, decisions: ReviewDecision[], reason: string | null): Promise<Problem | null>;
  /** Accepts everything in a review that changed in nothing but looks. */
  batch(review: ReviewView, reason: string | null): Promise<Problem | null>;
  parse(text: string): Promise<Reply<{ drafts: ServerDraft[]; unknown: string[] }>>;
  add(drafts: ServerDraft[]): Promise<Reply<ServerView[]>>;
}

export function createServersStore(bridge: Bridge): StoreApi<ServersState> {
  const refresh = oneAtATime(async () => {
    const servers = loadedFrom(await bridge.servers.list({}));
    store.setState((state) => ({ servers, version: state.version + 1 }));
  });
  /** Runs an action, reads the servers anew whatever came of it, and gives its problem. */
  const act = async (action: Promise<Reply<unknown>>): Promise<Problem | null> => {
    const reply = await action;
    void refresh();
    return reply.ok ? null : reply.problem;
  };
  const { servers, review } = bridge;
  const store = createStore<ServersState>()(() => ({
    servers: LOADING,
    version: 0,
    start: (serverId) => act(servers.start({ serverId })),
    stop: (serverId) => act(servers.stop({ serverId })),
    remove: (serverId) => act(servers.remove({ serverId })),
    pin: (serverId) => act(servers.pin({ serverId })),
    trust: (serverId, trust) => act(servers.trust({ serverId, trust })),
    secret: (serverId, name, value) => act(servers.secret({ serverId, name, value })),
    consent: (launch, yes) => act(servers.consent({ serverId: launch.id, digest: launch.digest, yes })),
    decide: (view, trust, decisions, reason) => act(review.decide({ serverId: view.serverId, digest: view.digest, trust, decisions, reason })),
    batch: (view, reason) => act(review.batch({ serverId: view.serverId, digest: view.digest, reason })),
    parse: (text) => servers.parse({ text }),
    async add(drafts) {
      const reply = await servers.add({ drafts });
      await refresh();
      return reply;
    },
  }));
  bridge.onChanged((room) => {
    if (room === 'servers' || room === 'review' || room === 'tools') void refresh();
  });
  void refresh();
  return store;
}

export const serversHooks = storeHooks(createServersStore);
