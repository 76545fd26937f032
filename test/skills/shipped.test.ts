import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planRun } from '../../main/core/skills/plan/plan.ts';
import { readSkill } from '../../main/core/skills/skill.ts';
import type { Playbook } from '../../main/core/skills/playbook.ts';
import type { Json, JsonObject } from '../../main/core/words/index.ts';

const folder = join(import.meta.dirname, '..', '..', 'skills');
const NAMES = ['demo-content', 'import-agenda', 'import-directory', 'prepare-news', 'publish-news', 'tidy-menu', 'upload-media'];
/** Where the sample data of a skill lies, and what its cases name of it. */
const SAMPLES: Readonly<Record<string, readonly [string, string]>> = {
  'demo-content': ['demo-content/data', 'event: open-day'], 'import-agenda': ['import-agenda/sample', 'sample/agenda-48.csv'], 'import-directory': ['import-directory/sample', 'sample/speakers.csv'],
  'prepare-news': ['prepare-news/sample', 'Doors open at nine'], 'publish-news': ['../main/demo-cms/sample', 'n-1001'], 'tidy-menu': ['tidy-menu/sample', 'Getting there | /pages/travel'], 'upload-media': ['upload-media/sample', 'files: sample'],
};
const EVENTS = ['trade-fair', 'medical-congress', 'staff-days', 'city-festival', 'open-day'];
const LANGUAGES = ['en', 'de'] as const;

const text = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');
const data = (name: string): Json => JSON.parse(text('demo-content', 'data', `${name}.json`)) as Json;

interface Both { readonly en: string; readonly de: string }
interface Event {
  readonly title: Both;
  readonly days: readonly string[];
  readonly speakers: readonly { readonly name: string; readonly picture: string; readonly description: Both }[];
  readonly exhibitors: readonly { readonly name: Both; readonly booth: string }[];
  readonly agenda: readonly { readonly title: Both; readonly day: string; readonly start: string; readonly end: string; readonly room: Both; readonly speakers: readonly string[] }[];
  readonly news: readonly { readonly title: Both; readonly body: Both; readonly picture: string }[];
  readonly menu: Readonly<Record<'en' | 'de', readonly object[]>>;
}
interface Pictures { readonly items: readonly { readonly name: string; readonly mimeType: string; readonly content: string; readonly alt: Both }[] }

function playbookOf(name: string): Playbook {
  const read = readSkill({ folder: name, skill: text(name, 'SKILL.md'), playbook: text(name, 'playbook.yaml') });
  expect(read.ok ? [] : read.problems).toEqual([]);
  if (!read.ok || read.skill.playbook === null) throw new Error(`${name} has no playbook`);
  return read.skill.playbook;
}

describe('the shipped skills', () => {
  test('are these seven, each with help in English and German', () => {
    const found = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(found.sort()).toEqual(NAMES);
    for (const name of NAMES) for (const language of LANGUAGES) expect(text(name, `help.${language}.md`).split('\n').length).toBeGreaterThan(6);
  });

  test.each(NAMES)('%s has cases of its own, and sample data that they use', (name) => {
    const cases = readdirSync(join(folder, name, 'cases'));
    expect(cases.length).toBeGreaterThan(0);
    const said = cases.map((file) => text(name, 'cases', file)).join('\n');
    // What it works on: files, a text that the case types, content of the pack, or the demo CMS's own draft.
    const [place, used] = SAMPLES[name] ?? ['', ''];
    expect(readdirSync(join(folder, ...place.split('/'))).length).toBeGreaterThan(0);
    expect(said).toContain(used);
  });

  test.each(NAMES)('%s is whole and uses no tool that it does not name', (name) => {
    const playbook = playbookOf(name);
    expect(Object.keys(playbook.tools).length).toBeGreaterThan(0);
  });

  test('publish only where that is the task', () => {
    const publishing = NAMES.filter((name) => Object.values(playbookOf(name).tools).some((effect) => effect === 'publish'));
    expect(publishing).toEqual(['publish-news']);
  });
});

