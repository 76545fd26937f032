import { execFile } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { userInfo } from 'node:os';
import { sha256 } from '../digest/sha256.ts';
import { filePolicies, LINUX_PLACES, MACOS_PLACES, windowsPlaces } from './file-sources.ts';
import { managedPreferences } from './macos-preferences.ts';
import type { PolicySourceReader } from './source-reader.ts';
import { windowsOwnership } from './windows-ownership.ts';
import { registryPolicies } from './windows-registry.ts';

const PREFERENCES = '/Library/Managed Preferences';
const LIST = 'org.countersign.plist';
const LIMIT_MS = 5_000;

/** Everything an administrator put on this machine, by the ways its system has. */
export function systemPolicies(platform: NodeJS.Platform): PolicySourceReader {
  const readers = readersOf(platform);
  return { find: async () => (await Promise.all(readers.map((reader) => reader.find()))).flat() };
}

function readersOf(platform: NodeJS.Platform): readonly PolicySourceReader[] {
  switch (platform) {
    case 'win32': return [registryPolicies(queryRegistry, sha256), programFiles()];
    case 'darwin': return [
      ...[`${PREFERENCES}/${LIST}`, `${PREFERENCES}/${userInfo().username}/${LIST}`].map((path) => managedPreferences(path, () => readPreferences(path), sha256)),
      filePolicies(MACOS_PLACES),
    ];
    default: return [filePolicies(LINUX_PLACES)];
  }
}

function systemProgram(name: string): string {
  return `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\${name}`;
}

/** The 64-bit part, whatever this process is: that is where templates write. */
function queryRegistry(key: string, ...more: readonly string[]): Promise<string | null> {
  return said(systemProgram('reg.exe'), ['query', key, ...more, '/reg:64']);
}

/** The files below the folder of programs, whose place the registry says and no variable of the person's. */
function programFiles(): PolicySourceReader {
  const ownership = windowsOwnership(descriptorOf);
  let reader: PolicySourceReader | null = null;
  return {
    async find() {
      reader ??= filePolicies(windowsPlaces(await programsFolder(), ownership));
      return reader.find();
    },
  };
}

async function programsFolder(): Promise<string> {
  const said = await queryRegistry('HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion', '/v', 'ProgramFilesDir');
  return /^ {4}ProgramFilesDir {4}REG_SZ {4}([A-Z]:\\[^\r\n]+?)\s*$/im.exec(said ?? '')?.[1] ?? 'C:\\Program Files';
}

/** The path goes in a variable of the child's, so that nothing in it is read as a program. */
function descriptorOf(path: string): Promise<string | null> {
  const program = systemProgram('WindowsPowerShell\\v1.0\\powershell.exe');
  return said(program, ['-NoProfile', '-NonInteractive', '-Command', '(Get-Acl -LiteralPath $env:COUNTERSIGN_PATH).Sddl'], { COUNTERSIGN_PATH: path });
}

async function readPreferences(path: string): Promise<string | null> {
  try {
    lstatSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    return ''; // there, and not to be looked at
  }
  return (await said('/usr/bin/plutil', ['-convert', 'xml1', '-o', '-', path])) ?? '';
}

function said(program: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { encoding: 'utf8', timeout: LIMIT_MS, windowsHide: true, maxBuffer: 8_000_000, env: { ...process.env, ...variables } } as const;
    execFile(program, args, options, (error, output) => resolve(error === null ? output : null));
  });
}
