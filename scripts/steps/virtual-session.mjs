// A desktop session without a screen: its own display, message bus and unlocked keyring, and its own folders.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './command.mjs';

const KEYRING = 'echo -n test | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1; exec "$0" "$@"';

function folders() {
  const base = mkdtempSync(join(tmpdir(), 'countersign-session-'));
  const env = { XDG_CACHE_HOME: process.env.XDG_CACHE_HOME || join(homedir(), '.cache') };
  for (const [name, folder] of [['XDG_RUNTIME_DIR', 'run'], ['XDG_DATA_HOME', 'data'], ['XDG_CONFIG_HOME', 'config'], ['XDG_STATE_HOME', 'state']]) {
    env[name] = join(base, folder);
    mkdirSync(env[name], { mode: 0o700 });
  }
  return { base, env };
}

/**
 * Runs a program inside such a session on Linux (as it is elsewhere), with `options` of {@link run}. `display: false`
 * gives only the bus and the keyring.
 */
export async function inVirtualSession(command, args, { display = true, ...options } = {}) {
  if (process.platform !== 'linux') return run(command, args, options);
  const { base, env } = folders();
  const screen = display ? ['xvfb-run', '-a', '-s', '-screen 0 1600x1200x24 -nolisten tcp'] : [];
  const line = [...screen, 'dbus-run-session', '--', 'sh', '-c', KEYRING, command, ...args];
  try {
    return await run(line[0], line.slice(1), { ...options, env: { ...options.env, ...env, COUNTERSIGN_TEST_KEYRING: '1' } });
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
