import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import type { Account } from '../../core/policy/assigned-role.ts';

const LIMIT_MS = 5_000;

/**
 * The account this process runs under, with its groups. Groups that cannot be asked for are none: a role that goes by
 * group is then nobody's, which a policy refuses.
 */
export async function readAccount(platform: NodeJS.Platform): Promise<Account> {
  const name = userInfo().username;
  if (platform !== 'win32') return { names: [name], groups: (await said('/usr/bin/id', ['-Gn'])).trim().split(/\s+/).filter((group) => group !== '') };
  const whoami = `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\whoami.exe`;
  const domain = process.env['USERDOMAIN'];
  const names = [name, ...(domain === undefined ? [] : [`${domain}\\${name}`])].flatMap((one) => [one, one.toLowerCase()]);
  return { names: [...new Set(names)], groups: windowsGroups(await said(whoami, ['/groups', '/fo', 'csv', '/nh'])) };
}

/** The groups as `whoami /groups /fo csv /nh` prints them, each with and without its domain. */
export function windowsGroups(csv: string): readonly string[] {
  const full = csv.split(/\r?\n/).flatMap((line) => /^"((?:[^"]|"")*)"/.exec(line)?.[1] ?? []).map((group) => group.replaceAll('""', '"'));
  return [...new Set(full.flatMap((group) => [group, group.slice(group.lastIndexOf('\\') + 1)]))];
}

function said(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { encoding: 'utf8', timeout: LIMIT_MS, windowsHide: true }, (error, output) => resolve(error === null ? output : ''));
  });
}