describe.each(EVENTS)('the demo event %s', (name) => {
  const event = data(name) as unknown as Event;
  const pictures = data(`${name}-pictures`) as unknown as Pictures;

  test('has at least 40 sessions, 20 speakers, 15 exhibitors, news, a menu and 20 distinct pictures', () => {
    expect(event.agenda.length).toBeGreaterThanOrEqual(40);
    expect(event.speakers).toHaveLength(20);
    expect(event.exhibitors).toHaveLength(15);
    expect(event.news.length).toBeGreaterThanOrEqual(5);
    expect(new Set(pictures.items.map(({ content }) => content)).size).toBeGreaterThanOrEqual(20);
    expect(new Set(pictures.items.map(({ content }) => content)).size).toBe(pictures.items.length);
  });

  test('says everything in English and in German, nothing twice', () => {
    const both: Both[] = [event.title, ...event.speakers.map((one) => one.description), ...event.agenda.flatMap((one) => [one.title, one.room]), ...event.news.flatMap((one) => [one.title, one.body]), ...pictures.items.map((one) => one.alt)];
    for (const { en, de } of both) expect([en.trim().length > 0, de.trim().length > 0]).toEqual([true, true]);
    for (const language of LANGUAGES) {
      const sessions = event.agenda.map((one) => `${one.title[language]} ${one.day} ${one.start}`);
      expect(new Set(sessions).size).toBe(sessions.length);
    }
    expect(event.menu.en.length).toBe(event.menu.de.length);
  });

  test('names only people and pictures that are there, and nobody is in two places at once', () => {
    const people = new Set(event.speakers.map((one) => one.name));
    const files = new Set(pictures.items.map((one) => one.name));
    for (const session of event.agenda) {
      expect(event.days).toContain(session.day);
      expect(session.end > session.start).toBe(true);
      for (const speaker of session.speakers) expect(people).toContain(speaker);
      for (const other of event.agenda) {
        if (other === session || other.day !== session.day || other.start >= session.end || session.start >= other.end) continue;
        expect([other.title.en, other.room.en === session.room.en]).toEqual([other.title.en, false]);
        expect(other.speakers.filter((speaker) => session.speakers.includes(speaker))).toEqual([]);
      }
    }
    for (const { picture } of [...event.speakers, ...event.news]) expect(files).toContain(picture);
  });

  test('has no address, number or link that could be somebody\'s, and no script in a picture', () => {
    expect(JSON.stringify(event)).not.toMatch(/@|https?:|www\.|\+\d{2}/);
    for (const { content } of pictures.items) {
      const svg = Buffer.from(content, 'base64').toString('utf8');
      expect(svg).not.toMatch(/<script|\son\w+=|href=|<foreignObject|<image/i);
      expect(content.length).toBeLessThan(87_384);
    }
  });

  test.each(LANGUAGES)('is planned whole in %s, every object marked as demo, none published', (language) => {
    const run = {
      inputs: { event: name, language }, tables: {}, answers: {},
      data: { event: data(name), pictures: data(`${name}-pictures`) } as JsonObject, state: { media: [], directory: [], agenda: [], news: [] },
    };
    const plan = planRun(playbookOf('demo-content'), run);
    if (plan.kind !== 'plan') throw new Error(JSON.stringify(plan));
    expect(plan.leftOut).toEqual([]);
    expect(plan.counts.create).toBe(pictures.items.length + 20 + 15 + event.agenda.length + event.news.length);
    for (const item of plan.items) {
      expect(item.args['project']).toBe(name);
      expect(item.args['status'] ?? 'draft').toBe('draft');
      if (item.tool !== 'save_menu_draft') expect(JSON.stringify(item.args)).toMatch(/demo/i);
    }
  });
});
