// What is built from what. Everything a package needs is bundled; only `electron` and the native keychain stay outside.
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';

export const root = join(import.meta.dirname, '..');
export const out = join(root, 'out');

const NODE_OUTSIDE = ['electron', 'keytar', ...builtinModules, /^node:/];

/** `whole`: one file without chunks. `forbidden`: modules the result must not ask for. */
export const NODE_TARGETS = [
  { name: 'main', entry: 'main/main.ts', file: 'main/index.cjs', whole: true, forbidden: ['keytar'] },
  // Apart from main: as a chunk of it, it would be loaded before the first paint.
  { name: 'desktop', entry: 'main/desktop.ts', file: 'main/desktop.cjs', whole: true, forbidden: [] },
  { name: 'worker', entry: 'main/workers/worker.ts', file: 'main/worker.cjs', whole: true, forbidden: ['electron', 'keytar'] },
  { name: 'skill-worker', entry: 'main/workers/skill-worker.ts', file: 'main/skill-worker.cjs', whole: true, forbidden: ['electron', 'keytar'] },
  { name: 'demo-cms', entry: 'main/demo-cms/main.ts', file: 'main/demo-cms.cjs', whole: true, forbidden: ['electron', 'keytar'] },
  { name: 'cli', entry: 'main/cli/main.ts', file: 'cli/countersign.cjs', whole: true, forbidden: ['electron'] },
  { name: 'preload', entry: 'preload/expose.ts', file: 'preload/index.cjs', whole: true, forbidden: ['keytar', 'fs', 'node:fs', 'path', 'node:path'] },
];

const common = { root, configFile: false, logLevel: 'warn', clearScreen: false };

/** The Vite configuration of a part that runs under Node or in Electron's own processes, built into `folder`. */
export function nodeConfig({ entry, file, whole }, folder) {
  const at = file.lastIndexOf('/');
  return {
    ...common,
    ssr: { noExternal: true, target: 'node' },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      ssr: join(root, entry),
      target: 'node20',
      outDir: join(folder, file.slice(0, at)),
      emptyOutDir: false,
      minify: false,
      rollupOptions: {
        external: NODE_OUTSIDE,
        output: {
          format: 'cjs',
          entryFileNames: file.slice(at + 1),
          chunkFileNames: 'chunks/[name]-[hash].cjs',
          ...(whole ? { codeSplitting: false } : {}),
        },
      },
    },
  };
}

/** The Vite configuration of the window, built into `folder`. */
export function rendererConfig(folder) {
  return {
    ...common,
    root: join(root, 'renderer'),
    base: '/',
    plugins: [react()],
    build: {
      outDir: join(folder, 'renderer'),
      emptyOutDir: true,
      target: 'chrome130',
      minify: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  };
}

/** The app in the phone frame: one classic script, for a page without an origin may not load modules. */
export function phoneConfig(folder) {
  return {
    ...common,
    plugins: [react()],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      lib: { entry: join(root, 'renderer/phone/phone.tsx'), formats: ['iife'], name: 'phone', fileName: () => 'phone.js', cssFileName: 'phone' },
      outDir: join(folder, 'renderer', 'phone'),
      emptyOutDir: true,
      target: 'chrome130',
      minify: true,
      reportCompressedSize: false,
    },
  };
}
