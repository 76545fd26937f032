import { existsSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, launchApp, type RunningApp } from './harness.ts';
import { personAt, personInWindow, type Person } from './person.ts';

/** Whether the registry answers within two seconds; the test with the real one is skipped where it does not. */
const registryAnswers = await new Promise<boolean>((resolve) => {
  const request = get('https://registry.npmjs.org/-/ping', { timeout: 2000 }, (reply) => { reply.resume(); resolve(reply.statusCode === 200); });
  request.on('timeout', () => request.destroy(new Error('late'))).on('error', () => resolve(false));
});

let running: RunningApp;
let page: Page;
let person: Person;

beforeAll(async () => {
  // Nobody listens there, so that this is the same with and without a network.
  ({ running, page, person } = await personInWindow({ env: { npm_config_registry: 'http://127.0.0.1:9' } }));
});
afterAll(() => running.close());

describe('a launch that fetches at each start', () => {
  it('offers to pin its version where it is consented to, and says what to do where the registry is away', async () => {
    await person.paste('floating', { command: 'npx', args: ['-y', 'no-such-package-of-anybody', '/data'] });
    await person.button('Pin this version').first().click();
    await page.getByText('The package registry did not answer in time.').waitFor({ timeout: 20_000 });
    await expectAccessible(page);
    expect(existsSync(join(running.home, 'packages', 'no-such-package-of-anybody'))).toBe(false);
    expect(running.errors).toEqual([]);
  });

  it.skipIf(!registryAnswers)('is exchanged for what was installed once, shown beside what it was, and asks anew (skipped without the registry)', async () => {
    const online = await launchApp();
    try {
      const { page: window } = online;
      const there = personAt(window);
      await there.paste('files', { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem@2026.8', online.home] });
      await there.button('Look at what would run').click();
      await there.button('Pin this version').click();
      await window.getByText('Installed. This is what it ran before').waitFor({ timeout: 60_000 });
      await window.getByText(`npx -y @modelcontextprotocol/server-filesystem@2026.8 ${online.home}`, { exact: true }).waitFor();
      await expectAccessible(window);
      await there.button('Run this').click();
      await window.getByText(/0 reviewed, \d+ new, 0 changed/).waitFor({ timeout: 20_000 });
      expect(await there.button('Pin this version').count()).toBe(0);
    } finally {
      await online.close();
    }
  }, 120_000);
});
