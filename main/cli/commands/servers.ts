import { spokenCode, spokenProblem, visible } from '../../../preload/contract/language/index.ts';
import type { JsonObject, TrustLevel } from '../../core/words/index.ts';
import { ServersProblem } from '../../host/servers/problem.ts';
import type { ServerEntry } from '../../host/servers/server-entry.ts';
import { reviewOption, trustOption } from '../advance-options.ts';
import { WrongCall, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { withHome, type CliHome, type Installation } from '../compose.ts';
import { sayLaunch, startWithConsent } from '../consent.ts';
import { readAll } from '../json-lines.ts';

/** A command that needs the host. */
export type HostCommand = (context: CommandContext, installation: Installation) => Promise<ExitCode>;

/** Gives a command its installation. */
export function installed(command: HostCommand, installation: () => Installation): Command {
  return (context) => command(context, installation());
}

/** `servers list`: the configured servers, one a line. Nothing is started. */
export const serversList: HostCommand = (context, installation) => withHome<ExitCode>(context, installation, async ({ host }) => {
  for (const entry of host.servers.list()) context.terminal.answer(lineOf(entry));
  return 0;
});

/** `servers add --json TEXT`: adds servers. With `--review approve-all` their launches and tools are accepted as they are. */
export const serversAdd: HostCommand = async (context, installation) => {
  const approveAll = reviewOption(context);
  const trust = trustOption(context);
  const text = context.options.json ?? await readAll(context.terminal.input);
  return withHome(context, installation, (home) => orSay(context, async () => {
    const added = await home.host.servers.add(home.host.servers.parse(text).drafts);
    let code: ExitCode = 0;
    for (const { config: { id } } of added) {
      if (approveAll) await recordFlag(home, id, '--review approve-all');
      const reviewed = approveAll ? await approve(context, home, id, trust ?? 'restricted') : true;
      if (!approveAll && trust !== null) await home.host.servers.setTrust(id, trust);
      if (!reviewed) code = 1;
      const entry = home.host.servers.entry(id);
      if (entry !== null) context.terminal.answer(lineOf(entry, approveAll ? home.host.review.counts(id) : null));
    }
    return code;
  }));
};

/** `servers remove NAME`. */
export const serversRemove: HostCommand = (context, installation) => withHome(context, installation, ({ host }) => orSay(context, async () => {
  const entry = entryNamed(host.servers.list(), context.rest[0], 'servers remove NAME');
  await host.servers.remove(entry.config.id);
  context.terminal.answer({ removed: entry.config.id });
  return 0;
}));

/** `servers pin NAME`: installs the package of an `npx` launch once, in one version, and makes that the launch. An interrupt cancels it. */
export const serversPin: HostCommand = (context, installation) => withHome(context, installation, ({ host }) => orSay(context, async () => {
  const { t } = context.terminal;
  const before = entryNamed(host.servers.list(), context.rest[0], 'servers pin NAME');
  const { id } = before.config;
  const name = visible(before.config.name, 80);
  const interrupt = (): void => void host.servers.stop(id);
  process.once('SIGINT', interrupt);
  try {
    if (before.pinnable) context.terminal.say(t('cli.pinning', { name }));
    const entry = await host.servers.pinVersion(id);
    context.terminal.say(t('cli.pinned', { name, before: visible(before.target), now: visible(entry.target) }));
    context.terminal.answer({ ...lineOf(entry), before: before.target });
    return 0;
  } finally {
    process.off('SIGINT', interrupt);
  }
}));

/** `servers test NAME`: starts a server, asking for consent where a person can, and says how it went; 1 where it does not run. */
export const serversTest: HostCommand = (context, installation) => withHome(context, installation, (home) => orSay(context, async () => {
  const { host } = home;
  const { config: { id } } = entryNamed(host.servers.list(), context.rest[0], 'servers test NAME');
  const entry = await startWithConsent(context, home, id);
  context.terminal.answer(lineOf(entry, host.review.counts(id)));
  if (entry.connection.state === 'running') return 0;
  sayState(context, entry);
  return 1;
}));

/** The server that is meant by an id or else by a name; null where none or several bear it. */
export function findEntry(entries: readonly ServerEntry[], name: string): ServerEntry | null {
  const found = entries.filter((entry) => entry.config.id === name);
  const named = found.length > 0 ? found : entries.filter((entry) => entry.config.name === name);
  return named.length === 1 ? named[0] ?? null : null;
}

function entryNamed(entries: readonly ServerEntry[], name: string | undefined, usage: string): ServerEntry {
  if (name === undefined) throw new WrongCall('cli.needs-arguments', { usage });
  const entry = findEntry(entries, name);
  if (entry === null) throw new WrongCall('cli.no-server', { name: visible(name, 80) });
  return entry;
}

/** Runs a command of the servers; what the room refuses is one sentence. A wrong text is a wrong call, the rest a no. */
export async function orSay(context: CommandContext, command: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await command();
  } catch (error) {
    if (!(error instanceof ServersProblem)) throw error;
    context.terminal.say(spokenProblem({ code: error.code, facts: { ...error.facts } }, context.terminal.t));
    return ['json-invalid', 'config-invalid', 'loader-variable'].includes(error.code) ? 2 : 1;
  }
}

