import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from './harness.ts';

let home: string;
beforeAll(() => { home = mkdtempSync(join(tmpdir(), 'countersign-start-')); });
afterAll(() => { rmSync(home, { recursive: true, force: true }); });

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs one of our scripts with no display and no terminal, in a home of its own. */
function script(name: string, env: Readonly<Record<string, string>> = {}, args: readonly string[] = []): Ended {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...rest } = process.env;
  const result = spawnSync(process.execPath, [join(root, 'scripts', name), ...args], {
    cwd: root, encoding: 'utf8', timeout: 40_000, killSignal: 'SIGKILL',
    env: { ...rest, HOME: home, XDG_CONFIG_HOME: join(home, 'config'), LANG: 'en_US.UTF-8', LANGUAGE: 'en', ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

const STACK = /^\s+at .+:\d+:\d+\)?$/m;

describe('npm start with no display', () => {
  test('says so in one line, goes on in the terminal, shows the change, denies and ends well', () => {
    const { code, out, err } = script('start.mjs');
    const said = out + err;
    expect(said.match(/There is no display here/g)).toHaveLength(1);
    expect(said).toContain('Registration opens');
    expect(said).toContain('the answer is no');
    expect(said).not.toMatch(STACK);
    expect(code).toBe(0);
  });
});

describe('the command line out of a checkout', () => {
  test('hands its exit code on', () => {
    const { code, err } = script('cli.mjs', {}, ['no-such-command']);
    expect(code).toBe(2);
    expect(err).not.toMatch(STACK);
    expect(err.trim()).not.toBe('');
  });
});

describe('finding an Electron', () => {
  test('names an override that holds none, in one sentence', () => {
    const { code, err } = script('electron-runtime.mjs', { ELECTRON_OVERRIDE_DIST_PATH: join(home, 'nowhere') });
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain('there is no Electron in it');
  });
});
