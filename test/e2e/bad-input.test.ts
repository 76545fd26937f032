import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, type RunningApp } from './harness.ts';
import { personInWindow, type Person } from './person.ts';

const EVIL = join(root, 'test/servers/evil.mjs');
const evil = (...flags: string[]) => ({ command: process.execPath, args: [EVIL, ...flags] });

let running: RunningApp;
let page: Page;
let person: Person;
let folder: string;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-bad-')));
  ({ running, page, person } = await personInWindow());
});
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

const says = (text: string | RegExp) => page.locator('main').getByText(text).first().waitFor();

/** The names of the servers in the list. */
async function serverNames(): Promise<string[]> {
  return page.evaluate(async () => {
    const reply = await window.countersign.servers.list({});
    return reply.ok ? reply.value.map((server) => server.name) : [];
  });
}

/** Pastes a text into the configuration field and has it read. */
async function read(text: string): Promise<void> {
  await person.room('Servers');
  await person.button('Add a server').click();
  await person.button('Paste JSON').click();
  await page.getByLabel('Configuration').fill(text);
  await person.button('Read into the form').click();
}

/** A second server answers, whatever another one does. */
async function othersAnswer(): Promise<void> {
  await person.plan('list_projects', {});
  await page.getByRole('heading', { name: 'Executed' }).waitFor();
}

describe('a pasted configuration', () => {
  it('that is no JSON is told by line and column, keeps its text, and adds nothing', async () => {
    const text = '{\n  "mcpServers": {\n    "files": { "command": "node" "args": [] }\n  }\n}';
    await read(text);
    await says(/not valid JSON \(line 3, column \d+\)/);
    expect(await page.getByLabel('Configuration').inputValue()).toBe(text);
    expect(await serverNames()).toEqual(['Demo CMS']);
  });

  it('that is JSON, but of nothing we know, is told where', async () => {
    await read('{ "mcpServers": { "files": { "command": 7, "args": "all" } } }');
    await says(/no server configuration \(at mcpServers\.files\.command\)/);
    expect(await serverNames()).toEqual(['Demo CMS']);
  });

  it('names the entries that are not taken over, before anything is added', async () => {
    await read('{ "mcpServers": { "files": { "command": "node", "arg": ["x"], "autoApprove": ["*"] } } }');
    await says(/Not taken over, because Countersign does not know it/);
    await says('files.autoApprove');
    await says('files.arg');
    expect(await serverNames()).toEqual(['Demo CMS']);
  });

  it('with a variable that loads code is refused by its name', async () => {
    await read('{ "mcpServers": { "files": { "command": "node", "env": { "LD_PRELOAD": "/tmp/x.so" } } } }');
    await says(/LD_PRELOAD can load foreign code/);
    expect(await serverNames()).toEqual(['Demo CMS']);
  });

  it('with a program that is not here leads to a sentence that names it, and starts nothing', async () => {
    await person.paste('nowhere', { command: 'countersign-no-such-program' });
    await person.button('Look at what would run').click();
    await says(/countersign-no-such-program/);
    await says(/is not on this machine/);
    expect(await page.getByRole('button', { name: 'Run this' }).count()).toBe(0);
    await othersAnswer();
  });
});

