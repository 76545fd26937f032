import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, freshHome, launchApp, picture, type RunningApp } from './harness.ts';
import { personAt } from './person.ts';

/** What the parts of the date field on the page are called, in their order. They are Chromium's own and stand in no document. */
async function dateParts(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes.filter(({ role }) => role?.value === 'spinbutton').map(({ name }) => String(name?.value).split(' ')[0] ?? '');
}

/** A German window on an English system: what Chromium draws itself is German too. */
describe('the language a person chose', () => {
  const home = freshHome();
  let running: RunningApp;
  let page: Page;

  beforeAll(async () => {
    running = await launchApp({ home, language: 'en' });
    await running.page.evaluate(async () => { await window.countersign.settings.change({ language: 'de' }); });
    await running.page.locator('html[lang="de"]').waitFor();
    await running.close();
    running = await launchApp({ home, language: 'en', size: { width: 900, height: 600 } });
    page = running.page;
    await page.locator('html[lang="de"]').waitFor();
  });
  afterAll(async () => {
    await running.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('is that of date fields, from the next start on', async () => {
    await personAt(page).room('Verlauf');
    await page.getByText(/^Filter/).click();
    await page.getByLabel('Zeitraum').selectOption({ label: 'Ein Tag' });
    await page.locator('#activity-day').waitFor();
    // Their names are not German everywhere (see early-language.ts), their order is.
    expect((await dateParts(page)).map((name) => name.charAt(0))).toEqual([expect.stringMatching(/[DT]/), 'M', expect.stringMatching(/[YJ]/)]);
    expect(await running.app.evaluate(({ app }) => app.getLocale())).toBe('de');
    expect(await running.app.evaluate(() => process.env['LANGUAGE'])).toBe('en');
    await picture(page, 'date-field-german');
  });

  it('is that of the button for a file, which opens the system\'s dialog by keyboard', async () => {
    await page.evaluate(() => { window.location.hash = '#/approvals/requests'; });
    const button = page.getByRole('button', { name: 'Datei wählen' });
    await button.waitFor();
    await expectAccessible(page);
    await picture(page, 'request-empty-german');
    writeFileSync(join(home, 'no-request.json'), '{}');
    await button.focus();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
    await chooser.setFiles(join(home, 'no-request.json'));
    await page.getByRole('alert').filter({ hasText: 'Anfrage' }).waitFor();
    expect(running.errors).toEqual([]);
  });
});
