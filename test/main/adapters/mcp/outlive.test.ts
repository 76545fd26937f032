import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { until } from '../../../servers/opened.ts';
import { evil } from '../../../servers/programs.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

function alive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** The transport as one file that plain Node runs. */
async function bundled(): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'outlive-')));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  await build({
    configFile: false, logLevel: 'silent', root,
    build: { ssr: join(root, 'main/adapters/mcp/stdio-transport.ts'), outDir: folder, emptyOutDir: false, rollupOptions: { output: { entryFileNames: 'transport.mjs' } } },
  });
  return folder;
}

it.runIf(process.platform === 'linux')('a server and its children do not outlive the app', async () => {
  const folder = await bundled();
  const program = evil('ignore-term', 'grandchild', 'stay');
  writeFileSync(join(folder, 'app.mjs'), `
    import { StdioTransport } from './transport.mjs';
    const log = { add: (line) => { if (line.startsWith('grandchild')) { console.log(line, transport.pid); setTimeout(() => process.exit(0), 20); } } };
    const transport = new StdioTransport(${JSON.stringify(program)}, { log, events: { asked() {}, listChanged() {}, dropped() {} } });
    await transport.start();
    setInterval(() => {}, 1000);
  `);
  const app = spawn(process.execPath, [join(folder, 'app.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  app.stdout.on('data', (text) => { said += String(text); });
  await new Promise((done) => app.once('exit', done));
  const pids = [...said.matchAll(/\d+/g)].map((match) => Number(match[0]));
  expect(pids).toHaveLength(2);
  await until(() => pids.every((pid) => !alive(pid)));
});
