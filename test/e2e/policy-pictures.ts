import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../main/core/words/index.ts';
import { launchApp, picture, type RunningApp } from './harness.ts';
import { MachinePolicy, ROLES } from './machine-policy.ts';
import { personAt } from './person.ts';

const machine = new MachinePolicy();
/** A collector that takes what it is sent, one that throws a part of it away, and a syslog that is not there. */
const collectors = ['{}', '{"partialSuccess":{"rejectedLogRecords":"1"}}'].map((answer) => createServer((request, response) => { request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(answer)); }));
let running: RunningApp;
let page: Page;

const POLICY: JsonObject = {
  roles: ROLES, servers: [{ id: 'cms', match: { by: 'bundle', bundle: 'demo-cms' }, trust: 'restricted', otherTools: 'allow' }],
  deny: [{ effects: ['publish'] }], limits: { perCall: 20, perHour: 200 }, locks: ['add-servers', 'trust', 'answers-in-advance'], trust: { external: 'untrusted' },
};

const open = (hash: string): Promise<void> => page.evaluate((next) => { window.location.hash = next; }, hash);

beforeAll(async () => {
  for (const collector of collectors) await once(collector.listen(0, '127.0.0.1'), 'listening');
  const urls = collectors.map((collector) => ({ url: `http://127.0.0.1:${(collector.address() as AddressInfo).port}` }));
  machine.put({ ...POLICY, audit: { collectors: urls, witnesses: [{ by: 'tcp', host: '127.0.0.1', port: 1 }] } });
  running = await launchApp({ env: machine.env, size: { width: 1280, height: 820 } });
  page = running.page;
  await personAt(page).serversRun();
});
afterAll(async () => {
  await running.close();
  machine.remove();
  for (const collector of collectors) collector.close();
});

describe('pictures of a managed machine', () => {
  it('of who one is, what holds, and the desk', async () => {
    await open('#/policy/me');
    await page.getByText('Your organisation manages this machine.').waitFor();
    await picture(page, 'policy-me');
    await open('#/policy/effective');
    await page.getByText('Objects per call').waitFor();
    await page.locator('.policy-keys summary').first().click();
    await picture(page, 'policy-effective');
    // Read anew with the page: by now each place has answered, or not.
    await open('#/policy/me');
    await open('#/policy/effective');
    const sent = page.getByRole('region', { name: 'Where the log is sent' });
    await sent.getByText('ECONNREFUSED').waitFor();
    await sent.getByText('threw').waitFor();
    await sent.scrollIntoViewIfNeeded();
    await picture(page, 'policy-sent');
    await open('#/policy/make');
    await page.getByLabel('Tool').selectOption('publish_news');
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.locator('.notice').getByText('/deny/0').waitFor();
    await picture(page, 'policy-make');
  });

  it('of a locked tool and the server with its locks', async () => {
    await open('#/tools/demo-cms/publish_news');
    await page.getByText('Why locked').click();
    await picture(page, 'policy-tool');
    await open('#/servers/demo-cms');
    await page.getByText('Managed as').waitFor();
    await picture(page, 'policy-server');
  });

  it('of a damaged policy, in German and in a small window', async () => {
    machine.write(readFileSync(join(machine.folder, 'policy.json'), 'utf8').replace('"version": 1', '"version": "1"').replace('"limits"', '"limit"'));
    await open('#/policy/damaged');
    await page.getByRole('heading', { name: 'Damaged policy' }).waitFor();
    await picture(page, 'policy-damaged');
    await open('#/settings');
    await page.getByLabel('Language').selectOption('de');
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
    await running.app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600); });
    await open('#/policy/damaged');
    await page.getByRole('heading', { name: 'Beschädigte Richtlinie' }).waitFor();
    await picture(page, 'policy-damaged-german');
    await open('#/policy/effective');
    await page.getByRole('heading', { name: 'Was gilt' }).waitFor();
    await picture(page, 'policy-effective-nothing-german');
    machine.put({ ...POLICY, version: 5 });
    machine.floor({ schema: 1, policies: [{ id: 'town', version: 1 }] });
    await open('#/policy/effective');
    await page.locator('.policy-keys').getByText('200', { exact: true }).waitFor({ timeout: 10_000 });
    await picture(page, 'policy-effective-german');
    await page.getByRole('heading', { name: 'Was hier sein muss' }).scrollIntoViewIfNeeded();
    await picture(page, 'policy-floor-german');
    await open('#/policy/make');
    await page.getByRole('heading', { name: 'Aufruf ausprobieren' }).waitFor();
    await picture(page, 'policy-make-german');
    expect(running.errors).toEqual([]);
  });
});
