import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildProgram } from '../skills/build-program.ts';
import { openSkillHome, type SkillHome } from '../skills/skill-home.ts';

let program: Awaited<ReturnType<typeof buildProgram>>;
let folder = '';
let home: SkillHome;

beforeAll(async () => { program = await buildProgram(); }, 120_000);
afterAll(() => program.remove());
const open = async (): Promise<void> => { home = await openSkillHome(join(folder, 'home'), program.parts); };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-reset-'));
  await open();
}, 60_000);
afterEach(async () => {
  await home.close();
  await rm(folder, { recursive: true, force: true });
});

const LISTS = ['list_media', 'list_directory_entries', 'list_agenda_items', 'list_news'];
const objects = async (project: string): Promise<number> => (await Promise.all(LISTS.map((tool) => home.all(tool, { project })))).flat().length;

describe('the reset of a demo project', { timeout: 180_000 }, () => {
  test('deletes what was made here, after a restart, with one approval, and leaves what somebody changed', async () => {
    const before = await objects('open-day');
    const filled = await home.run({ skill: 'demo-content', inputs: { event: 'open-day', language: 'en' } });
    const [person] = await home.all('list_directory_entries', { project: 'open-day', type: 'speaker' });
    const changed = await home.call('update_directory_entry', { id: person!['id']!, position: 'Retired' });
    expect(changed.end).toBe('updated');
    await home.close();
    await open();
    const made = filled.created;
    expect(await home.host.reset.projects()).toEqual([{ serverId: home.serverId, project: 'open-day', name: 'Open Day at Weserberg University', objects: made }]);
    const receipt = await home.reset('open-day');
    expect(receipt?.counts).toMatchObject({ deleted: made - 1, refused: 1 });
    expect(receipt?.rows.filter(({ end }) => end === 'refused').map(({ values, why }) => [values['id'], why])).toEqual([[person!['id'], 'not-as-left']]);
    expect(home.host.plans.view(home.host.plans.list()[0]!)!.head).toMatchObject({ revision: 1 });
    expect(await objects('open-day')).toBe(before + 1);
    expect(await home.host.reset.projects()).toMatchObject([{ project: 'open-day', objects: 1 }]);
  });

  test('is open to a role that may not delete, and only for what it made', async () => {
    await home.host.policy.chooseRole('sales');
    const denied = await home.call('create_agenda_item', { project: 'demo', title: 'By hand', day: '2027-05-20', start: '09:00', end: '10:00', room: 'Foyer' });
    expect(denied).toMatchObject({ end: 'refused', why: 'role-forbids' });
    const filled = await home.run({ skill: 'prepare-news', inputs: { project: 'demo', title: 'Soon', body: 'Text', language: 'en', audience: 'public', category: 'service' } });
    expect(filled).toMatchObject({ created: 1, outcome: 'executed' });
    const [draft] = (await home.all('list_news', { project: 'demo', status: 'draft' })).filter(({ title }) => title === 'Soon');
    expect(await home.run({ skill: 'publish-news', inputs: { project: 'demo', draft: draft!['id']! } })).toMatchObject({ failed: [{ why: 'role-forbids' }], outcome: 'failed' });
    expect(await home.call('delete_news', { id: draft!['id']! })).toMatchObject({ end: 'refused', why: 'role-forbids' });
    expect((await home.reset('demo'))?.counts).toMatchObject({ deleted: 1 });
  });

  test('is no way to delete anything else: a row that is edited is judged like any call', async () => {
    await home.call('create_news', { project: 'demo', title: 'Mine', body: 'Text', language: 'en', audience: 'public', category: 'service' });
    await home.host.policy.chooseRole('sales');
    const begun = await home.host.reset.begin(home.serverId, 'demo', 'Reset');
    if (begun === null || begun === 'nothing') throw new Error('not begun');
    await expect.poll(() => home.host.plans.view(begun.planId)?.head.stage, { timeout: 20_000 }).toBe('asking');
    const [row] = home.host.plans.view(begun.planId)!.pages.flat();
    await home.host.plans.edit(begun.planId, row!.rowId, { id: 'n-1001' });
    home.host.plans.cancel(begun.planId);
    expect((await begun.done).rows).toMatchObject([{ end: 'refused', why: 'role-forbids' }]);
    expect((await home.all('list_news', { project: 'demo' })).map(({ id }) => id)).toContain('n-1001');
  });

  test('touches nothing that was there before, and nothing where the answer is no', async () => {
    const before = await objects('demo');
    expect(await home.reset('demo')).toBeNull();
    await home.call('create_agenda_item', { project: 'demo', title: 'Mine', day: '2027-05-20', start: '09:00', end: '10:00', room: 'Foyer' });
    expect((await home.reset('demo', 'deny'))?.decision).toBe('denied');
    expect(await objects('demo')).toBe(before + 1);
    expect((await home.reset('demo'))?.counts.deleted).toBe(1);
    expect(await home.reset('demo')).toBeNull();
    expect(await objects('demo')).toBe(before);
  });
});
