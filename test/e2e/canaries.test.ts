import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { survivors } from '../proof/survivors.ts';
import { OWN_SECRETS, TOKENS } from '../proof/token-samples.ts';
import { addReviewed } from './added-server.ts';
import { root, type RunningApp } from './harness.ts';
import { personInWindow, type Person } from './person.ts';

/** Sixty-four kinds of secrets go through the real window: a server that says back whatever it was told, called with all of them. */
let running: RunningApp;
let person: Person;
let folder = '';
const said: string[] = [];
const page = () => running.page;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-canary-window-'));
  ({ running, person } = await personInWindow());
  running.page.on('console', (message) => { said.push(message.text()); });
  running.app.process().stdout?.on('data', (piece: Buffer) => { said.push(piece.toString()); });
}, 60_000);
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Our own secrets that can still be read in a text by a search that decodes by itself, and the bare value of those that have a shape, that stands in a text. */
function found(text: string): string[] {
  return [
    ...survivors(text, OWN_SECRETS.map(([, secret]) => secret), 1).map((secret) => `own: ${secret}`),
    ...TOKENS.filter(([, , secret]) => text.includes(secret)).map(([name]) => `shape: ${name}`),
  ];
}

function filesBelow(path: string): string {
  return readdirSync(path, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => {
    const bytes = readFileSync(join(one.parentPath, one.name));
    return `${one.name}\n${bytes.toString('latin1')}\n${bytes.toString()}`;
  }).join('\n');
}

/** Everything that the page holds in its memory once what nobody holds on to is swept out: each text of the heap. */
async function memoryOfWindow(): Promise<string> {
  const session = await page().context().newCDPSession(page());
  const pieces: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => { pieces.push(chunk); });
  for (let n = 0; n < 3; n += 1) await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  const { strings } = JSON.parse(pieces.join('')) as { strings: readonly string[] };
  return strings.join('\n');
}

describe('64 kinds of secrets through the window', () => {
  it('are in none of what it remembers of past calls, its console, its files, nor what a crash leaves', async () => {
    expect(OWN_SECRETS.length + TOKENS.length).toBe(64);
    const env = OWN_SECRETS.map(([, value], n) => ({ name: `CANARY_${n}`, value, secret: true }));
    const args = Object.fromEntries([...OWN_SECRETS, ...TOKENS].map(([name, text], n) => [n % 7 === 0 ? `${name} ${text}` : name, n % 3 === 0 ? [text] : `it is ${text}`]));
    const serverId = await addReviewed(page(), { kind: 'local', name: 'leaky', command: process.execPath, args: [join(root, 'test/servers/leaky.mjs'), '--password', 'correct horse battery staple'], env, cwd: folder, class: 'local', environment: 'test' });
    for (const tool of ['result', 'tool_error', 'protocol_error', 'structured']) {
      await page().evaluate(async (call) => { await window.countersign.calls.plan(call); }, { serverId, tool, args });
      await person.room('Approvals');
      await page().locator('article.card .bar').getByText(tool, { exact: true }).waitFor();
      const asked = page().getByText(/^To approve, type/).first();
      const word = await asked.isVisible() ? /“(.+)”/.exec(await asked.textContent() ?? '')?.[1] : undefined;
      await person.approve(word);
      await page().getByRole('heading', { name: /^(Executed|Failed|The end is unknown|Unknown)/ }).first().waitFor();
    }
    // What is on the screen now is of a past call; then the rooms that show it.
    const shown = [await page().locator('body').innerText()];
    await person.room('Activity');
    for (const tool of ['result', 'tool_error']) {
      await page().locator('.activity-list').getByText(tool, { exact: true }).first().click();
      await page().getByRole('heading', { name: 'What was shown and sent' }).waitFor();
      shown.push(await page().locator('body').innerText());
    }
    expect(shown.join('\n')).toContain('tool_error');
    await person.room('Settings');
    await page().getByRole('main').waitFor();
    const memory = await memoryOfWindow();
    expect(memory).toContain('leaky');
    // And once it reads again all that it is told of past calls.
    await page().reload();
    await person.room('Activity');
    await page().locator('.activity-list').getByText('result', { exact: true }).first().click();
    await page().getByRole('heading', { name: 'What was shown and sent' }).waitFor();
    const again = await memoryOfWindow();
    expect(again).toContain('leaky');
    const listed = await page().evaluate(() => window.countersign.activity.list({ before: null, limit: 200, filter: null }));
    await running.app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(); });
    await new Promise((resolve) => { setTimeout(resolve, 1_500); });
    const printed = [...said, ...running.errors, ...running.log].join('\n');
    expect({
      shown: found(shown.join('\n')), memory: found(memory), again: found(again), console: found(printed), list: found(JSON.stringify(listed)), files: found(filesBelow(running.home)),
    }).toEqual({ shown: [], memory: [], again: [], console: [], list: [], files: [] });
  }, 180_000);
});
