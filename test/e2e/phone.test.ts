import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, type RunningApp } from './harness.ts';
import { personInWindow, type Person } from './person.ts';

/** A project of the demo CMS as an app, in the real window: two sandboxed phones that can do nothing but show. */
describe('the app preview', () => {
  let running: RunningApp;
  let page: Page;
  let person: Person;

  beforeAll(async () => {
    ({ running, page, person } = await personInWindow());
  });
  afterAll(() => running.close());

  const phones = async (): Promise<Frame[]> => {
    await page.locator('iframe').nth(1).waitFor();
    const handles = await page.locator('iframe').elementHandles();
    const frames = await Promise.all(handles.map((handle) => handle.contentFrame()));
    return frames.filter((frame): frame is Frame => frame !== null);
  };

  it('says what to do while no project can be read', async () => {
    await person.room('Servers');
    await page.getByRole('link', { name: /Demo CMS/ }).click();
    await person.button('Stop').click();
    await person.button('Start').waitFor();
    await person.room('App preview');
    await page.getByRole('heading', { name: 'No project to show' }).waitFor();
    await expectAccessible(page);
  });

  it('shows a project as drafted beside live, by keyboard too', async () => {
    await person.room('Servers');
    await page.getByRole('link', { name: /Demo CMS/ }).click();
    await person.button('Start').click();
    await person.room('App preview');
    const [draft, live] = await phones();
    await draft?.getByText('Registration opens', { exact: false }).first().waitFor();
    expect(await draft?.getByText('Call for posters').count()).toBe(1);
    expect(await live?.getByText('Call for posters').count()).toBe(0);
    await live?.getByRole('navigation').getByRole('button', { name: 'Programme' }).press('Enter');
    await live?.getByText('Keynote: The last public rooms').waitFor();
    await expectAccessible(page);
    expect(running.errors).toEqual([]);
  });

  it('keeps the phones in: no bridge, no network, no way to the window around them', async () => {
    const [draft] = await phones();
    const tried = await draft?.evaluate(async () => ({
      bridge: 'countersign' in window,
      origin: window.origin,
      net: await fetch('https://example.org/').then(() => 'sent', () => 'refused'),
      own: await fetch('app://countersign/index.html').then(() => 'sent', () => 'refused'),
      around: (() => { try { return String(window.parent.document.title); } catch { return 'refused'; } })(),
      storage: (() => { try { return String(localStorage.length); } catch { return 'refused'; } })(),
    }));
    expect(tried).toEqual({ bridge: false, origin: 'null', net: 'refused', own: 'refused', around: 'refused', storage: 'refused' });
  });

  it('has its reads on record like any call', async () => {
    await person.room('Activity');
    await page.getByText('list_news').first().waitFor();
  });
});
