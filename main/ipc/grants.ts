import type { GrantView } from '../../preload/contract/views.ts';
import type { GrantEntry, GrantsRoom } from '../host/grants/grants.ts';
import { ProblemError, type Handlers } from './handle.ts';

/** Standing permissions: looked at, and taken back. They are given with an approval and nowhere else. */
export function grantHandlers(grants: GrantsRoom): Pick<Handlers, 'grants:list' | 'grants:revoke'> {
  const list = (): GrantView[] => grants.list().map(grantView);
  return {
    'grants:list': () => {
      grants.tend();
      return list();
    },
    'grants:revoke': ({ grantId }) => {
      if (!grants.revoke(grantId)) throw new ProblemError('unknown-grant');
      return list();
    },
  };
}

function grantView({ grant, used, ended, server }: GrantEntry): GrantView {
  const { id, serverId, tool, effect, planner, client, role, until, times, session, grantedAt, grantedBy } = grant;
  const args = Object.entries(grant.args).map(([name, part]): GrantView['args'][number] => ({
    name, part: 'is' in part ? { is: part.is } : 'any' in part ? { any: true } : { within: part.within },
  }));
  return { id, serverId, serverName: server, tool, effect, planner: { ...planner }, client, role, args, until, times, used, session: session !== null, grantedAt, grantedBy, ended };
}
