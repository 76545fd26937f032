import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const SECRET = 'grün & "geheim" 4711';
let folder = '';
let script = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-keyring-'));
  mkdirSync(join(folder, 'run'), { mode: 0o700 });
  await build({
    configFile: false, logLevel: 'silent',
    build: {
      ssr: resolve('test/main/adapters/keychain/round-trip.ts'), outDir: join(folder, 'out'), target: 'node20',
      rolldownOptions: { external: ['keytar'], output: { format: 'es', entryFileNames: 'round-trip.mjs' } },
    },
  });
  script = join(folder, 'out', 'round-trip.mjs');
  mkdirSync(join(folder, 'out', 'node_modules'), { recursive: true });
  symlinkSync(resolve('node_modules/keytar'), join(folder, 'out', 'node_modules', 'keytar'));
}, 30_000);
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const env = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], HOME: folder, XDG_RUNTIME_DIR: join(folder, 'run') });

/** Every file below a folder, with its content. */
function contents(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    (entry.isDirectory() ? contents(join(path, entry.name)) : entry.isFile() ? [readFileSync(join(path, entry.name), 'latin1')] : []));
}

describe.runIf(process.platform === 'linux')('a real keyring', () => {
  it('keeps a secret from one process to the next, and deletes it', async () => {
    const node = process.execPath;
    const calls = [`set '${SECRET}'`, 'get', 'delete', 'get'].map((call) => `"${node}" "${script}" "Countersign test" ${call}`);
    const { stdout } = await run('dbus-run-session', ['--', 'bash', '-c',
      `echo -n test | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1; ${calls.join(' && ')}`], { env: env() });
    expect(stdout.trim().split('\n').map((line) => JSON.parse(line))).toEqual([
      { kind: 'keychain', got: SECRET }, { kind: 'keychain', got: SECRET }, { kind: 'keychain', got: null }, { kind: 'keychain', got: null },
    ]);
    const plain = contents(join(folder, '.local')).filter((content) => content.includes(Buffer.from(SECRET).toString('latin1')));
    expect(plain).toEqual([]);
  }, 30_000);

  it('keeps a secret for the session alone where there is no bus, and leaves no trace of it', async () => {
    const set = await run(process.execPath, [script, 'Countersign test', 'set', SECRET], { env: env() });
    expect(JSON.parse(set.stdout)).toEqual({ kind: 'session', got: SECRET });
    const get = await run(process.execPath, [script, 'Countersign test', 'get'], { env: env() });
    expect(JSON.parse(get.stdout)).toEqual({ kind: 'session', got: null });
  }, 30_000);

  it('keeps a secret for the session alone where the bus has no keyring', async () => {
    const { stdout } = await run('dbus-run-session', ['--', process.execPath, script, 'Countersign test', 'set', SECRET],
      { env: { ...env(), HOME: join(folder, 'run') } });
    expect(JSON.parse(stdout)).toEqual({ kind: 'session', got: SECRET });
  }, 30_000);
});
