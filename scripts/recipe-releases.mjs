// Writes main/core/recipes/releases.json: by what a launch is recognised as a release that recipes were checked against.
// Fetches each release from the npm registry, which npm checks against the registry's own digest, and hashes its files as
// the app does. Needs the network. `--check` writes nothing and ends with 1 when the file is stale.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { nodeConfig, root } from './build-targets.mjs';
import { keepMade } from './steps/made-file.mjs';

const FILE = join(root, 'main/core/recipes/releases.json');
const RELEASES = {
  '@modelcontextprotocol/server-filesystem': ['2025.3.28', '2025.11.25', '2025.12.18', '2026.1.14', '2026.7.4', '2026.7.10', '2026.8.31'],
  '@modelcontextprotocol/server-memory': ['2026.7.4', '2026.8.31'],
  '@cyanheads/git-mcp-server': ['2.15.3'],
  'strapi-mcp': ['0.2.3'],
  '@roychri/mcp-server-asana': ['1.8.0'],
  '@zereight/mcp-gitlab': ['2.1.64'],
};

/** The app's own digest of a folder of files, so that both always mean the same. */
async function treeDigests(folder) {
  await build(nodeConfig({ entry: 'main/adapters/launch/file-digests.ts', file: 'code/file-digests.cjs', whole: true }, folder));
  const { FileDigests } = createRequire(import.meta.url)(join(folder, 'code/file-digests.cjs'));
  return new FileDigests();
}

async function releaseOf(name, version, folder, digests) {
  const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, `${name}@${version}`], { encoding: 'utf8' }).trim();
  const into = join(folder, `${packed}.files`);
  mkdirSync(into);
  execFileSync('tar', ['-xzf', join(folder, packed), '-C', into, '--strip-components=1']);
  return { files: await digests.tree(into), fetched: createHash('sha256').update(`registry:${name}@${version}`).digest('hex') };
}

const folder = mkdtempSync(join(tmpdir(), 'recipe-releases-'));
try {
  const digests = await treeDigests(folder);
  const found = {};
  for (const [name, versions] of Object.entries(RELEASES)) {
    found[name] = {};
    for (const version of versions) found[name][version] = await releaseOf(name, version, folder, digests);
  }
  keepMade(FILE, `${JSON.stringify(found, null, 1)}\n`, import.meta.filename);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
