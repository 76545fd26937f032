import { mkdtempSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '../../..');

/** Bundles the demo CMS into one file in a fresh folder; gives the file. The caller removes the folder. */
export async function buildDemoCms(): Promise<{ readonly folder: string; readonly file: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-cms-'));
  await build({
    root, configFile: false, logLevel: 'error', ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(root, 'main/demo-cms/main.ts'), target: 'node20', outDir: folder, emptyOutDir: false, minify: false,
      rollupOptions: {
        external: [...builtinModules, /^node:/],
        output: { format: 'cjs', entryFileNames: 'demo-cms.cjs', codeSplitting: false },
      },
    },
  });
  return { folder, file: join(folder, 'demo-cms.cjs') };
}
