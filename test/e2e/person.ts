import type { Locator, Page } from 'playwright-core';
import { launchApp, type LaunchOptions, type RunningApp } from './harness.ts';

/** What a person does in the window, by the names they read there. */
export interface Person {
  room(name: string): Promise<void>;
  button(name: string | RegExp): Locator;
  /** Goes to the servers and waits until one of them runs. */
  serversRun(): Promise<void>;
  /** Pastes an `mcpServers` entry and adds it; the server's page is open then. */
  paste(name: string, entry: object): Promise<void>;
  /** Looks at what would run, and says yes. */
  consent(): Promise<void>;
  /** Accepts everything that waits for review, at the level that is preselected. */
  reviewAll(): Promise<void>;
  /** Opens a tool's form, fills it by label, and plans the call. */
  plan(tool: string, fields: Readonly<Record<string, string>>): Promise<void>;
  /** Waits for the half second after a painting, then approves by keyboard; types the word where one is asked for. */
  approve(word?: string): Promise<void>;
  /** Waits until the question or the set stood there half a second, then denies it by keyboard. */
  deny(): Promise<void>;
}

/** The real app, its window, and a person in front of it. Always `close` what runs. */
export async function personInWindow(options: LaunchOptions = {}): Promise<{ readonly running: RunningApp; readonly page: Page; readonly person: Person }> {
  const running = await launchApp(options);
  return { running, page: running.page, person: personAt(running.page) };
}

export function personAt(page: Page): Person {
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name }).first();
  const room = (name: string): Promise<void> => page.getByRole('navigation').getByRole('link', { name }).click();
  return {
    room, button,
    async serversRun() {
      await room('Servers');
      await page.locator('.servers-list .state-good').first().waitFor();
    },
    async paste(name, entry) {
      await room('Servers');
      await button('Add a server').click();
      await button('Paste JSON').click();
      await page.getByLabel('Configuration').fill(JSON.stringify({ mcpServers: { [name]: entry } }, null, 2));
      await button('Read into the form').click();
      await button('Add server').click();
      await page.getByRole('heading', { name, exact: true }).waitFor();
    },
    async consent() {
      await button('Look at what would run').click();
      await button(/^(Run this|Connect)$/).click();
    },
    async reviewAll() {
      await button(/^Review \d+ definitions?/).click();
      await page.getByText('How far do you trust this server?').waitFor();
      await button(/^Accept all/).click();
      await button('Finish review').click();
      await page.getByText(/\d+ reviewed, 0 new, 0 changed/).waitFor();
    },
    async plan(tool, fields) {
      await room('Tools');
      await page.getByRole('searchbox').fill(tool);
      await page.getByText(tool, { exact: true }).first().click();
      await page.getByRole('heading', { name: tool, exact: true }).waitFor();
      for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).first().fill(value);
      await button('Plan').click();
    },
    async approve(word) {
      await button(/^Deny/).waitFor();
      if (word !== undefined) await page.getByLabel(/To approve, type/).fill(word);
      await page.locator('button:enabled', { hasText: /^Approve/ }).first().waitFor();
      await page.keyboard.press('Control+Enter');
    },
    async deny() {
      await page.locator('.button-deny[data-standing=true]').waitFor();
      await page.keyboard.press('Escape');
    },
  };
}
