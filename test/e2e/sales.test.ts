import { createSocket } from 'node:dgram';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, freshHome, type RunningApp } from './harness.ts';
import { noOfflineNetwork, OFFLINE, packetsSent, runOffline } from './offline.ts';
import { personInWindow, type Person } from './person.ts';
import { rmSync } from 'node:fs';

const inside = process.env[OFFLINE];

describe.runIf(inside === undefined)('a salesperson with the network cable out', () => {
  it('shows a customer a demo project and tidies up, while no packet leaves the machine', () => {
    const obstacle = noOfflineNetwork();
    if (obstacle !== null) console.warn(`PACKETS ARE NOT COUNTED. ${obstacle} The rest of the test runs all the same.`);
    const { code, said } = runOffline('test/e2e/sales.test.ts', obstacle === null);
    expect(code === 0 ? '' : said).toBe('');
  }, 840_000);
});

describe.runIf(inside !== undefined)('offline', () => {
  const home = freshHome();
  let running: RunningApp;
  let page: Page;
  let person: Person;
  const before = inside === 'counted' ? packetsSent() : 0;

  const start = async (): Promise<void> => {
    ({ running, page, person } = await personInWindow({ home }));
  };
  const skill = async (title: string): Promise<void> => {
    await person.room('Skills');
    await page.locator('.skills-list').getByRole('link', { name: title }).click();
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  };
  beforeAll(start);
  afterAll(async () => {
    await running.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  it('takes the role sales by hand, and is told that it only reminds', async () => {
    await person.room('Policy');
    await page.getByText('is a reminder, not protection').waitFor();
    await page.getByLabel('Work as').selectOption('sales');
    await page.locator('.facts').getByText('Sales', { exact: true }).waitFor();
    await page.locator('.facts dd', { hasText: /^Read, Write/ }).waitFor();
    await expectAccessible(page);
  });

  it('is offered the demo CMS at a fresh start: one click leads to the preview, one approval fills the project', async () => {
    await person.room('Approvals');
    await person.button('Try it with the demo CMS').click();
    await page.getByRole('button', { name: /^Approve 111/ }).waitFor({ timeout: 60_000 });
    await page.locator('button[data-armed="true"]').waitFor();
    await person.approve();
    const receipt = page.getByRole('region', { name: 'Receipt of the run' });
    await receipt.getByText(/^111 calls planned: 110 created, 1 changed\./).waitFor({ timeout: 240_000 });
  }, 320_000);

  it('shows the project as an app', async () => {
    await person.room('App preview');
    await page.getByLabel('Project').selectOption('trade-fair');
    await page.frameLocator('iframe').first().getByText('Nordlicht', { exact: false }).first().waitFor();
  });

  it('may not publish, and is told why', async () => {
    await skill('Publish a news item');
    await page.getByRole('combobox', { name: 'Project' }).selectOption('trade-fair');
    await page.getByRole('combobox', { name: 'Draft' }).selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await person.button('Preview').click();
    await page.getByRole('region', { name: 'Receipt of the run' }).getByText('Your role does not include this.').waitFor({ timeout: 30_000 });
    await expectAccessible(page);
    expect(await page.getByRole('button', { name: /^Approve/ }).count()).toBe(0);
  });

  it('resets the project after a restart with one approval', async () => {
    await running.close();
    await start();
    await skill('Fill a demo project');
    const made = page.getByRole('region', { name: 'What you made in demo projects' });
    await made.getByText('110 objects').waitFor();
    await expectAccessible(page);
    await made.getByRole('button', { name: /^Reset / }).click();
    await page.getByRole('button', { name: /^Approve 110/ }).waitFor({ timeout: 180_000 });
    await expectAccessible(page);
    await person.approve('Delete');
    await page.getByText('110 deleted.').waitFor({ timeout: 300_000 });
    await skill('Fill a demo project');
    await page.getByRole('button', { name: 'Check', exact: true }).waitFor();
    expect(await made.count()).toBe(0);
    expect(running.errors).toEqual([]);
  }, 540_000);

  it.runIf(inside === 'counted')('sent no packet beyond this machine, by a counter that counts', async () => {
    expect(packetsSent() - before).toBe(0);
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => { socket.send('x', 9, '198.51.100.7', () => { socket.close(); resolve(); }); });
    await expect.poll(() => packetsSent() - before).toBeGreaterThan(0);
  });
});
