import { isJsonObject, type Json } from '../../core/words/index.ts';
import type { PlaybookInput } from '../../core/skills/playbook.ts';
import type { RunRequest } from '../../host/skills/prepare.ts';
import { chooseOption } from '../advance-options.ts';
import { WrongCall, type CommandContext } from '../command.ts';
import { withHome, type CliHome } from '../compose.ts';
import { parseSendableJson } from '../exact-json.ts';
import { correctionsOf } from '../skill-corrections.ts';
import { answerRun, answerSets, runSkill } from '../skill-session.ts';
import { findEntry, orSay, sayState, type HostCommand } from './servers.ts';

const USAGE = 'skill run NAME [--input FILE] [--answers JSON] [--map COLUMN=HEADER…] [--set ROW.COLUMN=VALUE…] [--read HOW=VALUE…] [--server NAME] [--mapping NAME|FILE] [--choose approve|deny] [--request FILE]';

/** `skill run NAME`: the plan, the preview, the question, the receipt. 0 where everything that was to run ran. */
export const skillRun: HostCommand = (context, installation) => {
  const [name] = context.rest;
  if (name === undefined || context.rest.length > 1) throw new WrongCall('cli.needs-arguments', { usage: USAGE });
  const inAdvance = chooseOption(context);
  return withHome(context, installation, (home) => orSay(context, async () => {
    answerSets(context, home, inAdvance);
    const request = await requestFor(context, home, name);
    return answerRun(context, home, await runSkill(home, request, context.terminal.t.locale));
  }));
};

/** What the options say, put where the skill wants it: files to the inputs that take files, answers to inputs and questions. */
async function requestFor(context: CommandContext, home: CliHome, name: string): Promise<RunRequest> {
  const { options } = context;
  const server = findEntry(home.host.servers.list(), options.server ?? 'demo-cms');
  const serverId = server?.config.id ?? options.server ?? 'demo-cms';
  if (server !== null) {
    const started = await home.host.servers.start(serverId);
    if (started.connection.state !== 'running') sayState(context, started);
  }
  const found = await home.host.skills.open(name);
  const inputs = found?.entry.skill?.playbook?.inputs ?? {};
  const given = options.answers === undefined ? {} : parseSendableJson(options.answers);
  if (!isJsonObject(given)) throw new WrongCall('cli.args-invalid');
  const values: Record<string, Json> = Object.fromEntries(Object.entries(given).filter(([key]) => Object.hasOwn(inputs, key)));
  const answers = Object.fromEntries(Object.entries(given).flatMap(([key, value]) => (Object.hasOwn(inputs, key) || typeof value !== 'string' ? [] : [[key, value] as const])));
  const request: RunRequest = { skill: name, serverId, inputs: values, paths: pathsOf(context, inputs), mappings: {}, answers, ...correctionsOf(context, inputs, USAGE), ...await mappingOf(context, home) };
  return { ...request, inputs: { ...await firstObjects(home, request, inputs), ...values } };
}

/** A mapping by its name in the pack, or a file of the person's own. */
async function mappingOf({ options, path }: CommandContext, { host }: CliHome): Promise<Pick<RunRequest, 'mapping' | 'mappingText'>> {
  const { mapping } = options;
  if (mapping === undefined || !/[./\\]/.test(mapping)) return { mapping: mapping ?? null };
  // What cannot be read is a mapping that is not right, and is said as that.
  return { mapping: null, mappingText: await host.skills.mappingText(path(mapping)) ?? '' };
}

/** Where nobody says which project is meant, a fresh home means its own: `demo`, or the only one there is. */
async function firstObjects(home: CliHome, request: RunRequest, inputs: Readonly<Record<string, PlaybookInput>>): Promise<Readonly<Record<string, Json>>> {
  const chosen: Record<string, Json> = {};
  for (const [name, input] of Object.entries(inputs)) {
    if (input.type !== 'object' || input.default !== undefined || Object.hasOwn(request.inputs, name)) continue;
    const choices = await home.host.skills.choices(request, name);
    const usual = choices.find(({ value }) => value === 'demo') ?? (choices.length === 1 ? choices[0] : undefined);
    if (usual !== undefined) chosen[name] = usual.value;
  }
  return chosen;
}

function pathsOf(context: CommandContext, inputs: Readonly<Record<string, PlaybookInput>>): Readonly<Record<string, string>> {
  const takes = Object.entries(inputs).filter(([, { type }]) => type === 'table' || type === 'folder').map(([key]) => key);
  return Object.fromEntries((context.options.input ?? []).map((given, at) => {
    const [, key, path] = /^([a-z][A-Za-z0-9_]*)=(.+)$/.exec(given) ?? [];
    return key !== undefined && path !== undefined && takes.includes(key) ? [key, context.path(path)] : [takes[at] ?? 'file', context.path(given)];
  }));
}
