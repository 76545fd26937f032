// A desktop session without a screen: its own display, message bus and unlocked keyring, and its own folders.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './command.mjs';

const KEYRING = 'echo -n test | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1; exec "$0" "$@"';

/** Whether this process is in such a session already. */
export const inSession = () => process.env.COUNTERSIGN_TEST_KEYRING === '1';
const MARK = { COUNTERSIGN_TEST_KEYRING: '1' };

function folders() {
  const base = mkdtempSync(join(tmpdir(), 'countersign-session-'));
  const env = { XDG_CACHE_HOME: process.env.XDG_CACHE_HOME || join(homedir(), '.cache') };
  for (const [name, folder] of [['XDG_RUNTIME_DIR', 'run'], ['XDG_DATA_HOME', 'data'], ['XDG_CONFIG_HOME', 'config'], ['XDG_STATE_HOME', 'state']]) {
    env[name] = join(base, folder);
    mkdirSync(env[name], { mode: 0o700 });
  }
  return { base, env };
}

function commandLine(display, command, args) {
  const screen = display ? ['xvfb-run', '-a', '-s', '-screen 0 1600x1200x24 -nolisten tcp'] : [];
  return [...screen, 'dbus-run-session', '--', 'sh', '-c', KEYRING, command, ...args];
}

/**
 * Runs a program inside such a session on Linux (as it is elsewhere), with `options` of {@link run}. `display: false`
 * gives only the bus and the keyring.
 */
export async function inVirtualSession(command, args, { display = true, ...options } = {}) {
  if (process.platform !== 'linux') return run(command, args, options);
  const { base, env } = folders();
  const [first, ...rest] = commandLine(display, command, args);
  try {
    return await run(first, rest, { ...options, env: { ...options.env, ...env, ...MARK } });
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** Says what a program in the session finds in its environment, and keeps the session until its input ends. */
const HOLDER = 'process.stdout.write(`${JSON.stringify(process.env)}\\n`); process.stdin.resume();';

/**
 * Opens such a session on Linux and keeps it: what a program needs to be in it, and `close`. It also ends with this process.
 * Throws when there is none after half a minute.
 */
export async function openVirtualSession() {
  const { base, env } = folders();
  const [first, ...rest] = commandLine(true, process.execPath, ['-e', HOLDER]);
  const child = spawn(first, rest, { env: { ...process.env, ...env, ...MARK }, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').catch(() => undefined);
  const close = async () => {
    child.stdin.end();
    await ended;
    rmSync(base, { recursive: true, force: true });
  };
  try {
    const said = await firstLine(child);
    return { env: Object.fromEntries(Object.entries(JSON.parse(said)).filter(([name, value]) => process.env[name] !== value)), close };
  } catch (error) {
    child.kill();
    await close();
    throw error;
  }
}

/** @returns {Promise<string>} */
function firstLine(child) {
  return new Promise((done, fail) => {
    let said = '';
    const limit = setTimeout(() => { fail(new Error('The virtual session did not start within 30 s.')); }, 30_000);
    const end = (settle, value) => { clearTimeout(limit); settle(value); };
    child.stdout.on('data', (piece) => { said += piece; if (said.includes('\n')) end(done, said); });
    child.on('error', (error) => { end(fail, error); });
    child.on('exit', (code) => { end(fail, new Error(`The virtual session ended with ${code}.`)); });
  });
}
