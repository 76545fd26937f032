import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../main/core/words/index.ts';
import { expectAccessible, root, type RunningApp } from './harness.ts';
import { MachinePolicy, ROLES } from './machine-policy.ts';
import { personInWindow, type Person } from './person.ts';

const machine = new MachinePolicy();
let running: RunningApp;
let page: Page;
let person: Person;

const shipped = JSON.parse(readFileSync(join(root, 'main/core/recipes/digests.json'), 'utf8')) as { servers: Record<string, Record<string, string[]>> };
const digests = shipped.servers['demo-cms'] ?? {};
/** One server, recognised by its bundle, with the definition of one tool pinned. */
const server = (more: JsonObject = {}): JsonObject => ({
  id: 'cms', match: { by: 'bundle', bundle: 'demo-cms' }, trust: 'restricted', otherTools: 'allow', pins: { update_news: digests['update_news'] ?? [] }, ...more,
});
const DENIES_PUBLISHING: JsonObject = { roles: ROLES, servers: [server()], deny: [{ effects: ['publish'] }], locks: ['add-servers', 'trust'] };

beforeAll(async () => {
  machine.put(DENIES_PUBLISHING);
  ({ running, page, person } = await personInWindow({ env: machine.env }));
  await person.serversRun();
});
afterAll(async () => {
  await running.close();
  machine.remove();
});

const open = (hash: string): Promise<void> => page.evaluate((next) => { window.location.hash = next; }, hash);

/** How long the window takes until it shows that a tool is locked. */
async function untilLocked(tool: string): Promise<number> {
  const from = performance.now();
  await page.getByRole('searchbox').fill(tool);
  await page.locator('.tools-list a', { hasText: tool }).getByText('locked', { exact: true }).waitFor({ timeout: 10_000 });
  return performance.now() - from;
}

/** Plans a call behind the form's back, as a page that was taken over would, and gives what became of it. */
async function planned(tool: string, args: Readonly<Record<string, string>>): Promise<{ verdict: string | null; because: string | null; sources: readonly string[]; outcome: string | null }> {
  return page.evaluate(async ({ name, given }) => {
    const reply = await window.countersign.calls.plan({ serverId: 'demo-cms', tool: name, args: given });
    if (!reply.ok) throw new Error(reply.problem.code);
    for (;;) {
      const receipt = await window.countersign.calls.receipt({ callId: reply.value.callId });
      if (receipt.ok && receipt.value.state === 'done') return receipt.value;
      await new Promise((later) => { setTimeout(later, 20); });
    }
  }, { name: tool, given: { ...args } });
}

describe('an editor on a managed machine', () => {
  it('sees the lock, the rule and whom to call where publishing is denied', async () => {
    await open('#/tools/demo-cms/publish_news');
    await page.getByText('Your role or a policy keeps this tool from being called.').waitFor();
    await page.getByText('IT service desk, Town of Example, it@example.org').waitFor();
    await page.getByText('Why locked').click();
    await page.getByText('/deny/0').waitFor();
    await expectAccessible(page);
    await expect(planned('publish_news', { id: 'n-1002' })).resolves.toMatchObject({ verdict: 'deny', because: 'policy-denies', sources: [join(machine.folder, 'policy.json#/deny/0')], outcome: 'refused' });
  });

  it('sees who he is, what holds, and why', async () => {
    await person.room('Policy');
    await page.getByText('Your organisation manages this machine.').waitFor();
    await page.getByText('Editor', { exact: true }).waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: /What holds/ }).click();
    await page.getByText('Objects per call').waitFor();
    await page.getByText('Giving more trust').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: /Make a policy/ }).click();
    await page.getByText('This machine is managed, so policies are made elsewhere.').waitFor();
    await page.getByLabel('Tool').selectOption('publish_news');
    await person.button('Ask').click();
    await page.locator('.notice').getByText('/deny/0').waitFor();
    await expectAccessible(page);
  });

  it('sees the server as IT pinned it, with its locks, and cannot add another', async () => {
    await open('#/servers/demo-cms');
    await page.getByText('One tool pinned by IT').waitFor();
    await page.getByText('Locked by your organisation.').first().waitFor();
    await expectAccessible(page);
    await open('#/servers/add');
    await page.getByRole('heading', { name: 'Add a server' }).waitFor();
    await expect(page.getByText('Paste JSON').count()).resolves.toBe(0);
    await expect(page.evaluate(async () => (await window.countersign.servers.add({ drafts: [{ kind: 'local', name: 'x', command: 'node', args: [], env: [], cwd: null, class: 'local', environment: 'test' }] })).ok)).resolves.toBe(false);
  });

  it('sees why a question is asked, with the rules behind it', async () => {
    await person.plan('update_news', { id: 'n-1002', title: 'Registration opens in March' });
    await page.locator('article.card .bar').getByText('update_news', { exact: true }).waitFor();
    await page.getByRole('button', { name: /Why/ }).last().click();
    await page.getByText('These rules led here:').waitFor();
  });
});

