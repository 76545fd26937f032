import { readFile } from 'node:fs/promises';
import { spokenProblem, visible } from '../../../preload/contract/language/index.ts';
import { sha256 } from '../../adapters/digest/sha256.ts';
import type { Json } from '../../core/words/index.ts';
import { onlyServer } from '../../host/requests/requests.ts';
import { readRequest, type RequestRead } from '../../host/requests/request-file.ts';
import { chooseOption } from '../advance-options.ts';
import { callAnswer } from '../call-answer.ts';
import { carryOutFromTerminal } from '../carry-out.ts';
import { WrongCall, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { withHome, type CliHome } from '../compose.ts';
import { answerSets } from '../skill-session.ts';
import { orSay, type HostCommand } from './servers.ts';

const PROBLEMS = { 'too-large': 'request-too-large', 'no-request': 'no-request', 'later-format': 'request-later-format' } as const;

/** `request show FILE`: what a request asks for, whole, and whether it is as it was written. Needs no home and runs nothing. */
export const requestShow: Command = async (context) => {
  const read = readRequest(await textOf(context), sha256);
  if (!read.ok) return sayNot(context, read.why);
  sayChanged(context, read.intact);
  context.terminal.answer({ intact: read.intact, ...(read.request as unknown as { readonly [key: string]: Json }) });
  return read.intact ? 0 : 1;
};

/**
 * `request run FILE`: each call of a request, planned anew under one's own role, previewed and asked in the terminal. The file
 * authorises nothing. 0 where all were carried out.
 */
export const requestRun: HostCommand = async (context, installation) => {
  const text = await textOf(context);
  const inAdvance = chooseOption(context);
  return withHome(context, installation, (home) => orSay(context, async () => {
    await startAll(home);
    const opened = home.host.requests.open(text);
    if (!opened.ok) return sayNot(context, opened.why);
    if (opened.request.kind === 'review') return sayNot(context, 'no-request');
    sayChanged(context, opened.intact);
    if (opened.request.set !== undefined) return runSet(context, home, text, inAdvance);
    let code: ExitCode = 0;
    for (const [index, { tool, args }] of opened.request.calls.entries()) {
      const serverId = onlyServer(opened.candidates[index] ?? []);
      if (serverId === null) {
        context.terminal.say(context.terminal.t('requests.no-server'));
        return 1;
      }
      const receipt = await carryOutFromTerminal(context, home, {
        serverId, tool: tool.name, args, inAdvance,
        enter: async () => {
          const ran = await home.host.requests.run(text, index, serverId, 'cli');
          return ran.ok ? ran : null;
        },
      });
      if (receipt === null) return 1;
      context.terminal.answer(callAnswer(receipt));
      if (receipt.outcome !== 'executed') code = 1;
    }
    return code;
  }));
};

/** The calls of a set, planned anew as one, previewed and answered as one. */
async function runSet(context: CommandContext, home: CliHome, text: string, inAdvance: ReturnType<typeof chooseOption>): Promise<ExitCode> {
  answerSets(context, home, inAdvance);
  const ran = await home.host.requests.runSet(text, 'cli');
  if (!ran.ok) {
    context.terminal.say(ran.why === 'unknown-server' ? context.terminal.t('requests.no-server') : spokenProblem({ code: ran.why, facts: {} }, context.terminal.t));
    return 1;
  }
  const { decision, rows } = await ran.done;
  context.terminal.answer({ planned: rows.length, decision, rows: rows.map(({ tool, end, why, callId }) => ({ tool, end, why, callId })) });
  return rows.every(({ end }) => end === 'created' || end === 'updated' || end === 'deleted' || end === 'done') ? 0 : 1;
}

async function startAll({ host }: CliHome): Promise<void> {
  await Promise.all(host.servers.list().filter(({ trust }) => trust !== 'blocked').map(({ config }) => host.servers.start(config.id).catch(() => null)));
}

async function textOf({ rest, path, terminal }: CommandContext): Promise<string> {
  const [file] = rest;
  if (file === undefined || rest.length > 1) throw new WrongCall('cli.needs-arguments', { usage: terminal.t('cli.request-usage') });
  try {
    return await readFile(path(file), 'utf8');
  } catch {
    throw new WrongCall('cli.no-file', { path: visible(file, 200) });
  }
}

function sayNot({ terminal }: CommandContext, why: Extract<RequestRead, { ok: false }>['why']): ExitCode {
  terminal.say(spokenProblem({ code: PROBLEMS[why], facts: {} }, terminal.t));
  terminal.answer({ intact: false, problem: why });
  return 1;
}

function sayChanged({ terminal }: CommandContext, intact: boolean): void {
  if (!intact) terminal.say(terminal.t('cli.request-changed'));
}
