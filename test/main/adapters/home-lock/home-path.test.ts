import { mkdirSync, mkdtempSync, realpathSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultHome, isPeoplesHome, isSameFolder } from '../../../../main/adapters/home-lock/home-path.ts';

describe('the home that people use', () => {
  const account = realpathSync(mkdtempSync(join(tmpdir(), 'account-')));
  const theirs = join(account, '.config', 'countersign');

  it.each([[{ XDG_CONFIG_HOME: '/tmp/elsewhere' }], [{ HOME: '/tmp/elsewhere' }], [{ XDG_CONFIG_HOME: '/tmp/elsewhere', HOME: '/tmp/elsewhere' }], [{}]])('stays theirs, whatever a caller sets: %j', (env) => {
    expect(isPeoplesHome(theirs, env, 'linux', account)).toBe(true);
    expect(isPeoplesHome(join(userInfo().homedir, '.config', 'countersign'), env, 'linux')).toBe(true);
    expect(isPeoplesHome(join(homedir(), '.config', 'countersign'), env, 'linux', account)).toBe(true);
    expect(isPeoplesHome(join(account, 'other'), env, 'linux', account)).toBe(false);
  });

  it('is also the one the environment names', () => {
    const env = { XDG_CONFIG_HOME: join(account, 'xdg') };
    expect(isPeoplesHome(defaultHome(env, 'linux'), env, 'linux', account)).toBe(true);
  });

  it('is the same through a link and a step back', () => {
    mkdirSync(theirs, { recursive: true });
    symlinkSync(theirs, join(account, 'link'));
    for (const path of [join(account, 'link'), `${theirs}/../countersign`, `${theirs}/`]) expect(isSameFolder(path, theirs)).toBe(true);
    expect(isSameFolder(account, theirs)).toBe(false);
  });
});