describe('a policy that is tightened while a session runs', () => {
  it('takes a tool away within five seconds, and the question that stood about it', async () => {
    await open('#/approvals');
    await page.locator('article.card').waitFor();
    await open('#/tools');
    machine.put({ ...DENIES_PUBLISHING, servers: [server({ tools: { update_news: 'deny' } })] });
    process.stdout.write(`policy: a tool is gone ${Math.round(await untilLocked('update_news'))} ms after its policy was tightened\n`);
    await expect(page.evaluate(async () => { const cards = await window.countersign.approvals.list({}); return cards.ok ? cards.value.length : -1; })).resolves.toBe(0);
    await expect(planned('update_news', { id: 'n-1002', title: 'x' })).resolves.toMatchObject({ verdict: 'deny', because: 'policy-denies' });
  });

  it('stops a server that it does not list any more', async () => {
    await open('#/servers/demo-cms');
    machine.put({ ...DENIES_PUBLISHING, servers: [] });
    await page.getByText('The policy does not let this server run.').waitFor({ timeout: 10_000 });
    await page.getByText(/does not let the server “Demo CMS” run/).waitFor();
    await expectAccessible(page);
  });

  it('lets the server come back when it is listed again', async () => {
    machine.put(DENIES_PUBLISHING);
    await page.locator('.servers-list .state-good').first().waitFor({ timeout: 10_000 });
  });
});

describe('a policy that is corrupted while a session runs', () => {
  it('opens nothing up, and says file, line, key and whom to call', async () => {
    const path = join(machine.folder, 'policy.json');
    machine.write(readFileSync(path, 'utf8').slice(0, 300));
    await page.getByText('A policy of this machine is damaged.', { exact: false }).waitFor({ timeout: 10_000 });
    await page.locator('.banner a').click();
    await page.getByRole('heading', { name: 'Damaged policy' }).waitFor();
    await page.getByText(path).first().waitFor();
    await page.getByText('In its place: nothing is allowed.').waitFor();
    await expectAccessible(page);
    for (const [tool, args] of [['publish_news', { id: 'n-1002' }], ['update_news', { id: 'n-1002', title: 'x' }], ['get_news', { id: 'n-1001' }]] as const) {
      await expect(planned(tool, args)).resolves.toMatchObject({ verdict: 'deny', because: 'policy-closed', outcome: 'refused' });
    }
    expect(running.errors).toEqual([]);
  });

  it('keeps the last policy that held where only its seal is broken', async () => {
    machine.put(DENIES_PUBLISHING);
    await page.getByText('In its place: nothing is allowed.').waitFor({ state: 'detached', timeout: 10_000 });
    const path = join(machine.folder, 'policy.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"organisation": "Town of Example"', '"organisation": "Another town"'));
    await page.getByText(/the last one that held/).first().waitFor({ timeout: 10_000 });
    await expect(planned('publish_news', { id: 'n-1002' })).resolves.toMatchObject({ verdict: 'deny' });
    await page.getByText('IT service desk').first().waitFor();
  });
});
