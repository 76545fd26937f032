import { visible } from '../../preload/contract/language/index.ts';
import type { LaunchFacts, ServerEntry } from '../host/servers/server-entry.ts';
import { askKey } from './ask-key.ts';
import type { CommandContext } from './command.ts';
import type { CliHome } from './compose.ts';
import { terminalKeys } from './keys.ts';

/** Starts a server. Where its launch was never consented to, a person at the terminal is shown it whole and asked. */
export async function startWithConsent(context: CommandContext, { host }: CliHome, id: string): Promise<ServerEntry> {
  const entry = await host.servers.start(id);
  if (entry.connection.state !== 'needs-consent' || !context.terminal.canAsk) return entry;
  const { terminal } = context;
  const launch = await host.servers.launch(id);
  sayLaunch(context, launch);
  const answer = await askKey(terminal, terminalKeys(terminal.input), () => performance.now(), {
    prompt: terminal.t('cli.consent-ask'), answers: { y: 'yes', j: 'yes', n: 'no' }, no: 'no',
  });
  const answered = await host.servers.consent(id, launch.identity, answer === 'yes');
  return answer === 'yes' ? host.servers.start(id) : answered;
}

/** Prints exactly what a start would run; nothing is shortened. */
export function sayLaunch({ terminal }: CommandContext, facts: LaunchFacts): void {
  const { t } = terminal;
  const { launch, config } = facts;
  terminal.say(t('cli.consent', { name: visible(config.name) }));
  if (launch.kind === 'local') terminal.say(`  ${visible(launch.resolved)} (${visible(launch.cwd)})`);
  for (const part of config.kind === 'remote' ? [config.url] : facts.command) terminal.say(`  ${visible(JSON.stringify(part))}`);
  for (const { name, value } of facts.env) terminal.say(`  ${visible(name)}=${'plain' in value ? visible(value.plain) : '[secret]'}`);
  if (facts.inheritedEnv.length > 0) terminal.say(`  ${t('cli.inherits', { names: facts.inheritedEnv.map((name) => visible(name)).join(', ') })}`);
}
