import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE_ARGUMENTS, HOSTILE_MORE, type HostileArguments } from '../data/hostile-arguments.ts';
import { expectAccessible, launchApp, root, type RunningApp } from './harness.ts';
import { personAt } from './person.ts';

const FULL = process.env['COUNTERSIGN_PROOF'] === 'full';
/** Every tenth in `npm test`, all of them by `npm run prove -- hostile-cards`. */
const SETS = [...HOSTILE_ARGUMENTS.filter((_, at) => FULL || at % 10 === 0), ...HOSTILE_MORE];

/** Whatever stands in the arguments: our bar keeps its pixels, our choices their place, and what is out of sight is said. */
describe('a card with hostile arguments', () => {
  let running: RunningApp;
  let page: Page;
  let serverId: string;
  /** The bar as it was painted first, by the effect it says: some of these texts make a call graver, which is right. */
  const plain = new Map<string, Buffer>();
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-cards-'));
    writeFileSync(join(folder, 'offer.json'), JSON.stringify({ name: 'store_note', description: 'Stores a note.', inputSchema: { type: 'object' } }));
    running = await launchApp({ size: { width: 1100, height: 760 } });
    page = running.page;
    const person = personAt(page);
    await person.paste('notes', { command: process.execPath, args: [join(root, 'test/servers/drifting.mjs'), join(folder, 'offer.json')] });
    await person.consent();
    await person.reviewAll();
    serverId = await page.evaluate(async () => {
      const reply = await window.countersign.servers.list({});
      return reply.ok ? reply.value.find(({ name }) => name === 'notes')?.id ?? '' : '';
    });
    await person.room('Approvals');
    await ask({ name: 'plain', args: { text: 'hello' }, hidden: false });
    plain.set(await effectOf(), await barOf());
    await deny();
  }, 60_000);
  afterAll(async () => {
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async ({ args }: HostileArguments): Promise<void> => {
    const reply = await page.evaluate(([id, text]) => window.countersign.calls.plan({ serverId: id, tool: 'store_note', args: JSON.parse(text) as never }), [serverId, JSON.stringify(args)] as const);
    expect(reply).toMatchObject({ ok: true });
    await page.evaluate(() => { window.location.hash = '#/approvals'; });
    await page.locator('article.card').waitFor();
    await page.locator('button', { hasText: /^Approve(?: once|:)/ }).first().waitFor();
  };
  const effectOf = (): Promise<string> => page.locator('.bar-effect strong').innerText();
  const barOf = (): Promise<Buffer> => page.locator('article.card > header.bar').screenshot({ animations: 'disabled' });
  const deny = async (): Promise<void> => {
    await personAt(page).deny();
    await page.locator('article.card').waitFor({ state: 'detached' });
  };

  it('there are 120 of them', () => { expect(HOSTILE_ARGUMENTS).toHaveLength(120); });

  it.each(SETS.map((set) => [set.name, set] as const))('%s', async (_name, set) => {
    await ask(set);
    // Our bar: not one pixel differs from the card of harmless arguments.
    const [effect, bar] = [await effectOf(), await barOf()];
    if (!plain.has(effect)) plain.set(effect, bar);
    expect(plain.get(effect)?.equals(bar)).toBe(true);
    const seen = await page.evaluate(() => {
      const inSight = (element: Element | null): boolean => {
        const box = element?.getBoundingClientRect();
        return box !== undefined && box.width > 0 && box.top >= 0 && box.bottom <= window.innerHeight && box.left >= 0 && box.right <= window.innerWidth;
      };
      const card = document.querySelector('article.card');
      const scroller = card?.querySelector('.card-scroll') ?? null;
      const below = scroller === null ? 0 : scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
      return {
        effect: inSight(card?.querySelector('.bar-effect strong') ?? null), sentence: inSight(card?.querySelector('.sentence') ?? null),
        deny: inSight([...document.querySelectorAll('button')].find((button) => button.textContent?.startsWith('Deny')) ?? null),
        approveButtons: [...document.querySelectorAll('button, [role=button], a')].filter((one) => /^Approve(?: once|:)/.test(one.textContent ?? '')).length,
        wide: scroller === null ? false : scroller.scrollWidth > scroller.clientWidth + 1,
        outOfSight: below > 2, bar: inSight(document.querySelector('article.card > button.more-below')),
        foreign: document.querySelectorAll('article.card script, article.card iframe, article.card style, article.card dialog, article.card img').length,
      };
    });
    expect(seen).toEqual({ effect: true, sentence: true, deny: true, approveButtons: 1, wide: false, outOfSight: seen.outOfSight, bar: seen.outOfSight, foreign: 0 });
    if (set.hidden) await page.locator('.sign').getByText(/hidden characters|cannot be seen/i).first().waitFor();
    await deny();
  }, 30_000);

  it('the card can be read by everyone', async () => {
    await ask(HOSTILE_ARGUMENTS.at(-1) as HostileArguments);
    await expectAccessible(page);
    await deny();
    expect(running.errors).toEqual([]);
  });
});
