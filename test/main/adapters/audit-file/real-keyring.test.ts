import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
let folder = '';
let script = '';
let evidence = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-signing-'));
  mkdirSync(join(folder, 'run'), { mode: 0o700 });
  const made = (name: string, file: string): Promise<unknown> => build({
    configFile: false, logLevel: 'silent', ssr: { noExternal: true },
    build: {
      ssr: resolve(`test/main/adapters/audit-file/${name}.ts`), outDir: join(folder, 'out'), emptyOutDir: false, target: 'node20',
      rolldownOptions: { external: ['keytar'], output: { format: 'es', entryFileNames: file } },
    },
  });
  await made('signing-process', 'signing.mjs');
  await made('evidence-process', 'evidence.mjs');
  script = join(folder, 'out', 'signing.mjs');
  evidence = join(folder, 'out', 'evidence.mjs');
  mkdirSync(join(folder, 'out', 'node_modules'), { recursive: true });
  symlinkSync(resolve('node_modules/keytar'), join(folder, 'out', 'node_modules', 'keytar'));
}, 60_000);
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const env = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], HOME: folder, XDG_RUNTIME_DIR: join(folder, 'run') });

/** What one step of the process with content says. */
interface Standing {
  readonly opens: Readonly<Record<string, string>>;
  readonly removed: number;
  readonly key: string | null;
  readonly masters: readonly string[];
}

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

  it('lets a sealed segment and a person go: their keys leave the keyring, older copies open nothing, and the chain verifies', async () => {
    const home = join(folder, 'kept');
    const step = (name: string): string => `"${process.execPath}" "${evidence}" "${home}" ${name}`;
    const { stdout } = await run('dbus-run-session', ['--', 'bash', '-c', [
      'echo -n test | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1',
      `mkdir -p "${home}"`, step('write'), `cp -r "${home}/content" "${home}/../content-before"`, step('retain'), step('erase'), step('look'),
      // The files as they were before, under the keyring as it is now.
      `rm -r "${home}/content"`, `mv "${home}/../content-before" "${home}/content"`, step('look'),
    ].join(' && ')], { env: env() });
    const [written, retained, erased, looked, older] = stdout.trim().split('\n').map((line) => JSON.parse(line) as Standing);
    const note = (person: string): string => JSON.stringify({ note: `the note of ${person}` });
    expect(written).toMatchObject({ ok: true, removed: 0 });
    expect(Object.entries(written?.opens ?? {})).toEqual([0, 1, 2, 3].flatMap((day) => ['ada', 'eva'].map((person) => [`${person}-${day}`, note(person)])));
    // Two days of four are old: their segments go behind a signed tombstone, and their pages with the key that opened them.
    expect(retained).toMatchObject({ ok: true, anchored: 'keychain', key: written?.key, opens: { 'ada-2': note('ada'), 'eva-2': note('eva'), 'ada-3': note('ada'), 'eva-3': note('eva') } });
    expect([(retained?.removed ?? 0) >= 8, Object.keys(retained?.opens ?? {})]).toEqual([true, ['ada-2', 'eva-2', 'ada-3', 'eva-3']]);
    expect(readdirSync(join(home, 'audit')).includes('000001.jsonl')).toBe(false);
    expect(erased).toMatchObject({ ok: true, did: { calls: 2, pieces: 2, inRecord: 0 }, opens: { 'ada-2': 'erased', 'eva-2': note('eva'), 'ada-3': 'erased', 'eva-3': note('eva') } });
    expect(looked).toMatchObject({ ok: true, anchored: 'keychain', key: written?.key, opens: erased?.opens });
    // Each step left one master in the keyring, another one each time: what the ones before opened is gone for good.
    const masters = [written, retained, erased].map((one) => one?.masters ?? []);
    expect([masters.map(({ length }) => length), new Set(masters.flat()).size, looked?.masters]).toEqual([[1, 1, 1], 3, masters[2]]);
    expect(Object.values(older?.opens ?? {}).every((found) => found === 'unreadable' || found === 'erased')).toBe(true);
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of files) expect(readFileSync(join(parentPath, name), 'latin1')).not.toContain('the note of');
  }, 120_000);

  it('goes on unsigned where there is no keyring, and says so', async () => {
    const { stdout } = await run(process.execPath, [script, join(folder, 'other'), '3'], { env: env() });
    expect(JSON.parse(stdout)).toEqual({ ok: true, anchored: 'file', key: null, breaks: 0, why: null, signing: 'unsigned' });
  }, 60_000);
});
