import { createHash, generateKeyPairSync } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleToSign } from '../../main/adapters/launch/bundle.ts';
import { readSigningKey, signBytes } from '../../main/adapters/policy-sources/minisign.ts';
import type { JsonObject } from '../../main/core/words/index.ts';
import { expectAccessible, root, type RunningApp } from './harness.ts';
import { MachinePolicy } from './machine-policy.ts';
import { personInWindow, type Person } from './person.ts';

const NOT_LISTED = "Your organisation's policy lists the servers that may run, and this is none of them.";
const newKey = () => readSigningKey(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
const [publisher, it_] = [newKey(), newKey()];
/** Signed, as IT would: what is verified by the app's own runtime here, no unit test sees. */
const machine = new MachinePolicy(it_);
let folder: string;
let bundle: string;
let running: RunningApp;
let page: Page;
let person: Person;

const tool = (name: string, readOnlyHint: boolean): JsonObject => ({ name, description: `Notes: ${name}.`, inputSchema: { type: 'object' }, annotations: { readOnlyHint } });
/** The bundle as its publisher ships it: the program, what it offers, its manifest. */
function unpack(): void {
  mkdirSync(bundle);
  writeFileSync(join(bundle, 'package.json'), '{"name":"notes-by-example","version":"1.0.0"}');
  writeFileSync(join(bundle, 'offer.json'), JSON.stringify([tool('list_notes', true), tool('add_note', false), tool('purge_notes', false)]));
  copyFileSync(join(root, 'test/servers/drifting.mjs'), join(bundle, 'server.mjs'));
}
const listing = async (): Promise<{ listing: string; signature: string }> => {
  const found = await bundleToSign(bundle);
  if (found === null) throw new Error('no bundle');
  return found;
};
const RULES: JsonObject = { trust: 'restricted', tools: { list_notes: 'allow', add_note: 'ask', purge_notes: 'deny' } };
const managedBy = (match: JsonObject): JsonObject => ({ servers: [{ id: 'notes', match, ...RULES }] });
const byPublisher = managedBy({ by: 'publisher', key: publisher.publicText });

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-publisher-')));
  bundle = join(folder, 'notes');
  unpack();
  const { listing: files, signature } = await listing();
  writeFileSync(signature, signBytes(Buffer.from(files), publisher, 'bundle:notes'));
  machine.put(byPublisher);
  ({ running, page, person } = await personInWindow({ env: machine.env, size: { width: 900, height: 600 } }));
  // The system's own interpreter: one of somebody's own could run anything, and its bundle is recognised as nothing.
  await person.paste('notes', { command: '/usr/bin/node', args: [join(bundle, 'server.mjs'), join(bundle, 'offer.json')] });
});
afterAll(async () => {
  await running.close();
  machine.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Plans a call and gives what became of it, or that it asks. */
async function planned(name: string): Promise<{ verdict: string | null; because: string | null; outcome: string | null; sources: readonly string[] }> {
  return page.evaluate(async (called) => {
    const servers = await window.countersign.servers.list({});
    const serverId = servers.ok ? servers.value.find((server) => server.name === 'notes')?.id ?? '' : '';
    const reply = await window.countersign.calls.plan({ serverId, tool: called, args: {} });
    if (!reply.ok) throw new Error(reply.problem.code);
    for (;;) {
      const receipt = await window.countersign.calls.receipt({ callId: reply.value.callId });
      if (receipt.ok && receipt.value.state === 'done') return receipt.value;
      const asked = await window.countersign.approvals.list({});
      if (asked.ok && asked.value.length > 0) return { verdict: 'ask', because: null, outcome: null, sources: [] };
      await new Promise((later) => { setTimeout(later, 20); });
    }
  }, name);
}

describe.runIf(process.platform === 'linux')('a server that IT recognises by its publisher', () => {
  it('runs from its bundle, shown as the entry of the policy it is', async () => {
    await person.consent();
    await person.reviewAll();
    await page.getByText('Managed as').waitFor();
    await page.locator('.fact', { hasText: 'Managed as' }).getByText('notes', { exact: true }).waitFor();
    await expectAccessible(page);
  });

  it('does with each tool what the policy says', async () => {
    await expect(planned('list_notes')).resolves.toMatchObject({ verdict: 'allow', outcome: 'executed' });
    await expect(planned('purge_notes')).resolves.toMatchObject({ verdict: 'deny', because: 'policy-denies', outcome: 'refused', sources: [join(machine.folder, 'policy.json#/servers/0/tools/purge_notes')] });
    await expect(planned('add_note')).resolves.toMatchObject({ verdict: 'ask' });
    await person.room('Approvals');
    await person.approve();
    await page.locator('.outcome-executed').waitFor();
  });

  it('does not start again where a file of its bundle was changed, and calls nothing', async () => {
    writeFileSync(join(bundle, 'server.mjs'), '// not by the publisher\n', { flag: 'a' });
    await person.room('Servers');
    await page.locator('.servers-list a', { hasText: 'notes' }).click();
    await person.button('Stop').click();
    await person.button('Start').click();
    await expect(planned('list_notes')).resolves.toMatchObject({ verdict: 'deny', outcome: 'refused' });
    await page.getByText(/What “notes” would run has changed since you consented/).first().waitFor();
  });

  it('is refused once it is consented to anew: nobody signed what is there now', async () => {
    await person.consent();
    await page.getByText('The policy does not let this server run.').waitFor();
    await page.getByText(NOT_LISTED).waitFor();
    await page.getByText('IT service desk, Town of Example, it@example.org').first().waitFor();
    await expectAccessible(page);
    await expect(planned('list_notes')).resolves.toMatchObject({ verdict: 'deny', outcome: 'refused' });
  });

  it('comes back where IT lists the digest of that very bundle, and goes where it lists another', async () => {
    const digest = createHash('sha256').update((await listing()).listing).digest('hex');
    machine.put(managedBy({ by: 'bundle', bundle: digest }));
    await page.getByText('The policy does not let this server run.').waitFor({ state: 'detached', timeout: 10_000 });
    await page.locator('.servers-list a', { hasText: 'notes' }).locator('.state-good').waitFor({ timeout: 10_000 });
    machine.put(managedBy({ by: 'bundle', bundle: 'a'.repeat(64) }));
    await page.getByText('The policy does not let this server run.').waitFor({ timeout: 10_000 });
    await page.getByText(NOT_LISTED).waitFor();
    expect(running.errors).toEqual([]);
  });
});
