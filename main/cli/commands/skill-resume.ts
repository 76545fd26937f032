import { chooseOption } from '../advance-options.ts';
import { WrongCall } from '../command.ts';
import { withHome } from '../compose.ts';
import { answerRun, answerSets, carryOut } from '../skill-session.ts';
import { orSay, sayState, type HostCommand } from './servers.ts';

/**
 * `skill resume`: the runs that did not come to their end, one a line. `skill resume RUN`: plans the rest of one anew, shows it and asks;
 * what the log says was sent is not sent twice. `--leave` ends it without its rest.
 */
export const skillResume: HostCommand = (context, installation) => {
  const [runId] = context.rest;
  if (context.rest.length > 1 || (runId === undefined && context.options.leave === true)) throw new WrongCall('cli.needs-arguments', { usage: 'skill resume [RUN [--leave | --choose approve|deny]]' });
  const inAdvance = chooseOption(context);
  return withHome(context, installation, (home) => orSay(context, async () => {
    const { terminal } = context;
    const { skills, servers } = home.host;
    const open = skills.runs().filter(({ endedAt }) => endedAt === null);
    if (runId === undefined) {
      for (const { runId: id, skill, serverId, startedAt, files } of open) terminal.answer({ runId: id, skill, server: serverId, startedAt, files: Object.keys(files) });
      if (open.length === 0) terminal.say(terminal.t('cli.resume-nothing'));
      return 0;
    }
    const run = open.find((one) => one.runId === runId);
    if (run === undefined) {
      terminal.say(terminal.t('cli.resume-unknown'));
      return 1;
    }
    if (context.options.leave === true) {
      terminal.answer({ runId, left: skills.giveUp(runId) });
      return 0;
    }
    if (servers.entry(run.serverId) !== null) {
      const started = await servers.start(run.serverId);
      if (started.connection.state !== 'running') sayState(context, started);
    }
    answerSets(context, home, inAdvance);
    const rest = await skills.resume(runId);
    if (rest === null) return 1;
    const { done, unknown } = rest.before;
    terminal.say(terminal.t('skill.resumed', { done }));
    if (unknown > 0) terminal.say(terminal.t('skill.resumed.unknown', { count: unknown }));
    if (rest.changed.length > 0) terminal.say(terminal.t('skill.resumed.changed', { names: rest.changed.join(', ') }));
    return answerRun(context, home, await carryOut(home, rest.runId, rest.prepared, terminal.t.locale), { before: { done, unknown }, changed: [...rest.changed] });
  }));
};
