import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';

/** The worker as it ships, bundled into a folder of its own. */
export async function buildWorker(): Promise<{ readonly folder: string; readonly path: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-worker-'));
  await build({
    configFile: false, logLevel: 'silent', ssr: { noExternal: true },
    build: {
      ssr: resolve('main/workers/worker.ts'), outDir: folder, target: 'node20', emptyOutDir: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'worker.cjs', codeSplitting: false } },
    },
  });
  return { folder, path: join(folder, 'worker.cjs'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
