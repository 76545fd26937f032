import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { freshHome, root, rootArguments } from './harness.ts';

/** The packed app of this system. */
export const packedFolder = join(root, 'dist', 'linux-unpacked');
export const packedBinary = join(packedFolder, 'countersign');

export type PackedApp = {
  readonly page: Page;
  readonly home: string;
  readonly process: ChildProcess;
  close(): Promise<void>;
};

/** Runs the packing script; throws with its last words when it does not succeed. */
export function packApp(): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'scripts', 'package.mjs')], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const keep = (piece: Buffer): void => { said = (said + piece.toString()).slice(-4_000); };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', fail);
    child.on('exit', (code) => { if (code === 0) done(); else fail(new Error(`packing ended with ${code}: ${said}`)); });
  });
}

function debuggerAddress(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let said = '';
    const limit = setTimeout(() => { fail(new Error(`the packed app said no address: ${said}`)); }, 25_000);
    child.stderr?.on('data', (piece: Buffer) => {
      said += piece.toString();
      const address = /DevTools listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (address !== undefined) { clearTimeout(limit); done(address); }
    });
    child.on('exit', (code) => { clearTimeout(limit); fail(new Error(`the packed app ended with ${code}: ${said}`)); });
  });
}

async function firstPage(browser: Browser): Promise<Page> {
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('the packed app has no page');
  return context.pages()[0] ?? context.waitForEvent('page', { timeout: 15_000 });
}

/**
 * Starts the packed app and reaches its window over Chromium's own debugging port: the main process cannot be
 * inspected, its fuse is off. `PATH` has no Node in it, as on a laptop of someone who has never heard of Node.
 */
export async function launchPacked(args: readonly string[] = []): Promise<PackedApp> {
  const home = freshHome();
  const env = { ...process.env, COUNTERSIGN_HOME: home, PATH: '/nowhere', LANG: 'en_US.UTF-8', LANGUAGE: 'en' };
  const child = spawn(packedBinary, [...rootArguments(), '--remote-debugging-port=0', `--user-data-dir=${join(home, 'window')}`, '--lang=en', ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const close = async (browser: Browser | null): Promise<void> => {
    await browser?.close().catch(() => undefined);
    if (child.exitCode === null) {
      const ended = new Promise((done) => { child.once('exit', done); });
      child.kill('SIGTERM');
      const force = setTimeout(() => { child.kill('SIGKILL'); }, 5_000);
      await ended;
      clearTimeout(force);
    }
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const browser = await chromium.connectOverCDP(await debuggerAddress(child), { timeout: 15_000 });
    const page = await firstPage(browser);
    page.setDefaultTimeout(15_000);
    await page.waitForFunction(() => (document.body?.innerText ?? '').trim() !== '');
    return { page, home, process: child, close: () => close(browser) };
  } catch (error) {
    await close(null);
    throw error;
  }
}
