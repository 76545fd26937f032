import { carryOutFromTerminal } from '../carry-out.ts';
import { withHome } from '../compose.ts';
import { sayState, type HostCommand } from './servers.ts';

/** A harmless update of a draft that every fresh home has. */
const UPDATE = { id: 'n-1001', title: 'Registration opens on 3 December', teaser: 'Early tickets are available until 31 January.' };

/** `demo`: the demo CMS, a planned update, what it would change, and the question. A no ends well too: 0. */
export const demo: HostCommand = (context, installation) => withHome(context, installation, async (home) => {
  const { terminal } = context;
  const bundled = home.host.servers.list().find((entry) => entry.config.kind === 'bundled');
  if (bundled === undefined) return 1;
  const entry = await home.host.servers.start(bundled.config.id);
  if (entry.connection.state !== 'running') {
    sayState(context, entry);
    return 1;
  }
  terminal.say(terminal.t('cli.demo-intro'));
  await carryOutFromTerminal(context, home, { serverId: bundled.config.id, tool: 'update_news', args: UPDATE, inAdvance: null });
  return 0;
});
