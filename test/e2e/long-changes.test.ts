import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, picture, root, type RunningApp } from './harness.ts';
import { personInWindow, type Person } from './person.ts';

const FILES = join(root, 'node_modules/@modelcontextprotocol/server-filesystem/dist/index.js');
const LINES = 100_000;

let running: RunningApp;
let page: Page;
let person: Person;
let folder: string;
let serverId: string;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-long-')));
  ({ running, page, person } = await personInWindow());
  await person.paste('files', { command: process.execPath, args: [FILES, folder] });
  await person.consent();
  await person.reviewAll();
  serverId = await page.evaluate(async () => {
    const reply = await window.countersign.servers.list({});
    return reply.ok ? reply.value.find(({ name }) => name === 'files')?.id ?? '' : '';
  });
}, 60_000);
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Plans to write a file that stands there already, and waits for the question. */
async function write(name: string, before: string, after: string): Promise<string> {
  const path = join(folder, name);
  writeFileSync(path, before);
  await page.evaluate(async ([id, file, content]) => {
    window.location.hash = '#/approvals';
    await window.countersign.calls.plan({ serverId: id, tool: 'write_file', args: { path: file, content } });
  }, [serverId, path, after] as const);
  await page.locator('article.card .change .line').first().waitFor();
  return path;
}
const deny = async (): Promise<void> => {
  await person.deny();
  await page.locator('article.card').waitFor({ state: 'detached' });
};
const toEnd = () => page.locator('.card-scroll').evaluate((box) => { box.scrollTop = box.scrollHeight; });
const text = (at: (n: number) => string): string => Array.from({ length: LINES }, (_, n) => `${at(n)}\n`).join('');

describe('a change of a hundred thousand lines', () => {
  const before = text((n) => `${n},Session ${n},Hall ${n % 7}`);
  const after = text((n) => (n % 1_000 === 999 ? `${n},Session ${n},moved` : `${n},Session ${n},Hall ${n % 7}`));

  it('counts all of it at once, and any part of it is there when a person scrolls to it', async () => {
    await write('agenda.csv', before, after);
    expect(await page.locator('.change-head .counts').innerText()).toContain('+100 −100');
    await page.locator('button.more-below').waitFor();
    await toEnd();
    await page.getByText('99999,Session 99999,moved').waitFor();
    expect(await page.locator('.line-waits').count()).toBe(0);
    await expectAccessible(page);
    await picture(page, 'long-table');
  });

  it('opens what it folded, wherever that lies', async () => {
    await page.locator('.card-scroll').evaluate((box) => { box.scrollTop = box.scrollHeight / 2; });
    await page.locator('button.fold').first().click();
    await page.locator('.line-same .line-text', { hasText: /^\d+,Session \d+,Hall/ }).nth(8).waitFor();
  });

  it('stands side by side as well', async () => {
    await page.getByRole('button', { name: 'Side by side' }).click();
    await toEnd();
    await page.locator('.pair .line-remove').getByText('99999,Session 99999,Hall 4').waitFor();
    await page.locator('.pair .line-add').getByText('99999,Session 99999,moved').waitFor();
    await picture(page, 'long-side-by-side');
    await page.getByRole('button', { name: 'One column' }).click();
    await deny();
  });

  it('is sent to the byte once it is approved, and stays readable in the receipt and in Activity', async () => {
    const path = await write('agenda.csv', before, after);
    await person.approve();
    await page.getByText('Done').or(page.locator('.outcome-executed')).first().waitFor();
    expect(readFileSync(path, 'utf8') === after).toBe(true);
    await person.room('Activity');
    await page.locator('.activity-list').getByText('write_file').first().click();
    await page.locator('.shown .change .line').first().waitFor();
    expect(await page.locator('.shown .change-head .counts').first().innerText()).toContain('+100 −100');
  }, 60_000);

  it('has its arguments whole behind one click, and can be edited', async () => {
    await write('agenda.csv', before, after);
    await page.locator('details.arguments > summary').click();
    await page.locator('.values .value').first().waitFor();
    await page.keyboard.press('e');
    await page.locator('[id="form/path"]').waitFor();
    await page.keyboard.press('Escape');
    await deny();
  });
});

describe('one endless line', () => {
  it('is cut into rows of which only those that differ are shown as changes', async () => {
    const records = Array.from({ length: 20_000 }, (_, id) => ({ id, title: `Session ${id}`, room: `Hall ${id % 9}` }));
    await write('agenda.json', JSON.stringify(records), JSON.stringify(records.with(12_345, { id: 12_345, title: 'Another session', room: 'Hall 1' })));
    await page.getByText('Lines that are too long are cut into rows here').waitFor();
    expect(await page.locator('.line-add').count()).toBeLessThan(5);
    await page.getByText('Another session').waitFor();
    await picture(page, 'long-one-line');
    await deny();
  });
});

describe('a Markdown file', () => {
  it('can be read as its readers will see it', async () => {
    await write('notes.md', '# Programme\n\nDoors open at **9**.\n\n- one\n- two\n', '# Programme\n\nDoors open at **8**.\n\n- one\n- two\n- three\n');
    await page.getByRole('button', { name: 'Show as readers will see it' }).or(page.locator('.field-switch button')).first().click();
    await page.locator('.rendered h1', { hasText: 'Programme' }).waitFor();
    expect(await page.locator('.rendered-add').count()).toBeGreaterThan(0);
    await expectAccessible(page);
    await picture(page, 'long-markdown');
    await deny();
    expect(running.errors).toEqual([]);
  });
});
