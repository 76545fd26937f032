/** SECURITY: all that a local server gets of our environment. Frozen by a test. */
export const INHERITED = {
  posix: ['HOME', 'LANG', 'LANGUAGE', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'TMPDIR', 'TZ', 'USER'],
  windows: [
    'APPDATA', 'COMSPEC', 'HOMEDRIVE', 'HOMEPATH', 'LOCALAPPDATA', 'PATH', 'PATHEXT', 'PROCESSOR_ARCHITECTURE', 'PROGRAMDATA',
    'PROGRAMFILES', 'SYSTEMDRIVE', 'SYSTEMROOT', 'TEMP', 'TMP', 'USERNAME', 'USERPROFILE', 'WINDIR',
  ],
} as const;
const POSIX_FAMILY = /^LC_[A-Z]+$/;

/** The allow-listed part of an environment. Function definitions that a shell exported are left out. */
export function inheritedEnvironment(all: NodeJS.ProcessEnv, platform: NodeJS.Platform): Record<string, string> {
  const windows = platform === 'win32';
  const names: ReadonlySet<string> = new Set(windows ? INHERITED.windows : INHERITED.posix);
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) {
    const allowed = names.has(windows ? name.toUpperCase() : name) || (!windows && POSIX_FAMILY.test(name));
    if (allowed && value !== undefined && !value.startsWith('()')) kept[name] = value;
  }
  return kept;
}
