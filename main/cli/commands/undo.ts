import type { RowEnd } from '../../host/plans/plan-receipt.ts';
import { chooseOption } from '../advance-options.ts';
import { callAnswer } from '../call-answer.ts';
import { carryOutFromTerminal } from '../carry-out.ts';
import { WrongCall, type CommandContext } from '../command.ts';
import { withHome, type CliHome } from '../compose.ts';
import { startWithConsent } from '../consent.ts';
import type { GivenInAdvance } from '../in-advance.ts';
import { answerSets } from '../skill-session.ts';
import { orSay, sayState, type HostCommand } from './servers.ts';

/** `undo CALLID` and `undo set CALLID`. */
export const undo: HostCommand = (context, installation) => {
  const [first, second, ...more] = context.rest;
  const [whole, callId] = first === 'set' ? [true, second] : [false, first];
  if (callId === undefined || more.length > 0 || (!whole && second !== undefined)) throw new WrongCall('cli.needs-arguments', { usage: 'undo [set] CALLID' });
  const inAdvance = chooseOption(context);
  return withHome(context, installation, (home) => orSay(context, () => (whole ? undoSet : undoCall)(context, home, callId, inAdvance)));
};

/**
 * `undo CALLID`: the call that undoes one of this home's log, planned anew with its own effect, previewed and asked in the
 * terminal; refused where the object is not as that call left it. 0 where it was carried out.
 */
async function undoCall(context: CommandContext, home: CliHome, callId: string, inAdvance: GivenInAdvance | null): Promise<0 | 1> {
  const { host } = home;
  const kept = await host.activity.undoOf(callId);
  if (kept === null) return nothing(context, callId);
  const { serverId, inverse } = kept;
  await start(context, home, serverId);
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
}

/**
 * `undo set CALLID`: the whole set that the call ran in, the last call first, each only where its object is as that call left
 * it; planned anew and asked as one. 0 where all of it was undone.
 */
async function undoSet(context: CommandContext, home: CliHome, callId: string, inAdvance: GivenInAdvance | null): Promise<0 | 1> {
  const { host } = home;
  const kept = await host.activity.setOf(callId);
  if (kept === null || kept.calls.length === 0) return nothing(context, callId);
  for (const serverId of new Set(kept.calls.map((call) => call.serverId))) await start(context, home, serverId);
  answerSets(context, home, inAdvance);
  const entered = await host.plans.undoAround(callId, { planner: host.actor.planner, client: 'cli' });
  if (entered === null || entered === 'nothing') return nothing(context, callId);
  const { rows, decision } = await entered.done;
  const left = rows.filter(({ end }) => !DONE.includes(end));
  context.terminal.answer({
    undoes: callId, planned: rows.length, undone: rows.length - left.length, left: left.map(({ key, why, end }) => ({ callId: key, why: why ?? end })), decision,
    outcome: left.length === 0 ? 'executed' : left.length < rows.length ? 'partly' : 'refused',
  });
  return left.length === 0 ? 0 : 1;
}

const DONE: readonly RowEnd[] = ['created', 'updated', 'deleted', 'done'];

async function start(context: CommandContext, home: CliHome, serverId: string): Promise<void> {
  if (home.host.servers.entry(serverId) === null) return;
  const started = await startWithConsent(context, home, serverId).catch(() => null);
  if (started !== null && started.connection.state !== 'running') sayState(context, started);
}

function nothing({ terminal }: CommandContext, callId: string): 1 {
  terminal.say(terminal.t('problem.nothing-to-undo'));
  terminal.answer({ undoes: callId, verdict: null, outcome: null });
  return 1;
}
