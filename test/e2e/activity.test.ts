import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, freshHome, launchApp, root, type RunningApp } from './harness.ts';
import { personAt, type Person } from './person.ts';

const TITLE = 'Weihnachtsfeier im Hafen';

let running: RunningApp;
let person: Person;
const page = () => running.page;

/** What lies in the home's files under a folder, as one text. */
function bytesUnder(folder: string): string {
  return readdirSync(join(running.home, folder)).map((name) => readFileSync(join(running.home, folder, name), 'latin1')).join('\n');
}

beforeAll(async () => {
  running = await launchApp({ home: freshHome() });
  person = personAt(running.page);
}, 60_000);
afterAll(async () => {
  await running.close();
  rmSync(running.home, { recursive: true, force: true });
});

describe('the log as evidence, in the window', () => {
  it('has what was done, found by text, filter and object, with the very change that was shown', async () => {
    await person.plan('list_projects', {});
    await page().getByRole('heading', { name: 'Executed' }).waitFor();
    await page().evaluate((args) => window.countersign.calls.plan({ serverId: 'demo-cms', tool: 'update_news', args }), { id: 'n-1001', title: TITLE });
    await person.room('Approvals');
    await page().locator('article.card .bar').getByText('update_news', { exact: true }).waitFor();
    await page().locator('.button[data-armed]').waitFor();
    await person.approve();
    await page().getByRole('heading', { name: 'Executed' }).waitFor();
    await person.room('Activity');
    await page().getByText('list_projects').first().waitFor();
    await page().getByRole('searchbox').fill('list_proj');
    await page().getByText('1 entry').waitFor();
    await page().locator('.activity-list').getByText('list_projects').click();
    await page().getByRole('heading', { name: 'What was shown and sent' }).waitFor();
    await page().getByRole('searchbox').fill('weihnachtsfeier');
    await page().locator('.activity-list').getByText('update_news').first().click();
    await page().locator('.shown').getByText(TITLE).first().waitFor();
    await page().locator('.shown').getByText('Before and after, as the server reports').waitFor();
    await expectAccessible(page());
    await page().getByRole('searchbox').fill('');
    await page().getByRole('button', { name: /^Filters/ }).click();
    await page().getByLabel(/^Object or project/).fill('n-1001');
    await person.button('Back to the day').click();
    await page().getByRole('heading', { name: /^Object/ }).waitFor();
    await page().getByText(/^Changed through Countersign, last on/).waitFor();
    await expectAccessible(page());
    await person.button('Clear search').click();
    await page().getByRole('heading', { name: 'Today' }).waitFor();
  });

  it('offers to undo a call of an earlier run, as a question of its own with what it would bring back', async () => {
    const { home } = running;
    await running.close();
    running = await launchApp({ home });
    person = personAt(running.page);
    await person.room('Activity');
    await page().locator('.activity-list').getByText('update_news').first().click();
    await page().locator('.shown').getByText(TITLE).first().waitFor();
    await expectAccessible(page());
    await person.button('Undo this call').click();
    await page().locator('article.card .bar').getByText('update_news', { exact: true }).waitFor();
    await page().locator('article.card').getByText(TITLE).first().waitFor();
    await page().locator('.button[data-armed]').waitFor();
    await person.approve();
    await page().getByRole('heading', { name: 'Executed' }).waitFor();
    await person.room('Activity');
  });

  it('keeps nothing of a call once its content was erased; the record stays', async () => {
    await page().locator('.activity-list').getByText('update_news').first().click();
    await person.button('Erase this content').click();
    await person.button('Erase for good').click();
    expect(bytesUnder('audit')).not.toContain('n-1001');
    await page().getByText('The content was erased. The record stays and verifies.').waitFor();
    expect(bytesUnder('audit')).not.toContain(TITLE);
    await person.button('Verify the log').click();
    await page().getByText(/The chain is whole/).waitFor();
  });

  it('names the record that an editor changed, in the window and on the command line', async () => {
    const [segment = ''] = readdirSync(join(running.home, 'audit')).filter((name) => name.endsWith('.jsonl')).sort();
    const path = join(running.home, 'audit', segment);
    const lines = readFileSync(path, 'utf8').split('\n');
    const at = lines.findIndex((line) => line.includes('"name":"list_projects"'));
    expect(at).toBeGreaterThan(0);
    writeFileSync(path, lines.map((line, index) => (index === at ? line.replace('list_projects', 'list_Projects') : line)).join('\n'));
    await person.button('Verify the log').click();
    await page().getByText(`The chain breaks at record ${at + 1} in ${segment}: “its content was changed”`, { exact: false }).waitFor();
    await expectAccessible(page());
    const cli = [join(root, 'out/cli/countersign.cjs'), 'audit', 'verify', join(running.home, 'audit')];
    const said = (() => { try { return execFileSync(process.execPath, cli, { encoding: 'utf8' }); } catch (error) { return (error as { stdout: string }).stdout; } })();
    expect(JSON.parse(said)).toMatchObject({ ok: false, firstBad: { file: segment, record: at + 1, why: 'wrong-hash' } });
    expect(running.errors).toEqual([]);
  });
});
