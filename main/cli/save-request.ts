import { spokenProblem, visible } from '../../preload/contract/language/index.ts';
import { writeNew } from '../adapters/files/whole-file.ts';
import type { JsonObject } from '../core/words/index.ts';
import type { RequestText } from '../host/requests/requests.ts';
import type { CommandContext } from './command.ts';

/**
 * Puts what was refused for the role where `--request` says, for somebody who may; what there is to add to the answer. A file that
 * is there stays as it is. Without the option the way is said. `make` gives null where nothing of it can be asked for.
 */
export async function saveRequest({ options, path, terminal }: CommandContext, refused: boolean, make: () => Promise<RequestText | null>): Promise<JsonObject> {
  if (!refused) return {};
  const { request: given } = options;
  if (given === undefined) {
    terminal.say(terminal.t('cli.request-hint'));
    return {};
  }
  const request = await make();
  try {
    if (request !== null) await writeNew(path(given), [request.text]);
  } catch {
    terminal.say(spokenProblem({ code: 'file-unwritable', facts: {} }, terminal.t));
    return {};
  }
  terminal.say(request === null ? spokenProblem({ code: 'request-not-possible', facts: {} }, terminal.t) : terminal.t('cli.request-saved', { path: visible(given, 200) }));
  return request === null ? {} : { request: given };
}
