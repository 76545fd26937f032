import { chooseOption } from '../advance-options.ts';
import { callAnswer } from '../call-answer.ts';
import { carryOutFromTerminal } from '../carry-out.ts';
import { WrongCall, type CommandContext } from '../command.ts';
import { withHome } from '../compose.ts';
import { startWithConsent } from '../consent.ts';
import { orSay, sayState, type HostCommand } from './servers.ts';

/**
 * `undo CALLID`: the call that undoes one of this home's log, planned anew with its own effect, previewed and asked in the
 * terminal; refused where the object is not as that call left it. 0 where it was carried out.
 */
export const undo: HostCommand = async (context, installation) => {
  const [callId] = context.rest;
  if (callId === undefined) throw new WrongCall('cli.needs-arguments', { usage: 'undo CALLID' });
  const inAdvance = chooseOption(context);
  return withHome(context, installation, (home) => orSay(context, async () => {
    const { host } = home;
    const kept = await host.activity.undoOf(callId);
    if (kept === null) return nothing(context, callId);
    const { serverId, inverse } = kept;
    if (host.servers.entry(serverId) !== null) {
      const started = await startWithConsent(context, home, serverId).catch(() => null);
      if (started !== null && started.connection.state !== 'running') sayState(context, started);
    }
    const receipt = await carryOutFromTerminal(context, home, {
      serverId, tool: inverse.tool, args: inverse.args, inAdvance,
      enter: async () => {
        const entered = await host.calls.undo(callId, { planner: host.actor.planner, client: 'cli' });
        return entered === 'nothing' ? null : entered;
      },
    });
    if (receipt === null) return nothing(context, callId);
    context.terminal.answer({ undoes: callId, ...callAnswer(receipt) });
    return receipt.outcome === 'executed' ? 0 : 1;
  }));
};

function nothing({ terminal }: CommandContext, callId: string): 1 {
  terminal.say(terminal.t('problem.nothing-to-undo'));
  terminal.answer({ undoes: callId, verdict: null, outcome: null });
  return 1;
}
