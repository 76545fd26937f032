import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchApp, picture, root, type RunningApp } from './harness.ts';
import { dropOn, ownPack } from './packs.ts';
import { personAt } from './person.ts';

let running: RunningApp;
let page: Page;
const folder = mkdtempSync(join(tmpdir(), 'pictures-'));

const open = (hash: string): Promise<void> => page.evaluate((next) => { window.location.hash = next; }, hash);
const button = (name: string | RegExp) => page.getByRole('button', { name }).first();

const ENGLISH = { choose: 'Choose a file', check: 'Check' };
const GERMAN = { choose: 'Datei wählen', check: 'Prüfen' };
/** Gives a file to the form that is open, for this project, and checks it. */
async function check(file: string, project: string, words: typeof ENGLISH): Promise<void> {
  await running.choose(file);
  await page.locator('#skill-project').selectOption(project);
  await button(words.choose).click();
  await page.getByRole('status').getByText(basename(file)).waitFor();
  await page.getByRole('button', { name: words.check, exact: true }).click();
}

beforeAll(async () => {
  running = await launchApp({ size: { width: 1280, height: 820 } });
  page = running.page;
  await personAt(page).serversRun();
});
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('pictures of the Skills room', () => {
  it('from the form to the receipt', async () => {
    await running.choose(join(root, 'skills', 'import-agenda', 'sample', 'agenda-48.csv'));
    await open('#/skills/import-agenda');
    await page.locator('#skill-project').selectOption('trade-fair');
    await button('Choose a file').click();
    await page.getByText('agenda-48.csv').waitFor();
    await picture(page, 'skill-form');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.locator('.sentence', { hasText: 'Creates 43' }).waitFor();
    await page.locator('details.skill-file summary').click();
    await picture(page, 'skill-check');
    await button('Preview').click();
    await page.getByRole('button', { name: /^Approve \d/ }).waitFor({ timeout: 60_000 });
    await picture(page, 'skill-set');
    await page.locator('button:enabled', { hasText: /^Approve/ }).first().waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('region', { name: 'Receipt of the run' }).getByText(/43 created/).waitFor({ timeout: 90_000 });
    await picture(page, 'skill-receipt');
  });

  it('of a file that is refused', async () => {
    const file = join(folder, 'agenda.csv');
    writeFileSync(file, 'Titel;Tag;Beginn;Ende;Raum\n"Offen;2027-03-16;09:00;10:00;Saal\n');
    await open('#/skills/import-directory');
    await open('#/skills/import-agenda');
    await check(file, 'trade-fair', ENGLISH);
    await page.getByRole('alert').first().waitFor();
    await picture(page, 'skill-refused');
  });

  it('of a pack: asked for, refused, and changed', async () => {
    const pack = ownPack();
    await open('#/skills/+');
    await dropOn(page, '.detail', pack.archive);
    await page.getByRole('region', { name: 'What it asks for' }).waitFor();
    await picture(page, 'pack-install');
    await button('Install').click();
    await page.getByRole('heading', { name: 'Agenda of the club', level: 1 }).waitFor();
    const wrong = ownPack((file, text) => (file === 'playbook.yaml' ? text.replace('create: { tool: create_agenda_item', 'create: { tool: publish_news') : text));
    await dropOn(page, '.detail', wrong.archive);
    await page.getByText('This pack is not taken.').waitFor();
    await picture(page, 'pack-refused');
    writeFileSync(join(running.home, 'skills', 'club-agenda', 'help.en.md'), '# Agenda of the club\n\nNow it does something else.\n');
    await open('#/servers');
    await page.locator('.servers-list').waitFor();
    await open('#/skills/club-agenda');
    await page.locator('.line-add').first().waitFor();
    await picture(page, 'pack-changed');
    pack.remove();
    wrong.remove();
  });

  it('in German, in a small window', async () => {
    await open('#/settings');
    await page.getByLabel('Language').selectOption('de');
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
    await running.app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600); });
    await open('#/skills/club-agenda');
    await page.locator('.line-add').first().waitFor();
    await picture(page, 'pack-changed-german');
    await open('#/skills/+');
    await page.getByRole('heading', { name: 'Skill installieren' }).waitFor();
    const pack = ownPack();
    await dropOn(page, '.detail', pack.archive);
    await page.getByRole('region', { name: 'Worum er bittet' }).waitFor();
    pack.remove();
    await picture(page, 'pack-install-german');
    await open('#/skills/import-directory');
    await open('#/skills/import-agenda');
    await check(join(root, 'skills', 'import-agenda', 'sample', 'agenda-48.csv'), 'open-day', GERMAN);
    await page.locator('.sentence').first().waitFor();
    await page.locator('details.skill-file').waitFor();
    if (await page.locator('details.skill-file[open]').count() === 0) await page.locator('details.skill-file summary').click();
    await picture(page, 'skill-check-german');
    await open('#/skills/import-directory');
    await open('#/skills/import-agenda');
    await page.locator('#skill-project').waitFor();
    await picture(page, 'skill-form-german');
    const file = join(folder, 'kaputt.csv');
    writeFileSync(file, 'Titel;Tag;Beginn;Ende;Raum\n"Offen;2027-03-16;09:00;10:00;Saal\n');
    await check(file, 'trade-fair', GERMAN);
    await page.getByRole('alert').first().scrollIntoViewIfNeeded();
    await picture(page, 'skill-refused-german');
  });

  it('of a skill whose system does not run, in German', async () => {
    await page.evaluate(() => window.countersign.servers.stop({ serverId: 'demo-cms' }));
    await open('#/skills/import-directory');
    await page.getByText('Das Demo-CMS läuft nicht', { exact: false }).waitFor();
    await picture(page, 'skill-no-server-german');
    await page.evaluate(() => window.countersign.servers.start({ serverId: 'demo-cms' }));
    await page.getByText('Das Demo-CMS läuft nicht', { exact: false }).waitFor({ state: 'detached' });
    await open('#/skills/import-agenda');
  });

  it('of a second delivery, and of another system', async () => {
    const file = join(folder, 'zweite-lieferung.csv');
    const [head = '', first = '', ...rest] = readFileSync(join(root, 'skills', 'import-agenda', 'sample', 'agenda-48.csv'), 'utf8').split('\n');
    writeFileSync(file, [head, first.replace(';', ' – mit Rundgang durch das Versuchsfeld;'), ...rest].join('\n'));
    await check(file, 'trade-fair', GERMAN);
    await page.getByText('Ist es dasselbe?').scrollIntoViewIfNeeded();
    await picture(page, 'skill-same-german');
    const id = await page.evaluate(async (text) => {
      const { servers } = window.countersign;
      const parsed = await servers.parse({ text });
      const added = parsed.ok ? await servers.add({ drafts: parsed.value.drafts }) : null;
      const serverId = added?.ok === true ? added.value[0]?.id ?? '' : '';
      const launch = await servers.launch({ serverId });
      if (launch.ok) await servers.consent({ serverId, digest: launch.value.digest, yes: true });
      await servers.start({ serverId });
      return serverId;
    }, JSON.stringify({ mcpServers: { kongress: { command: process.execPath, args: [join(root, 'test', 'servers', 'other-cms.mjs'), join(folder, 'kongress.json')] } } }));
    await open('#/skills/import-directory');
    await open('#/skills/import-agenda');
    await page.getByText('Mit einem anderen System verwenden').click();
    await page.locator('#skill-system').selectOption(id);
    await running.choose(join(root, 'skills', 'import-agenda', 'mappings', 'generic-cms.yaml'));
    await button('Zuordnungsdatei wählen').click();
    await page.getByRole('row', { name: /session_put/ }).scrollIntoViewIfNeeded();
    await picture(page, 'skill-system-german');
    const wrong = join(folder, 'falsch.yaml');
    writeFileSync(wrong, readFileSync(join(root, 'skills', 'import-agenda', 'mappings', 'generic-cms.yaml'), 'utf8').replace('session_drop', 'session_burn').replace(' present:', ' others:'));
    await running.choose(wrong);
    await button('Zuordnungsdatei wählen').click();
    await page.getByRole('alert').scrollIntoViewIfNeeded();
    await picture(page, 'skill-system-wrong-german');
    expect(running.errors).toEqual([]);
  });
});
