// Libraries of the operating system that a window and its tests need.
import { existsSync } from 'node:fs';
import { run } from './command.mjs';

// One line per need; where a name changed between Debian releases, both.
const WINDOW = [['libgtk-3-0', 'libgtk-3-0t64'], ['libnss3'], ['libgbm1'], ['libasound2', 'libasound2t64']];
const TESTS = [['xvfb'], ['xauth'], ['fonts-dejavu-core'], ['gnome-keyring'], ['dbus'], ['libsecret-1-0'], ['libxml2-utils']];
const APT_MS = 420_000;

async function installed(name) {
  const { code, said } = await run('dpkg-query', ['-W', '-f=${db:Status-Status}', name], { collect: true, limitMs: 20_000 });
  return code === 0 && said.startsWith('installed');
}

/** The second verifier of the log is written in Python; any python3 on the path will do. */
async function pythonNeed() {
  const { code } = await run('python3', ['--version'], { collect: true, limitMs: 20_000 });
  return code === 0 ? [] : [['python3']];
}

/** A real syslog that the log's witness is tried on; never started as a service of the system. */
async function syslogNeed() {
  return existsSync('/usr/sbin/rsyslogd') ? [] : [['rsyslog']];
}

async function missing(needs) {
  const list = [];
  for (const names of needs) {
    const states = await Promise.all(names.map(installed));
    if (!states.includes(true)) list.push(names);
  }
  return list;
}

async function known(name) {
  const { said } = await run('apt-cache', ['policy', name], { collect: true, limitMs: 20_000 });
  return /Candidate: (?!\(none\))\S/.test(said);
}

async function chooseNames(needs) {
  const chosen = [];
  for (const names of needs) {
    let pick = names[0];
    for (const name of names.toReversed()) if (await known(name)) pick = name;
    chosen.push(pick);
  }
  return chosen;
}

async function install(needs) {
  const quiet = { collect: true, limitMs: APT_MS, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  const update = await run('apt-get', ['update', '-qq'], quiet);
  const names = await chooseNames(needs);
  process.stderr.write(`Installing system libraries: ${names.join(' ')}\n`);
  const result = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], quiet);
  if (result.code === 0) return null;
  return `apt-get did not install ${names.join(' ')}. Its last words: ${(result.said || update.said).trim().split('\n').at(-1)}`;
}

/**
 * Makes sure a window (and with `tests` its tests) can run here. Returns null when it can, or one sentence that says
 * what to do. Installs only as root on Debian and its kin; elsewhere it takes the libraries to be there.
 */
export async function systemLibraries({ tests }) {
  if (process.platform !== 'linux' || !existsSync('/etc/debian_version')) return null;
  const needs = await missing(tests ? [...WINDOW, ...TESTS, ...await pythonNeed(), ...await syslogNeed()] : WINDOW);
  if (needs.length === 0) return null;
  if (process.getuid?.() === 0) return install(needs);
  const names = await chooseNames(needs);
  return `System libraries are missing. Install them with: sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;
}
