import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { expectAccessible, type RunningApp } from './harness.ts';
import { MachinePolicy } from './machine-policy.ts';
import { dropOn, ownPack, type OwnPack } from './packs.ts';
import { personInWindow, type Person } from './person.ts';

let running: RunningApp;
let page: Page;
let person: Person;
const packs: OwnPack[] = [];

const pack = (change?: Parameters<typeof ownPack>[0]): OwnPack => {
  const made = ownPack(change);
  packs.push(made);
  return made;
};
afterEach(() => { for (const one of packs.splice(0)) one.remove(); });

async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
  ({ running, page, person } = await personInWindow({ env }));
  await person.room('Skills');
}

const installed = (...path: string[]): string => join(running.home, 'skills', 'club-agenda', ...path);
const review = () => page.getByRole('region', { name: 'What it asks for' });

describe('a pack in the window', () => {
  beforeAll(() => start());
  afterAll(() => running.close());

  it('says what it asks for before it is installed, by keyboard alone', async () => {
    await running.choose(pack().archive);
    await page.locator('.skills-install').focus();
    await page.keyboard.press('Enter');
    await person.button('Choose a file').focus();
    await page.keyboard.press('Enter');
    await review().getByText('create_agenda_item').waitFor();
    await review().getByText('Not signed').waitFor();
    await review().getByText('New. Nothing of this name was installed before.').waitFor();
    expect(existsSync(installed())).toBe(false);
    await expectAccessible(page);
    await review().getByRole('button', { name: 'Install', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Agenda of the club', level: 1 }).waitFor();
    expect(existsSync(installed('playbook.yaml'))).toBe(true);
    await page.getByText('an installed pack').waitFor();
    await person.button('Choose a file').waitFor();
    await expectAccessible(page);
  });

  it('is taken from a drop in its second version, with the old beside the new', async () => {
    const second = pack((file, text) => (file === 'playbook.yaml' ? text.replace(/rows: \d+/, 'rows: 77') : text));
    await dropOn(page, '.detail', second.archive);
    await page.getByText('This differs from what was agreed to.').waitFor();
    await page.locator('.line-add', { hasText: 'rows: 77' }).waitFor();
    await page.locator('.line-remove', { hasText: 'rows:' }).first().waitFor();
    await expectAccessible(page);
    await person.button('Do not install').click();
    expect(await review().count()).toBe(0);
    // A folder can be dropped too.
    await dropOn(page, '.detail', second.folder);
    await review().getByRole('button', { name: 'Install', exact: true }).click();
    await page.getByRole('heading', { name: 'Agenda of the club', level: 1 }).waitFor();
    await page.getByText('77 rows').waitFor();
  });

  it('does not run once its files moved, until somebody puts them back or agrees', async () => {
    writeFileSync(installed('help.en.md'), 'Somebody was here.\n');
    await person.room('Approvals');
    await person.room('Skills');
    await page.locator('.skills-list').getByRole('link', { name: 'Agenda of the club' }).click();
    await page.getByText('The files of this skill are not the ones that were agreed to.').waitFor();
    await page.locator('.line-add', { hasText: 'Somebody was here.' }).waitFor();
    expect(await page.getByRole('button', { name: 'Check', exact: true }).count()).toBe(0);
    await expectAccessible(page);
    await person.button('Put back what was agreed to').click();
    await page.getByRole('button', { name: 'Check', exact: true }).waitFor();

    writeFileSync(installed('help.en.md'), 'Somebody was here again.\n');
    await person.room('Approvals');
    await person.room('Skills');
    await page.locator('.skills-list').getByRole('link', { name: 'Agenda of the club' }).click();
    await page.locator('.line-add', { hasText: 'here again' }).waitFor();
    await person.button('Agree to this version').click();
    await page.getByRole('button', { name: 'Check', exact: true }).waitFor();
  });

  it('is given on as a file that says the same, and taken away', async () => {
    const saveAt = (target: string) => running.app.evaluate(({ dialog }, path) => { dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path }); }, target);
    const ours = join(running.home, 'given.skill');
    await saveAt(ours);
    await person.button('Save as a file').click();
    await page.getByText('The file could not be written. Choose another place.').waitFor();
    expect(existsSync(ours)).toBe(false);
    const folder = mkdtempSync(join(tmpdir(), 'countersign-given-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const target = join(folder, 'given.skill');
    await saveAt(target);
    await person.button('Save as a file').click();
    await page.getByText('Saved.').waitFor();
    expect(existsSync(target)).toBe(true);
    await person.button('Remove').click();
    await person.button('Remove the skill').click();
    await page.getByRole('heading', { name: 'Fill a demo project', level: 1 }).waitFor();
    expect(existsSync(installed())).toBe(false);
    await dropOn(page, '.detail', target);
    await page.getByText('New. Nothing of this name was installed before.').waitFor();
    await person.button('Do not install').click();
  });

  it('that is wrong is refused with file and line, and nothing is written', async () => {
    const before = readdirSync(join(running.home, 'skills')).toSorted();
    await dropOn(page, '.detail', pack((file, text) => (file === 'playbook.yaml' ? text.replace('create: { tool: create_agenda_item', 'create: { tool: publish_news') : text)).archive);
    await page.getByText('This pack is not taken. Nothing was written.').waitFor();
    await page.getByText(/playbook\.yaml, line \d+:/).first().waitFor();
    await page.getByText('The tool “publish_news” is used but not listed', { exact: false }).first().waitFor();
    await expectAccessible(page);
    expect(readdirSync(join(running.home, 'skills')).toSorted()).toEqual(before);
  });

  it('cannot be named by the page: a file it makes up has no path', async () => {
    const reply = await page.evaluate(() => window.countersign.dropped(new File(['x'], '/etc/passwd')));
    expect(reply).toMatchObject({ ok: false, problem: { code: 'bad-request' } });
    const forged = await page.evaluate(() => window.countersign.skills.inspect({ token: '/etc/passwd' }));
    expect(forged).toMatchObject({ ok: false });
    expect(running.errors).toEqual([]);
  });
});

describe('a pack under a policy', () => {
  const policy = new MachinePolicy();
  afterAll(async () => { await running.close(); policy.remove(); });

  it('is not taken in where installing is locked, and the policy is named', async () => {
    policy.put({ locks: ['skills'] });
    await start(policy.env);
    await page.locator('.skills-install').click();
    await page.getByText('Your organisation does not let skills be installed here.').waitFor();
    await page.getByText('policy.json').first().waitFor();
    expect(await page.getByRole('button', { name: 'Choose a file' }).count()).toBe(0);
    await expectAccessible(page);
  });

  it('is refused without a signature where one is required', async () => {
    policy.put({ skills: { requireSignature: true } });
    await page.getByText('Your organisation takes only skills that are signed with one of its keys.').waitFor({ timeout: 30_000 });
    await running.choose(pack().archive);
    await person.button('Choose a file').click();
    await page.getByText('This pack is not taken. Nothing was written.').waitFor();
    await page.getByText('signed', { exact: false }).first().waitFor();
    expect(running.errors).toEqual([]);
  });
});
