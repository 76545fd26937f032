import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, freshHome, picture, type RunningApp } from './harness.ts';
import { personInWindow, type Person } from './person.ts';

/** The log on a disk of its own: its space can be pulled away and given back. Null where this system does not let us mount one. */
function smallDisk(home: string): { pull(): void; giveBack(): void; unmount(): void } | null {
  const folder = join(home, 'audit');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=700', 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    process.stdout.write(`SKIPPED: the space of a disk is not pulled away in the window, for no small disk can be mounted here (${String(error).split('\n')[0]}).\n`);
    return null;
  }
  const ballast = join(folder, 'ballast');
  return {
    pull() {
      try {
        for (let n = 0; ; n += 1) writeFileSync(ballast, Buffer.alloc(4_096), { flag: 'a' });
      } catch {
        // Full.
      }
    },
    giveBack: () => rmSync(ballast),
    unmount: () => { execFileSync('umount', ['-l', folder]); },
  };
}

const home = freshHome();
const disk = smallDisk(home);
let running: RunningApp;
let closed = disk === null;
let person: Person;
const page = () => running.page;
const agenda = (): number => (JSON.parse(readFileSync(join(home, 'demo-cms', 'demo-cms.json'), 'utf8')) as { agenda: unknown[] }).agenda.length;
const BANNER = 'The log cannot be written. No call goes out until it can.';

beforeAll(async () => {
  if (disk === null) return;
  ({ running, person } = await personInWindow({ home }));
  await person.serversRun();
}, 60_000);
afterAll(async () => {
  if (!closed) await running.close();
  disk?.unmount();
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

describe.skipIf(disk === null)('the space of the disk is pulled away in the middle of an import', () => {
  it('a banner says so and nothing more is sent', async () => {
    const rows = Array.from({ length: 60 }, (_, n) => ({ project: 'demo', title: `Session ${n + 1}`, day: '2027-05-04', start: `${String(8 + Math.floor(n / 5)).padStart(2, '0')}:${String((n % 5) * 10).padStart(2, '0')}`, end: `${String(8 + Math.floor(n / 5)).padStart(2, '0')}:${String((n % 5) * 10 + 5).padStart(2, '0')}`, room: 'Hall 2' }));
    const before = agenda();
    await person.room('Tools');
    await page().getByRole('searchbox').fill('create_agenda_item');
    await page().getByText('create_agenda_item', { exact: true }).first().click();
    await page().getByText('Many at once').click();
    await page().getByRole('textbox', { name: 'Rows' }).fill(JSON.stringify(rows));
    await person.button('Plan the set').click();
    await page().getByRole('heading', { name: /^Creates 60 agenda items/ }).waitFor();
    await page().locator('.plan-card .button[data-armed=true]').waitFor();
    await page().keyboard.press('Control+Enter');
    await expect.poll(agenda, { interval: 20, timeout: 60_000 }).toBeGreaterThan(before + 4);
    disk?.pull();
    await page().getByText(BANNER).waitFor({ timeout: 60_000 });
    const then = agenda();
    await page().waitForTimeout(2_000);
    expect(agenda()).toBe(then);
    expect(then).toBeLessThan(before + 60);
    await expectAccessible(page());
    await picture(page(), 'log-unwritable');
  }, 180_000);

  it('calls go out again by themselves once there is space, and the log verifies with an end for every call', async () => {
    disk?.giveBack();
    await page().getByText(BANNER).waitFor({ state: 'detached' });
    await person.plan('list_projects', {});
    await page().getByRole('heading', { name: 'Executed' }).waitFor();
    await person.room('Activity');
    await person.button('Verify the log').click();
    await page().getByText(/The chain is whole/).waitFor();
    closed = true;
    await running.close();
    const lines = readdirSync(join(home, 'audit')).filter((name) => name.endsWith('.jsonl')).sort().flatMap((name) => readFileSync(join(home, 'audit', name), 'utf8').split('\n').filter((line) => line !== ''));
    const events = lines.map((line) => (JSON.parse(line) as { event: { type: string; callId?: string; outcome?: string; call?: { callId: string; tool: { name: string } } } }).event);
    const created = events.filter(({ type, call }) => type === 'intent' && call?.tool.name === 'create_agenda_item').map(({ call }) => call?.callId);
    const ends = new Map(events.filter(({ type }) => type === 'outcome').map(({ callId, outcome }) => [callId, outcome]));
    expect(created.filter((id) => !ends.has(id))).toEqual([]);
  }, 60_000);
});
