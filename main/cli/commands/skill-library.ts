import type { Inspected } from '../../host/skills/installing.ts';
import { visible } from '../../../preload/contract/language/index.ts';
import { WrongCall, type CommandContext, type ExitCode } from '../command.ts';
import { withHome } from '../compose.ts';
import type { HostCommand } from './servers.ts';
import { packProblemJson, problemJson } from './skill-check.ts';

/** `skill list`: the skills of a home, one a line, with what each asks for. */
export const skillList: HostCommand = (context, installation) => withHome<ExitCode>(context, installation, async ({ host }) => {
  for (const { name, from, state, digest, asks } of await host.skills.list()) {
    context.terminal.answer({ name, from, state, digest, effect: asks?.effect ?? null, tools: asks?.tools.map(({ tool }) => tool) ?? [] });
  }
  return 0;
});

/** `skill install PATH`: says what the pack asks for and installs it; what is written is what was said. */
export const skillInstall: HostCommand = (context, installation) => withHome(context, installation, async ({ host }) => {
  const path = context.path(only(context, 'skill install PATH'));
  const seen = await host.skills.inspect(path);
  if (!seen.ok) return refuse(context, seen);
  const { t } = context.terminal;
  const { asks, digest, change, signature } = seen.inspection;
  context.terminal.say(t('cli.skill-asks', {
    name: visible(asks.name, 80), effect: asks.effect === null ? '–' : t(`effect.${asks.effect}`), tools: asks.tools.map(({ tool }) => visible(tool, 60)).join(', ') || '–',
  }));
  if (change !== null && change.asksMore.length > 0) context.terminal.say(t('cli.skill-asks-more', { tools: change.asksMore.map((tool) => visible(tool, 60)).join(', ') }));
  const done = await host.skills.install(path, digest);
  if (!done.ok) return refuse(context, done);
  context.terminal.answer({ installed: asks.name, digest, signature, ...(change === null ? {} : { changed: JSON.parse(JSON.stringify(change)) }) });
  return 0;
});

/** `skill remove NAME`: takes an installed skill away. */
export const skillRemove: HostCommand = (context, installation) => withHome(context, installation, async ({ host }) => {
  const name = only(context, 'skill remove NAME');
  const removed = await host.skills.remove(name);
  context.terminal.answer({ removed: removed ? name : null });
  return removed ? 0 : 1;
});

/** `skill export NAME FILE`: writes a skill as an archive; a file that is there stays. */
export const skillExport: HostCommand = (context, installation) => withHome(context, installation, async ({ host }) => {
  const [name, file] = context.rest;
  if (name === undefined || file === undefined) throw new WrongCall('cli.needs-arguments', { usage: 'skill export NAME FILE' });
  const exported = await host.skills.export(name, context.path(file)).catch(() => false);
  context.terminal.answer({ exported: exported ? name : null });
  return exported ? 0 : 1;
});

function only({ rest }: CommandContext, usage: string): string {
  const [first] = rest;
  if (first === undefined || rest.length > 1) throw new WrongCall('cli.needs-arguments', { usage });
  return first;
}

function refuse({ terminal }: CommandContext, { pack, skill }: Extract<Inspected, { ok: false }>): 1 {
  terminal.answer({ installed: null, problems: [...pack.map((problem) => packProblemJson(problem, terminal.t)), ...skill.map((problem) => problemJson(problem, terminal.t))] });
  return 1;
}
