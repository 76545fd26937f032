import { isAbsolute, resolve } from 'node:path';
import { chooseLocale, createTranslator, visible } from '../../preload/contract/language/index.ts';
import { HomeInUse } from '../adapters/home-lock/home-lock.ts';
import { defaultHome, isPeoplesHome } from '../adapters/home-lock/home-path.ts';
import { WrongCall, type Command, type CommandContext, type ExitCode } from './command.ts';
import { readCommandLine, type Options } from './command-line.ts';
import { NotJson } from './exact-json.ts';
import { AnswerLost, createTerminal, type Terminal } from './terminal.ts';
import { usageOf } from './usage.ts';

/** What the command line runs in. */
export interface Surroundings {
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  readonly version: string;
  readonly streams: Parameters<typeof createTerminal>[0];
}

/**
 * Runs one command. Never rejects and never shows a stack: a wrong call is one sentence and 2, and what nobody foresaw is
 * one sentence and 1.
 */
export async function run(around: Surroundings, commands: Readonly<Record<string, Command>>): Promise<ExitCode> {
  const { env } = around;
  const t = createTranslator(chooseLocale('system', [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].filter((tag) => tag !== undefined)));
  const terminal = createTerminal(around.streams, env, t);
  try {
    const line = readCommandLine(around.argv);
    if (!line.ok) throw new WrongCall(`cli.${line.problem}`, { name: visible(line.name, 80) });
    if (line.options.version === true) {
      terminal.print(`${around.version}\n`);
      await terminal.allPrinted();
      return 0;
    }
    const found = findCommand(line.words, commands);
    if (line.options.help === true || line.words.length === 0) return help(terminal, line.words, line.options.help === true);
    if (found === null) throw unknownCommand(line.words, commands);
    const code = await found.command(contextOf(around, terminal, line.options, found.rest));
    await terminal.allPrinted();
    return code;
  } catch (error) {
    return sayWhatWentWrong(terminal, error);
  }
}

function findCommand(words: readonly string[], commands: Readonly<Record<string, Command>>): { command: Command; rest: readonly string[] } | null {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ');
    const command = words.length >= count && Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command !== undefined) return { command, rest: words.slice(count) };
  }
  return null;
}

function unknownCommand(words: readonly string[], commands: Readonly<Record<string, Command>>): WrongCall {
  return new WrongCall('cli.unknown-command', { name: visible(words.slice(0, 2).join(' '), 80), commands: Object.keys(commands).join(', ') });
}

/** One line for each command that is meant; for all of them where none of that name is. */
function help(terminal: Terminal, words: readonly string[], asked: boolean): ExitCode {
  const meant = usageOf(words.slice(0, 2));
  for (const line of [terminal.t('cli.help'), ...(meant.length > 0 ? meant : usageOf([])), terminal.t('cli.help-ends')]) terminal.say(line);
  return asked ? 0 : 2;
}

function contextOf(around: Surroundings, terminal: Terminal, options: Options, rest: readonly string[]): CommandContext {
  // npm runs scripts in the package's folder; paths mean the folder the person stands in.
  const base = around.env['INIT_CWD'] ?? around.cwd;
  const path = (given: string): string => (isAbsolute(given) ? given : resolve(base, given));
  const usual = defaultHome(around.env, around.platform);
  const home = options.home === undefined ? usual : path(options.home);
  return { terminal, options, rest, env: around.env, path, home: { path: home, isDefault: isPeoplesHome(home, around.env, around.platform) } };
}

function sayWhatWentWrong(terminal: Terminal, error: unknown): ExitCode {
  if (error instanceof WrongCall) {
    terminal.say(terminal.t(error.key, error.values));
    return 2;
  }
  if (error instanceof NotJson) {
    terminal.say(visible(error.message, 400));
    return 2;
  }
  if (error instanceof AnswerLost) {
    terminal.say(terminal.t('cli.answer-lost', { why: error.message }));
    return 1;
  }
  if (error instanceof HomeInUse) {
    terminal.say(error.elsewhere === null ? terminal.t('cli.home-in-use', { process: error.pid ?? '?' }) : terminal.t('home.in-use-elsewhere', { process: error.pid ?? '?', ...error.elsewhere }));
    return 1;
  }
  terminal.say(terminal.t('cli.failed', { why: visible(error instanceof Error ? error.message : 'unknown', 300) }));
  return 1;
}
