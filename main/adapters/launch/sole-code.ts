import type { Launch } from '../../core/trust/launch.ts';
import { isInterpreter } from './code-files.ts';
import { baseName } from './fetched-package.ts';

type LocalLaunch = Extract<Launch, { kind: 'local' }>;

/**
 * The digest of the package that a launch runs, where it names nothing else that could run; else null. `fetched`: a runner
 * fetches it. What the package loads by itself (its dependencies, what lies in its own `node_modules`) is no part of it.
 *
 * SECURITY: what recipes rest on. A file loaded beside the package, an option of the interpreter, or an interpreter or
 * runner that the configuration brings along could be any program that only holds the known files up.
 */
export function soleCodeOf(launch: LocalLaunch, fetched: boolean): string | null {
  if (launch.package === null || launch.floating) return null;
  if (!fetched && (launch.fileDigest !== null || !namesItFirst(launch))) return null;
  return isRunByTheSystem(launch, fetched) || isRunByTheirOwn(launch, fetched) ? launch.package.treeDigest : null;
}

/** The package's own program, or Node with a script of it before anything else: others read settings from where they run. */
function namesItFirst({ resolved, args }: LocalLaunch): boolean {
  if (!isInterpreter(resolved)) return true;
  return /^node(js)?$/.test(baseName(resolved)) && args[0] !== undefined && !args[0].startsWith('-');
}

function isRunByTheSystem({ interpreter, fileDigest }: LocalLaunch, fetched: boolean): boolean {
  const known = interpreter === 'none' || interpreter.split(' ').every((one) => one.startsWith('system:'));
  return known && (!fetched || fileDigest === null);
}

/** What the person's own search path finds, such as a Node of a version manager: the configuration has no say in that. */
function isRunByTheirOwn({ command, resolved, envNames }: LocalLaunch, fetched: boolean): boolean {
  const found = !/[\\/]/.test(command) || (!fetched && !isInterpreter(resolved));
  return found && !envNames.some((name) => name.toUpperCase() === 'PATH');
}