describe('arguments', () => {
  it('that do not fit the schema are told by their place, stay in the editor, and reach nobody', async () => {
    const file = join(folder, 'definition.json');
    writeFileSync(file, JSON.stringify({ name: 'count_up', inputSchema: { type: 'object', properties: { by: { type: 'integer' } }, required: ['by'], anyOf: [{ required: ['by'] }] } }));
    await person.paste('counter', { command: process.execPath, args: [join(root, 'test/servers/drifting.mjs'), file] });
    await person.consent();
    await person.reviewAll();
    await person.plan('count_up', { 'Arguments as JSON': '{ "by": ' });
    await says(/not valid JSON: look at line 1, column/i);
    await page.getByLabel('Arguments as JSON').fill('{ "by": "seven" }');
    await person.button('Plan').click();
    await says('Not sent');
    await says(/do not fit the tool's schema/);
    await says('/by');
    await person.button('Back to the form').click();
    expect(await page.getByLabel('Arguments as JSON').inputValue()).toContain('"seven"');
  });
});

describe('what a server offers', () => {
  it('may lack a schema or hold one name twice: each is named, and the rest works', async () => {
    await person.paste('odd', evil('--no-schema', '--duplicate-names'));
    await person.consent();
    await person.button(/^Review \d+ definitions?/).click();
    await says('Two definitions bear this name.');
    await person.button(/^Accept all/).click();
    await person.button('Finish review').click();
    await page.getByText(/\d+ reviewed/).waitFor();
    await person.room('Tools');
    await page.getByRole('searchbox').fill('twin');
    await page.getByText('twin', { exact: true }).first().click();
    await says(/offers this name twice/);
    expect(await page.getByRole('button', { name: 'Plan', exact: true }).count()).toBe(0);
    await person.plan('bare', { 'Arguments as JSON': '{ "a": 1 }' });
    await person.approve();
    await page.getByRole('heading', { name: 'Executed' }).waitFor();
  });
});

describe('what a server answers', () => {
  it('may be 20 MB: the window answers all the while, and the last character can be reached', async () => {
    await person.plan('big', { 'Arguments as JSON': '{}' });
    await page.evaluate(() => {
      const gaps = { page: 0, main: 0 };
      Object.assign(window, { gaps });
      let last = performance.now();
      setInterval(() => { const now = performance.now(); gaps.page = Math.max(gaps.page, now - last); last = now; }, 10);
      const ask = async (): Promise<void> => {
        const began = performance.now();
        await window.countersign.app.status({});
        gaps.main = Math.max(gaps.main, performance.now() - began);
        setTimeout(() => void ask(), 20);
      };
      void ask();
    });
    await person.approve();
    await page.getByRole('heading', { name: 'Executed' }).waitFor({ timeout: 30_000 });
    await page.locator('.quoted').first().waitFor();
    const box = page.locator('.quoted').first();
    await box.locator('.json-line').first().waitFor();
    await box.focus();
    await expect.poll(async () => {
      await page.keyboard.press('End');
      return box.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
    }, { timeout: 10_000 }).toBeLessThan(3);
    await expect.poll(() => box.evaluate((element) => element.textContent?.slice(-100))).toBe('b'.repeat(100));
    const gaps = await page.evaluate(() => (window as unknown as { gaps: { page: number; main: number } }).gaps);
    process.stdout.write(`20 MB result: window stood still for ${Math.round(gaps.page)} ms, main answered after ${Math.round(gaps.main)} ms at most\n`);
    // How long is a figure for the report, not a verdict: a busy machine stands still by itself.
    expect(gaps.page + gaps.main).toBeGreaterThan(0);
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(3000);
    await othersAnswer();
  });

  it('may be no UTF-8: its end is unknown, said so, and nothing else breaks', async () => {
    await person.room('Servers');
    await page.getByText('odd', { exact: true }).first().click();
    await person.button('Stop').click();
    await person.paste('latin', evil('--invalid-utf8'));
    await person.consent();
    await person.reviewAll();
    await person.plan('good', { 'Arguments as JSON': '{}' });
    await person.approve();
    await page.getByRole('heading', { name: /^(Unknown|Failed)$/ }).waitFor({ timeout: 20_000 });
    await says(/What the server did is not known|What the server did until then is not known|not the protocol/);
    await othersAnswer();
  });
});

describe('a server', () => {
  it.each([
    ['that exits at once', 'exits', ['--exit-at-once'], /The server “exits” stopped/],
    ['that prints garbage', 'noisy', ['--garbage'], /The server “noisy” sends something that is not the protocol/],
    ['that hangs', 'silent', ['--hang'], /The server “silent” does not answer/],
  ])('%s has a state and a sentence, a log and a way on, and hurts no other', async (_, name, flags, sentence) => {
    await person.paste(name, evil(...flags));
    await person.consent();
    await page.locator('main').getByText('Failed.').waitFor({ timeout: 25_000 });
    await says(sentence);
    expect(await person.button('Start again').isEnabled()).toBe(true);
    await person.button('Log').click();
    if (name === 'exits') await says('fatal: no configuration');
    await othersAnswer();
  });

  it('can be stopped while it starts', async () => {
    await person.room('Servers');
    await page.getByText('silent', { exact: true }).first().click();
    await person.button('Start again').click();
    await says(/^Starting/);
    await person.button('Stop').click();
    await says(/^Stopped/);
    expect(await person.button('Start').isEnabled()).toBe(true);
  });

  it('never made the page itself fail', () => {
    expect(running.errors).toEqual([]);
  });
});
