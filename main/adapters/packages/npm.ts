import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import which from 'which';
import { inheritedEnvironment } from '../launch/child-environment.ts';
import { endGroup, leadsGroup } from '../mcp/process-group.ts';

/** SECURITY: what npm gets of our environment besides the usual. It reaches the registry as the person's own npm does. */
export const FOR_NPM = [
  'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy', 'NODE_EXTRA_CA_CERTS', 'npm_config_registry',
] as const;

/** How a run of npm ended: well, or with npm's own code such as `ETARGET`. */
export type NpmEnd = { readonly ok: true } | { readonly ok: false; readonly why: 'missing' | 'late' | 'cancelled' | 'failed'; readonly code: string };

/** So much of what npm writes is read, to find its code. */
const READ = 64 * 1024;

/** Runs npm of the PATH without a shell, until it ends, `timeoutMs` have passed or `signal` fires; its whole group ends with it. */
export async function runNpm(args: readonly string[], cwd: string, environment: NodeJS.ProcessEnv, timeoutMs: number, signal: AbortSignal): Promise<NpmEnd> {
  const program = await programOf(environment);
  if (program === null) return { ok: false, why: 'missing', code: '' };
  if (signal.aborted) return { ok: false, why: 'cancelled', code: '' };
  const child = spawn(program.file, [...program.before, ...args], {
    cwd, env: npmEnvironment(environment), shell: false, windowsHide: true, detached: process.platform !== 'win32', stdio: ['ignore', 'ignore', 'pipe'],
  });
  leadsGroup(child);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { if (said.length < READ) said += text; });
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
    child.once('error', () => resolve(null));
  });
  const cut = await untilCut(exited, timeoutMs, signal);
  // Also after a good end: nothing of the group is left behind.
  await endGroup(child, { afterInput: 0, afterTerm: 2000 });
  if (cut !== null) return { ok: false, why: cut, code: '' };
  return (await exited) === 0 ? { ok: true } : { ok: false, why: 'failed', code: /npm (?:error|ERR!) code (\w{1,40})/.exec(said)?.[1] ?? '' };
}

/** Null where the process ended by itself. */
async function untilCut(exited: Promise<unknown>, timeoutMs: number, signal: AbortSignal): Promise<'late' | 'cancelled' | null> {
  let timer: NodeJS.Timeout | undefined;
  let cancel = (): void => undefined;
  const cut = new Promise<'late' | 'cancelled'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeoutMs);
    cancel = () => resolve('cancelled');
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
  });
  try {
    return await Promise.race([exited.then(() => null), cut]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}

function npmEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept = inheritedEnvironment(environment, process.platform);
  for (const name of FOR_NPM) {
    const value = environment[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** npm as it is started without a shell; on Windows its script, for its `.cmd` would need one. */
async function programOf(environment: NodeJS.ProcessEnv): Promise<{ readonly file: string; readonly before: readonly string[] } | null> {
  const path = environment['PATH'] ?? environment['Path'] ?? '';
  const found = await which('npm', { nothrow: true, path });
  if (found === null) return null;
  if (process.platform !== 'win32') return { file: found, before: [] };
  const node = await which('node', { nothrow: true, path });
  return node === null ? null : { file: node, before: [join(dirname(found), 'node_modules', 'npm', 'bin', 'npm-cli.js')] };
}
