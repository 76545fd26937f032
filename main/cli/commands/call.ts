import { isJsonObject, type JsonObject } from '../../core/words/index.ts';
import { chooseOption } from '../advance-options.ts';
import { callAnswer } from '../call-answer.ts';
import { carryOutFromTerminal } from '../carry-out.ts';
import { WrongCall, type CommandContext } from '../command.ts';
import { withHome, type CliHome } from '../compose.ts';
import { startWithConsent } from '../consent.ts';
import { parseSendableJson } from '../exact-json.ts';
import { saveRequest } from '../save-request.ts';
import { findEntry, orSay, sayState, type HostCommand } from './servers.ts';

const USAGE = 'call SERVER TOOL --args JSON [--request FILE]';

/** `call SERVER TOOL --args JSON`: one call through the gate, previewed and asked in the terminal; `--request FILE` saves one the role may only ask for. 0 where it was carried out. */
export const call: HostCommand = async (context, installation) => {
  const [server, tool] = context.rest;
  if (server === undefined || tool === undefined || context.rest.length > 2) throw new WrongCall('cli.needs-arguments', { usage: USAGE });
  const inAdvance = chooseOption(context);
  const args = argumentsOf(context);
  return withHome(context, installation, (home) => orSay(context, async () => {
    const receipt = await carryOutFromTerminal(context, home, { serverId: await startNamed(context, home, server), tool, args, inAdvance });
    if (receipt === null) return 1;
    const request = await saveRequest(context, receipt.because === 'role-requests', () => home.host.requests.ofCall(receipt.call.id));
    context.terminal.answer({ ...callAnswer(receipt), ...request });
    return receipt.outcome === 'executed' ? 0 : 1;
  }));
};

/** Starts the server that is meant. One that does not run, or that nobody knows, is for the gate to refuse and to record. */
async function startNamed(context: CommandContext, home: CliHome, name: string): Promise<string> {
  const entry = findEntry(home.host.servers.list(), name);
  if (entry === null) return name;
  const started = await startWithConsent(context, home, entry.config.id).catch(() => entry);
  if (started.connection.state !== 'running') sayState(context, started);
  return entry.config.id;
}

function argumentsOf({ options }: CommandContext): JsonObject {
  if (options.args === undefined) return {};
  const args = parseSendableJson(options.args);
  if (!isJsonObject(args)) throw new WrongCall('cli.args-invalid');
  return args;
}
