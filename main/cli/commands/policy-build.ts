import { existsSync } from 'node:fs';
import { visible } from '../../../preload/contract/language/index.ts';
import type { Json } from '../../core/words/index.ts';
import { WrongCall, type ExitCode } from '../command.ts';
import { withHome } from '../compose.ts';
import type { HostCommand } from './servers.ts';

/**
 * `policy build --from-home DIR`: a sealed policy that lets run exactly what was reviewed in that home. Nothing is started
 * and nothing is put in force: an administrator looks at it and puts it where this system keeps policies.
 */
export const policyBuild: HostCommand = async (context, installation) => {
  const from = context.options['from-home'];
  if (from === undefined || context.rest.length > 0) throw new WrongCall('cli.needs-arguments', { usage: 'policy build --from-home DIR' });
  const path = context.path(from);
  // A home that is not there would be made by opening it.
  if (!existsSync(path)) throw new WrongCall('cli.no-file', { path: visible(from, 200) });
  return withHome<ExitCode>({ ...context, home: { path, isDefault: context.home.isDefault } }, installation, async ({ host }) => {
    context.terminal.answer(JSON.parse(await host.policyDesk.build()) as Json);
    return 0;
  });
};
