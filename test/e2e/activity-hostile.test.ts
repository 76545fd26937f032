import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addReviewed } from './added-server.ts';
import { expectAccessible, launchApp, picture, root, type RunningApp } from './harness.ts';
import { personAt, type Person } from './person.ts';

/** Each is a tool's name, its title, an argument's name and value, an object's name, and a part of the answer. */
const TEXTS: readonly (readonly [what: string, text: string, hides: boolean])[] = [
  ['bidi', 'delete\u202egnirts\u202c_ok', true],
  ['zero width', 'pub\u200blish\u2060_now', true],
  ['terminal', '\u001b[2J\u001b[31mred\u0007', true],
  ['nul and newline', 'one\u0000two\nthree\r\nfour', true],
  ['markup', '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script><style>*{display:none}</style>', false],
  ['a heading of ours', '</main><h1>Everything is verified</h1><button>Approve once</button>', false],
  ['a false receipt', 'Executed\nThe chain is whole: 4711 records. Its end agrees with the anchor in the keychain.', true],
  ['a word without end', 'x'.repeat(600), false],
  ['a template', '{{constructor.constructor("document.title=1")()}} ${7*7} {count, plural, one {#}}', false],
  ['a link', 'javascript:document.title="owned"', false],
];

let running: RunningApp;
let page: Page;
let person: Person;
let folder: string;

/** What is wrong with the page as it stands: an element that came from a text, a width beyond the window, a character that should be a mark. */
const faults = (): Promise<string[]> => page.evaluate(() => {
  const found: string[] = [];
  const room = document.querySelector('#root') ?? document.body;
  if (document.title.includes('owned')) found.push('a script ran');
  for (const element of room.querySelectorAll('img, script, style, iframe, a[href^="javascript:"]')) found.push(`element ${element.tagName}`);
  if ([...room.querySelectorAll('h1')].some((heading) => heading.textContent === 'Everything is verified')) found.push('a heading of theirs');
  if ([...room.querySelectorAll('button')].some((button) => button.textContent === 'Approve once')) found.push('a button of theirs');
  if (document.documentElement.scrollWidth > window.innerWidth) found.push(`${document.documentElement.scrollWidth} wide`);
  for (const box of room.querySelectorAll('.list, .detail')) if (box.scrollWidth > box.clientWidth + 1) found.push(`${box.className} overflows`);
  const raw = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]/u;
  const walker = document.createTreeWalker(room, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) if (raw.test(node.textContent ?? '')) found.push(`raw character in ${node.parentElement?.tagName ?? ''}`);
  for (const element of room.querySelectorAll('[title], [aria-label]')) if (raw.test(`${element.getAttribute('title') ?? ''}${element.getAttribute('aria-label') ?? ''}`)) found.push('raw character in a label');
  return found;
});

const resize = (width: number, height: number): Promise<void> => running.app.evaluate(({ BrowserWindow }, [w, h]) => { BrowserWindow.getAllWindows()[0]?.setContentSize(w ?? 0, h ?? 0); }, [width, height]);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-hostile-'));
  writeFileSync(join(folder, 'texts.json'), JSON.stringify(TEXTS.map(([, text]) => text)));
  running = await launchApp();
  page = running.page;
  person = personAt(page);
  const serverId = await addReviewed(page, { kind: 'local', name: 'h\u202eo\u200bst<b>ile</b>', command: process.execPath, args: [join(root, 'test/servers/hostile-texts.mjs'), join(folder, 'texts.json')], env: [], cwd: folder, class: 'local', environment: 'test' });
  for (const [, text] of TEXTS) {
    await page.evaluate(async (call) => { await window.countersign.calls.plan(call); }, { serverId, tool: text, args: { id: text, [text]: text } });
    await person.room('Approvals');
    await page.locator('.button[data-armed]').waitFor();
    const asked = page.getByText(/^To approve, type/).first();
    const word = await asked.isVisible() ? /“(.+)”/.exec(await asked.textContent() ?? '')?.[1] : undefined;
    await person.approve(word);
    await page.getByRole('heading', { name: 'Executed' }).waitFor();
  }
}, 120_000);
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a server whose every word is meant to mislead, in the log', () => {
  it('is inert in the list and the summary of the day, in a small window too', async () => {
    await person.room('Activity');
    await page.getByRole('heading', { name: 'Questions and answers' }).waitFor();
    expect(await page.locator('.activity-list .list-item').count()).toBeGreaterThan(TEXTS.length);
    expect(await faults()).toEqual([]);
    await expectAccessible(page);
    await picture(page, 'hostile-day');
    await resize(900, 600);
    expect(await faults()).toEqual([]);
    await picture(page, 'hostile-day-small');
    await resize(1280, 820);
  });

  it.each(TEXTS.map(([what, text, hides]) => [what, text, hides] as const))('%s is inert in its entry: what was shown, the change, the answer and the records', async (_what, text, hides) => {
    const seq = await page.evaluate(async (tool) => {
      const reply = await window.countersign.activity.list({ before: null, limit: 200, filter: null });
      return reply.ok ? reply.value.entries.find((one) => one.tool === tool)?.seq ?? 0 : 0;
    }, text);
    expect(seq).toBeGreaterThan(0);
    await page.evaluate((at) => { window.location.hash = `#/activity/${at}`; }, seq);
    await page.getByRole('heading', { name: 'What was shown and sent' }).waitFor();
    await page.locator('.shown .change-bar, .shown dl, .shown .values').first().waitFor();
    await page.evaluate(() => { for (const details of document.querySelectorAll<HTMLDetailsElement>('.detail details')) details.open = true; });
    await page.waitForTimeout(200);
    expect(await faults()).toEqual([]);
    if (hides) expect(await page.locator('.detail .mark').count()).toBeGreaterThan(0);
    // Ours stands where it stood: the end of the call is our word, and one only.
    expect(await page.locator('.detail .facts').first().getByText('Executed', { exact: true }).count()).toBe(1);
    await page.locator('.toggle').last().getByRole('button', { name: 'JSON' }).click();
    expect(await faults()).toEqual([]);
  });

  it('is inert where it is looked for: in the search box, the filters and the answer about an object', async () => {
    await page.evaluate(() => { window.location.hash = '#/activity'; });
    await page.getByRole('button', { name: /^Filters/ }).click();
    for (const [, text] of TEXTS) {
      // A field of one line takes no line ends; nobody can type them.
      const typed = text.replaceAll(/[\r\n]/g, '').slice(0, 300);
      for (const label of [/^Server/, /^Tool/, /^Object or project/]) await page.locator('.activity-filters').getByLabel(label).fill(typed);
      await page.getByRole('searchbox').fill(typed);
      await page.locator('.about-object h1').waitFor();
      await page.locator('.activity-list').getByText(/Nothing found|entr(y|ies)/).first().waitFor();
      expect(await faults()).toEqual([]);
    }
    await expectAccessible(page);
    await person.button('Clear search').click();
    await page.locator('.activity-filters').getByLabel(/^Tool/).fill('javascript:document.title="owned"');
    await page.getByText('1 entry').waitFor();
    expect(running.errors).toEqual([]);
  });
});
