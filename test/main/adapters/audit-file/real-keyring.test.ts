import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
let folder = '';
let script = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-signing-'));
  mkdirSync(join(folder, 'run'), { mode: 0o700 });
  await build({
    configFile: false, logLevel: 'silent', ssr: { noExternal: true },
    build: {
      ssr: resolve('test/main/adapters/audit-file/signing-process.ts'), outDir: join(folder, 'out'), target: 'node20',
      rolldownOptions: { external: ['keytar'], output: { format: 'es', entryFileNames: 'signing.mjs' } },
    },
  });
  script = join(folder, 'out', 'signing.mjs');
  mkdirSync(join(folder, 'out', 'node_modules'), { recursive: true });
  symlinkSync(resolve('node_modules/keytar'), join(folder, 'out', 'node_modules', 'keytar'));
}, 60_000);
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const env = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], HOME: folder, XDG_RUNTIME_DIR: join(folder, 'run') });

describe.runIf(process.platform === 'linux')('a log in a real keyring', () => {
  it('is signed by one key from run to run, and a copy of its older state is found by the keyring alone', async () => {
    const home = join(folder, 'home');
    const write = `"${process.execPath}" "${script}" "${home}" 3`;
    const { stdout } = await run('dbus-run-session', ['--', 'bash', '-c', [
      'echo -n test | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1',
      `mkdir -p "${home}"`, write, `cp -r "${home}" "${home}-old"`, write, `rm -r "${home}"`, `mv "${home}-old" "${home}"`, write,
    ].join(' && ')], { env: env() });
    const [first, second, third] = stdout.trim().split('\n').map((line) => JSON.parse(line) as { key: string });
    expect(first).toMatchObject({ ok: true, signing: 'signed', breaks: 0 });
    expect(second).toEqual({ ...first, anchored: 'keychain' });
    expect(third).toMatchObject({ ok: false, anchored: 'keychain', why: 'anchor-not-reached' });
  }, 60_000);

  it('goes on unsigned where there is no keyring, and says so', async () => {
    const { stdout } = await run(process.execPath, [script, join(folder, 'other'), '3'], { env: env() });
    expect(JSON.parse(stdout)).toEqual({ ok: true, anchored: 'file', key: null, breaks: 0, why: null, signing: 'unsigned' });
  }, 60_000);
});
