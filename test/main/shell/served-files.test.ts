import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, fileFor } from '../../../main/shell/served-files.ts';

let base: string;
let root: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'countersign-served-'));
  root = join(base, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  mkdirSync(join(base, 'renderer-old'));
  mkdirSync(join(root, 'phone'));
  writeFileSync(join(root, 'phone', 'phone.js'), '');
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'assets', 'app.js'), 'export {};');
  writeFileSync(join(root, '.secret'), 'x');
  writeFileSync(join(base, 'outside.js'), 'x');
  writeFileSync(join(base, 'renderer-old', 'x.js'), 'x');
});
afterAll(() => { rmSync(base, { recursive: true, force: true }); });

describe('a request for a file', () => {
  test('finds the start page and what lies beside it', () => {
    expect(fileFor('app://countersign/', root)).toBe(join(root, 'index.html'));
    expect(fileFor('app://countersign/assets/app.js?x=1#y', root)).toBe(join(root, 'assets', 'app.js'));
  });

  test.each([
    'app://elsewhere/index.html', 'app://countersign.evil/index.html', 'file:///etc/passwd', 'https://countersign/index.html', 'nonsense', '',
    'app://countersign/../outside.js', 'app://countersign/%2e%2e/outside.js', 'app://countersign/..%2foutside.js',
    'app://countersign/..%2frenderer-old%2fx.js', 'app://countersign/assets/..%2f..%2foutside.js', 'app://countersign/..%5coutside.js',
    'app://countersign/%00', 'app://countersign/%zz', 'app://countersign/.secret', 'app://countersign/assets/', 'app://countersign/x.exe',
  ])('finds nothing outside the page: %s', (url) => {
    const file = fileFor(url, root);
    // A path that only looks like an escape may resolve inside the folder; it must never resolve outside.
    expect(file === null || file.startsWith(`${root}/`)).toBe(true);
    expect(file === null || !file.includes('outside') || file === join(root, 'outside.js')).toBe(true);
  });

  test.each(['app://elsewhere/index.html', 'app://countersign/..%2foutside.js', 'app://countersign/..%2frenderer-old%2fx.js', 'app://countersign/.secret'])('is answered with 404: %s', async (url) => {
    expect((await answer(url, 'GET', root)).status).toBe(404);
  });
});

describe('an answer', () => {
  test('carries the policy and a media type that is not guessed', async () => {
    const reply = await answer('app://countersign/assets/app.js', 'GET', root);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('for the phone frame has the policy of the frame, which is sandboxed', async () => {
    const reply = await answer('app://countersign/phone/phone.js', 'GET', root);
    expect(reply.headers.get('content-security-policy')).toContain('sandbox allow-scripts');
    expect(reply.headers.get('content-security-policy')).not.toContain('connect-src');
    const ours = await answer('app://countersign/assets/app.js', 'GET', root);
    expect(ours.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  test('is refused to any other method', async () => {
    expect((await answer('app://countersign/', 'POST', root)).status).toBe(405);
  });
});