/** Says in words why a server does not run. */
export function sayState({ terminal }: CommandContext, entry: ServerEntry): void {
  const { t } = terminal;
  const { connection } = entry;
  const state = connection.state === 'failed'
    ? t(`connection.failed.${connection.why}`, { name: visible(entry.config.name, 80), after: '' })
    : spokenCode('connection', connection.state, t);
  terminal.say(t('cli.server-waits', { name: visible(entry.config.name, 80), state }));
  if (connection.state === 'failed' && connection.lastLine !== null) terminal.say(`  ${t('common.quoted', { text: visible(connection.lastLine, 300) })}`);
}

/** Consents to the exact launch, which is printed whole, starts it, and accepts its definitions as they are. */
async function approve(context: CommandContext, { host }: CliHome, id: string, trust: TrustLevel): Promise<boolean> {
  const launch = await host.servers.launch(id);
  sayLaunch(context, launch);
  context.terminal.say(context.terminal.t('cli.consent-by-flag'));
  await host.servers.consent(id, launch.identity, true);
  const entry = await host.servers.start(id);
  const review = host.review.read(id);
  if (entry.connection.state !== 'running' || review === null) {
    sayState(context, entry);
    return false;
  }
  const decisions = review.items
    .filter((item) => item.refused === null && item.now !== null && item.digest !== null)
    .map((item) => ({ kind: item.kind, name: item.name, decision: 'accept' as const, effect: item.offer?.effect ?? null }));
  const refused = await host.review.decide(id, review.digest, trust, decisions);
  if (refused !== null) context.terminal.say(spokenProblem({ code: refused, facts: {} }, context.terminal.t));
  return refused === null;
}

/** On record before it is done, so that nobody takes an answer by flag for one by a person. */
async function recordFlag({ host, log }: CliHome, id: string, option: string): Promise<void> {
  await log.append({ type: 'event', what: 'answered-in-advance', actor: host.actor, server: null, detail: { serverId: id, by: 'flag', option } });
}

function lineOf(entry: ServerEntry, tools: { readonly reviewed: number; readonly waiting: number; readonly changed: number; readonly blocked: number } | null = null): JsonObject {
  const { config, trust, highest, connection, target, identity, floating } = entry;
  return {
    id: config.id, name: config.name, kind: config.kind, class: config.class, environment: config.environment, trust, highest,
    state: connection.state, ...(connection.state === 'failed' ? { why: connection.why } : {}), target, identity, floating,
    secrets: [...entry.secretNames], ...(tools === null ? {} : { tools: { ...tools } }),
  };
}
