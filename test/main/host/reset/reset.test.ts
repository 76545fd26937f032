import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildProgram, openSkillHome, type SkillHome } from '../skills/skill-home.ts';

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
