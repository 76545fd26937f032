import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A message bus with an unlocked Secret Service that nobody else uses: what is locked here is locked for no other test. */
export interface OwnKeyring {
  /** What a program needs to find this bus and no other. */
  readonly env: Readonly<Record<string, string>>;
  /** Locks every collection, as a system does when it locks itself. */
  lock(): void;
  close(): void;
}

/** Starts one; null where the programs for it are not there. */
export async function ownKeyring(): Promise<OwnKeyring | null> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-keyring-'));
  const [run, data] = [join(folder, 'run'), join(folder, 'data')];
  for (const place of [run, data]) mkdirSync(place, { mode: 0o700 });
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], { env: { ...process.env, XDG_RUNTIME_DIR: run, XDG_DATA_HOME: data }, stdio: ['ignore', 'pipe', 'ignore'] });
  const close = (): void => {
    bus.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const [address] = await Promise.race([once(bus.stdout, 'data'), once(bus, 'error').then(([error]) => { throw error; })]) as [Buffer];
    const env = { DBUS_SESSION_BUS_ADDRESS: address.toString().trim(), XDG_RUNTIME_DIR: run, XDG_DATA_HOME: data };
    const whole = { env: { ...process.env, ...env } };
    execFileSync('gnome-keyring-daemon', ['--unlock', '--components=secrets', '--daemonize'], { ...whole, input: 'test', stdio: ['pipe', 'ignore', 'ignore'], timeout: 10_000 });
    const service = (path: string, method: string, ...more: readonly string[]): string =>
      execFileSync('dbus-send', ['--session', '--print-reply', '--dest=org.freedesktop.secrets', path, method, ...more], { ...whole, encoding: 'utf8', stdio: 'pipe' });
    return {
      env, close,
      lock() {
        const said = service('/org/freedesktop/secrets', 'org.freedesktop.DBus.Properties.Get', 'string:org.freedesktop.Secret.Service', 'string:Collections');
        const collections = [...said.matchAll(/"(\/org\/freedesktop\/secrets\/collection\/[^"]+)"/g)].map(([, path]) => path);
        service('/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock', `array:objpath:${collections.join(',')}`);
      },
    };
  } catch (error) {
    close();
    process.stdout.write(`SKIPPED: no keychain of its own can be had here (${String(error).split('\n')[0]}).\n`);
    return null;
  }
}
