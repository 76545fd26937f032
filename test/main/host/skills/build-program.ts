import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const PARTS = [['main/workers/worker.ts', 'worker.cjs'], ['main/workers/skill-worker.ts', 'skill-worker.cjs'], ['main/demo-cms/main.ts', 'demo-cms.cjs']] as const;

/** The built parts of the program with the shipped skills, and further entries, in a folder of their own. */
export async function buildProgram(further: readonly (readonly [string, string])[] = []): Promise<{ readonly parts: string; remove(): Promise<void> }> {
  const program = await mkdtemp(join(tmpdir(), 'countersign-program-'));
  const parts = join(program, 'out', 'main');
  for (const [entry, file] of [...PARTS, ...further]) {
    await build({
      configFile: false, logLevel: 'silent', ssr: { noExternal: true },
      build: { ssr: resolve(entry), outDir: parts, emptyOutDir: false, target: 'node20', rolldownOptions: { output: { format: 'cjs', entryFileNames: file, codeSplitting: false } } },
    });
  }
  cpSync('skills', join(program, 'out', 'skills'), { recursive: true });
  return { parts, remove: () => rm(program, { recursive: true, force: true }) };
}
