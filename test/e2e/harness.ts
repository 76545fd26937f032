import { AxeBuilder } from '@axe-core/playwright';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterEach, expect } from 'vitest';

export const root = join(import.meta.dirname, '..', '..');

/** The real app in its window, with a home of its own that `close` removes. */
export type RunningApp = {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly home: string;
  /** What the page wrote to its console as an error, and errors nobody caught. */
  readonly errors: string[];
  /** What the main process wrote. */
  readonly log: string[];
  /** Answers each dialog that asks for something to open with this path, from now on. */
  choose(path: string): Promise<void>;
  close(): Promise<void>;
};

export type LaunchOptions = {
  /** A home that outlives this run, for tests that start the app twice on it. */
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly size?: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  readonly language?: 'en' | 'de';
};

function executable(): string {
  const path = process.env['COUNTERSIGN_ELECTRON'];
  if (path === undefined) throw new Error('These tests need a prepared Electron: run them with `node scripts/e2e.mjs`.');
  return path;
}

const windows = new Set<Page>();

/** Where a test failed, what its windows showed is in the output: it is seldom seen a second time. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const page of windows) {
    const shown = await page.evaluate(() => `${window.location.hash}, focus on ${document.activeElement?.outerHTML.slice(0, 200)}\n${document.body.innerText}`).catch(() => 'no window any more');
    process.stdout.write(`When “${task.name}” failed the window showed: ${shown.slice(0, 6_000)}\n`);
  }
});

/** Chromium refuses to run as root with its sandbox; everyone else has it. */
export const rootArguments = (): readonly string[] =>
  (process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []);

function environment(home: string, extra: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(kept), COUNTERSIGN_HOME: home, XDG_STATE_HOME: join(home, 'state'), ...extra };
}

const localeOf = (language: 'en' | 'de'): Record<string, string> =>
  (language === 'de' ? { LANG: 'de_DE.UTF-8', LANGUAGE: 'de' } : { LANG: 'en_US.UTF-8', LANGUAGE: 'en' });

function listen(page: Page, errors: string[]): void {
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  page.on('pageerror', (error) => { errors.push(String(error)); });
}

/** Makes an empty folder for one test's home. */
export function freshHome(): string {
  return mkdtempSync(join(tmpdir(), 'countersign-e2e-'));
}

/** The debugger's handshake with a starting Electron is lost now and then; such a start is ended and made once more. */
async function launched(options: Parameters<typeof _electron.launch>[0]): Promise<ElectronApplication> {
  try {
    return await _electron.launch(options);
  } catch (error) {
    if (!String(error).includes('electron.launch: Timeout')) throw error;
    return await _electron.launch(options);
  }
}

/**
 * While the main process still loads, its inspector now and then loses the promise of an evaluation. Nothing is wrong with
 * the app then: the same is asked again. What is asked of the main process here may be asked twice.
 */
export function askAgain(app: ElectronApplication): void {
  const evaluate = app.evaluate.bind(app) as (...args: unknown[]) => Promise<unknown>;
  const patient = async (...args: unknown[]): Promise<unknown> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await evaluate(...args);
      } catch (error) {
        if (tries === 5 || !String(error).includes('promise was garbage collected')) throw error;
      }
    }
  };
  Object.assign(app, { evaluate: patient });
}

/** Starts the built app and waits until its window shows something. Always `close` it. */
export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const home = options.home ?? freshHome();
  const args = [...rootArguments(), `--user-data-dir=${join(home, 'window')}`, `--lang=${options.language ?? 'en'}`, ...(options.args ?? []), root];
  const app = await launched({
    executablePath: executable(), args, timeout: 20_000,
    env: environment(home, { ...localeOf(options.language ?? 'en'), ...options.env }),
    colorScheme: options.dark === true ? 'dark' : 'light',
  });
  askAgain(app);
  const errors: string[] = [];
  const log: string[] = [];
  const child = app.process();
  child.stderr?.on('data', (piece: Buffer) => { log.push(piece.toString()); });
  const page = await app.firstWindow();
  listen(page, errors);
  windows.add(page);
  page.once('close', () => { windows.delete(page); });
  page.setDefaultTimeout(15_000);
  const size = options.size ?? { width: 1280, height: 820 };
  await app.evaluate(({ BrowserWindow }, { width, height }) => { BrowserWindow.getAllWindows()[0]?.setContentSize(width, height); }, size);
  await page.waitForFunction(() => (document.body?.innerText ?? '').trim() !== '');
  const choose = (path: string): Promise<void> => app.evaluate(({ dialog }, chosen) => { dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] }); }, path);
  return { app, page, home, errors, log, choose, close: () => closeApp(app, child, options.home === undefined ? home : null) };
}

/** Ends the app within ten seconds, by force if it hangs, and removes its home unless the test brought its own. One that is closed already stays so. */
async function closeApp(app: ElectronApplication, child: ChildProcess, home: string | null): Promise<void> {
  const force = setTimeout(() => { child.kill('SIGKILL'); }, 10_000);
  try {
    await app.close();
  } catch {
    child.kill('SIGKILL');
  } finally {
    clearTimeout(force);
    if (home !== null) rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** Expects no accessibility violation on the page as it stands. Names each rule and the elements that break it. */
export async function expectAccessible(page: Page, without: readonly string[] = []): Promise<void> {
  // Legacy mode: the usual one opens a second window, which this app does not have. Every rule is tried; only of what breaks one are
  // the elements described, which took most of the time on a page with thousands of them.
  const report = await new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] }).disableRules([...without]).analyze();
  expect(report.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
}

/** Whether this run takes pictures: `npm run screenshots` asks for it. */
const pictures = process.env['COUNTERSIGN_PICTURES'] === '1';

/** Writes what the window shows to `docs/screenshots/<name>-light.png` and `-dark.png`, in a run that takes pictures; `first` is done in either theme. */
export async function picture(page: Page, name: string, first?: () => Promise<void>): Promise<void> {
  if (!pictures) return;
  const folder = join(root, 'docs', 'screenshots');
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await first?.();
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), animations: 'disabled' });
  }
}
