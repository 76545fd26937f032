import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { filePolicies, LINUX_PLACES, MACOS_PLACES } from './file-sources.ts';
import { managedPreferences } from './macos-preferences.ts';
import type { PolicySourceReader } from './source-reader.ts';
import { registryPolicies } from './windows-registry.ts';

const PREFERENCES = '/Library/Managed Preferences/org.countersign.plist';
const KEY = 'HKLM\\SOFTWARE\\Policies\\Countersign';
const LIMIT_MS = 5_000;

/** Everything an administrator put on this machine, by the ways its system has. */
export function systemPolicies(platform: NodeJS.Platform): PolicySourceReader {
  const readers = readersOf(platform);
  return { find: async () => (await Promise.all(readers.map((reader) => reader.find()))).flat() };
}

function readersOf(platform: NodeJS.Platform): readonly PolicySourceReader[] {
  switch (platform) {
    case 'win32': return [registryPolicies(queryRegistry)];
    case 'darwin': return [managedPreferences(readPreferences), filePolicies(MACOS_PLACES)];
    default: return [filePolicies(LINUX_PLACES)];
  }
}

async function queryRegistry(): Promise<string | null> {
  const program = `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\reg.exe`;
  // Asked in two steps: a key that is not there is no policy; one that is there and cannot be read is a closed one.
  if ((await said(program, ['query', KEY])) === null) return null;
  return (await said(program, ['query', KEY, '/v', 'Policy'])) ?? '';
}

async function readPreferences(): Promise<string | null> {
  if (!existsSync(PREFERENCES)) return null;
  return (await said('/usr/bin/plutil', ['-convert', 'xml1', '-o', '-', PREFERENCES])) ?? '';
}

function said(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { encoding: 'utf8', timeout: LIMIT_MS, windowsHide: true, maxBuffer: 8_000_000 } as const;
    execFile(program, args, options, (error, output) => resolve(error === null ? output : null));
  });
}
