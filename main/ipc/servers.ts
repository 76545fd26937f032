import type { LaunchView, ServerView } from '../../preload/contract/views.ts';
import type { ReviewRoom } from '../host/review/review.ts';
import type { LaunchFacts, ServerEntry } from '../host/servers/server-entry.ts';
import type { ServerVerdict } from '../core/policy/server-verdict.ts';
import { lowerTrust } from '../core/words/index.ts';
import { ServersProblem } from '../host/servers/problem.ts';
import type { ServersRoom } from '../host/servers/servers.ts';
import { ProblemError, type Handlers } from './handle.ts';

/** Servers as the window may see them. */
export interface ServerViews {
  all(): ServerView[];
  /** Throws `unknown-server`. */
  one(serverId: string): ServerView;
}

export function serverViews(servers: ServersRoom, review: ReviewRoom): ServerViews {
  const view = (entry: ServerEntry): ServerView => ({
    id: entry.config.id, name: entry.config.name, kind: entry.config.kind, class: entry.config.class,
    environment: entry.config.environment, trust: entry.trust, highest: lowerTrust(entry.highest, servers.verdict(entry.config.id)?.cap.trust ?? 'blocked'), managed: managedView(servers.verdict(entry.config.id)), target: entry.target, identity: entry.identity,
    floating: entry.floating, pinnable: entry.pinnable, byHand: entry.byHand, secretNames: [...entry.secretNames],
    connection: structuredClone(entry.connection) as ServerView['connection'],
    tools: review.counts(entry.config.id),
    saysName: entry.says?.name ?? null, saysVersion: entry.says?.version ?? null,
  });
  return {
    all: () => servers.list().map(view),
    one(serverId) {
      const entry = servers.entry(serverId);
      if (entry === null) throw new ProblemError('unknown-server');
      return view(entry);
    },
  };
}

function managedView(verdict: ServerVerdict | null): ServerView['managed'] {
  if (verdict === null) return { refused: null, sources: [], cap: null, capFrom: [], entries: [] };
  const { refused, sources, cap, entries } = verdict;
  return {
    refused, sources: [...sources], cap: cap.from.length === 0 ? null : cap.trust, capFrom: [...cap.from],
    entries: entries.map(({ id, at, pinned }) => ({ id, at, pinned: [...pinned] })),
  };
}

type ServerChannels = Extract<keyof Handlers, `servers:${string}`>;

/** Everything a person does with servers. Nothing here starts a server that was not consented to. */
export function serverHandlers(servers: ServersRoom, views: ServerViews): Pick<Handlers, ServerChannels> {
  const then = async (work: Promise<unknown>, serverId: string): Promise<ServerView> => {
    await asProblem(() => work);
    return views.one(serverId);
  };
  return {
    'servers:list': () => views.all(),
    'servers:parse': ({ text }) => asProblem(async () => structuredClone(servers.parse(text)) as never),
    'servers:add': ({ drafts }) => asProblem(async () => (await servers.add(drafts)).map((entry) => views.one(entry.config.id))),
    'servers:launch': ({ serverId }) => asProblem(async () => launchView(await servers.launch(serverId))),
    'servers:consent': async ({ serverId, digest, yes }) => {
      await asProblem(() => servers.consent(serverId, digest, yes));
      // The yes is to running it: its state tells how that goes, and no reply waits for it.
      if (yes) void servers.start(serverId).catch(() => {});
      return views.one(serverId);
    },
    'servers:start': ({ serverId }) => then(servers.start(serverId), serverId),
    'servers:stop': ({ serverId }) => then(servers.stop(serverId), serverId),
    'servers:remove': ({ serverId }) => asProblem(async () => (await servers.remove(serverId), {})),
    'servers:log': ({ serverId }) => asProblem(async () => structuredClone(servers.log(serverId)) as never),
    'servers:trust': ({ serverId, trust }) => then(servers.setTrust(serverId, trust), serverId),
    'servers:pin': ({ serverId }) => then(servers.pinVersion(serverId), serverId),
    'servers:secret': ({ serverId, name, value }) => then(servers.setSecret(serverId, name, value), serverId),
  };
}

async function asProblem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServersProblem) throw new ProblemError(error.code, { ...error.facts });
    throw error;
  }
}

function launchView(facts: LaunchFacts): LaunchView {
  const { config, launch, identity, command, env, inheritedEnv, changed, claims } = facts;
  const local = launch.kind === 'local' ? launch : null;
  return {
    id: config.id, name: config.name, kind: config.kind, command: [...command], resolved: local?.resolved ?? null,
    cwd: local?.cwd ?? null, env: env.map(({ name, value }) => ({ name, value })), inheritedEnv: [...inheritedEnv],
    url: launch.kind === 'remote' ? launch.url : null, headers: launch.kind === 'remote' ? [...launch.headerNames] : [],
    tlsKeys: launch.kind === 'remote' && launch.tlsKeys !== undefined ? [...launch.tlsKeys] : null,
    package: local?.package ?? null, floating: local?.floating ?? false, digest: identity, changed, claims,
  };
}
