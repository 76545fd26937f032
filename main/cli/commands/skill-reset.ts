import { visible } from '../../../preload/contract/language/index.ts';
import type { PlanReceipt } from '../../host/plans/plan-receipt.ts';
import { chooseOption } from '../advance-options.ts';
import { WrongCall, type CommandContext } from '../command.ts';
import { withHome } from '../compose.ts';
import { answerSets } from '../skill-session.ts';
import { orSay, sayState, type HostCommand } from './servers.ts';

/**
 * `skill reset [PROJECT]`: deletes what this person made here in a demo project, as long as nobody changed it since. A
 * deletion is graver than a flag may approve: somebody types the word. 0 where everything went, or nothing was there.
 */
export const skillReset: HostCommand = (context, installation) => {
  const [wanted] = context.rest;
  if (context.rest.length > 1) throw new WrongCall('cli.needs-arguments', { usage: 'skill reset [PROJECT]' });
  const inAdvance = chooseOption(context);
  return withHome(context, installation, (home) => orSay(context, async () => {
    const { terminal } = context;
    const projects = await home.host.reset.projects();
    const found = wanted === undefined ? projects : projects.filter(({ project }) => project === wanted);
    const [one] = found;
    if (one === undefined) {
      terminal.say(terminal.t('cli.reset-nothing'));
      terminal.answer({ project: wanted ?? null, planned: 0, deleted: 0, left: [], more: 0, decision: 'none', outcome: 'nothing-to-do' });
      return 0;
    }
    if (found.length > 1) throw new WrongCall('cli.reset-which', { projects: found.map(({ project }) => visible(project, 60)).join(', ') });
    const started = await home.host.servers.start(one.serverId);
    if (started.connection.state !== 'running') sayState(context, started);
    answerSets(context, home, inAdvance);
    const begun = await home.host.reset.begin(one.serverId, one.project, terminal.t('reset.title', { project: one.name }));
    if (begun === null || begun === 'nothing') return 1;
    const receipt = await begun.done;
    return answerReceipt(context, one.project, receipt, begun.more);
  }));
};

function answerReceipt({ terminal }: CommandContext, project: string, { rows, counts, decision }: PlanReceipt, more: number): 0 | 1 {
  const left = rows.filter(({ end }) => end !== 'deleted');
  terminal.answer({
    project, planned: rows.length, deleted: counts.deleted, left: left.map(({ values, why, end }) => ({ object: values, why: why ?? end })), more, decision,
    outcome: left.length === 0 ? 'executed' : counts.deleted > 0 ? 'partly' : 'refused',
  });
  return left.length === 0 ? 0 : 1;
}
