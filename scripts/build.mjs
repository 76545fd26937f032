// Builds out/ when its inputs changed: main, workers, demo CMS, command line, preload, window. `--force` builds anyway,
// `--only=main,preload` builds just these into the out/ that is there.
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { NODE_TARGETS, nodeConfig, out, phoneConfig, rendererConfig, root } from './build-targets.mjs';

const INPUTS = ['main', 'preload', 'renderer', 'skills', 'scripts/build.mjs', 'scripts/build-targets.mjs', 'package-lock.json', 'package.json'];
const STAMP = join(out, '.built');

function filesOf(path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  const entries = path.includes('.') ? null : readdirSync(absolute, { recursive: true, withFileTypes: true });
  if (entries === null) return [absolute];
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

/** A digest over every byte the result depends on. */
function inputDigest() {
  const hash = createHash('sha256');
  for (const file of INPUTS.flatMap(filesOf)) hash.update(`${relative(root, file)}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function refuseForbidden({ name, file, forbidden }, folder) {
  const text = readFileSync(join(folder, file), 'utf8');
  for (const module of forbidden) {
    const asked = ['require', 'import'].some((word) => [`${word}("${module}")`, `${word}('${module}')`, `${word}(\`${module}\`)`].some((ask) => text.includes(ask)));
    if (asked) throw new Error(`${name} asks for '${module}', which it must not.`);
  }
}

async function buildNode(vite, target, folder) {
  await vite.build(nodeConfig(target, folder));
  refuseForbidden(target, folder);
}

function present(targets) {
  return targets.filter(({ name, entry }) => {
    const there = existsSync(join(root, entry));
    if (!there) process.stderr.write(`build: ${name} left out, there is no ${entry}\n`);
    return there;
  });
}

/** Another build may put its own result in place between the two steps: then this one is put in its stead. */
function putInPlace(fresh, tries = 5) {
  rmSync(out, { recursive: true, force: true });
  try {
    renameSync(fresh, out);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' || tries === 0) throw error;
    putInPlace(fresh, tries - 1);
  }
}

const PAGE = { name: 'renderer', entry: 'renderer/index.html' };

/** The phone lies inside the window's folder, which is emptied first: one after the other. */
async function buildWindow(vite, folder) {
  await vite.build(rendererConfig(folder));
  await vite.build(phoneConfig(folder));
  copyFileSync(join(root, 'renderer/phone/index.html'), join(folder, 'renderer/phone/index.html'));
}

async function buildInto(folder, only = null) {
  mkdirSync(folder, { recursive: true });
  const vite = await import('vite');
  const chosen = present([...NODE_TARGETS, PAGE].filter(({ name }) => only === null || only.includes(name)));
  // Skills are data: they lie beside the program as they are.
  if (only === null && existsSync(join(root, 'skills'))) cpSync(join(root, 'skills'), join(folder, 'skills'), { recursive: true });
  await Promise.all(chosen.map((target) => (target === PAGE ? buildWindow(vite, folder) : buildNode(vite, target, folder))));
}

/** Builds what changed. Returns true when it built, false when everything was up to date. Throws on a broken source. */
export async function build({ force = false } = {}) {
  const digest = inputDigest();
  if (!force && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) return false;
  // Built beside and put in place whole: a broken build leaves the last good one.
  const fresh = `${out}.partial-${process.pid}`;
  try {
    await buildInto(fresh);
    writeFileSync(join(fresh, '.built'), digest);
    putInPlace(fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return true;
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  const began = performance.now();
  const only = process.argv.find((arg) => arg.startsWith('--only='))?.slice('--only='.length).split(',') ?? null;
  try {
    const built = only === null ? await build({ force: process.argv.includes('--force') }) : (await buildInto(out, only), true);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    process.stderr.write(built ? `Built in ${seconds} s.\n` : 'Nothing to build: out/ is up to date.\n');
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
