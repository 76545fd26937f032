import type { MessageKey, MessageValues } from '../../preload/contract/language/index.ts';
import type { Options } from './command-line.ts';
import type { Terminal } from './terminal.ts';

/** 0: yes. 1: the answer is no. 2: the call itself is wrong. */
export type ExitCode = 0 | 1 | 2;

/** What a command runs with. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly options: Options;
  /** What stands after the command's own words. */
  readonly rest: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** A path as the caller means it: from the caller's folder. */
  path(given: string): string;
  /** The home in use, and whether it is the default one. */
  readonly home: { readonly path: string; readonly isDefault: boolean };
}

/** A command: it answers on the terminal and says how it ended. */
export type Command = (context: CommandContext) => Promise<ExitCode>;

/** The call itself is wrong; the sentence of `key` is said and the exit code is 2. */
export class WrongCall extends Error {
  readonly key: MessageKey;
  readonly values: MessageValues;
  constructor(key: MessageKey, values: MessageValues = {}) {
    super(key);
    this.name = 'WrongCall';
    this.key = key;
    this.values = values;
  }
}
