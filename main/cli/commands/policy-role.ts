import { isDefaultRole } from '../../core/policy/roles.ts';
import { ROLES } from '../../core/words/index.ts';
import { WrongCall } from '../command.ts';
import { withHome } from '../compose.ts';
import type { HostCommand } from './servers.ts';

/**
 * `policy role [NAME]`: the role of whoever sits here, or takes one by hand where nobody manages the roles. 1 where policy
 * says the roles and another was asked for.
 */
export const policyRole: HostCommand = (context, installation) => {
  const [wanted] = context.rest;
  if (context.rest.length > 1 || (wanted !== undefined && !isDefaultRole(wanted))) throw new WrongCall('cli.needs-arguments', { usage: `policy role [${ROLES.join('|')}]` });
  return withHome(context, installation, async ({ host }) => {
    const { terminal } = context;
    const taken = wanted === undefined || !isDefaultRole(wanted) || await host.policy.chooseRole(wanted === 'owner' ? null : wanted);
    const { role, from } = host.policy.assignment();
    if (!taken) terminal.say(terminal.t('problem.locked'));
    else if (host.policy.mayChooseRole()) terminal.say(terminal.t('policy.me.choose-words'));
    terminal.answer({ role, from: [...from] });
    return taken ? 0 : 1;
  });
};
