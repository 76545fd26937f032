import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleData } from '../../../main/demo-cms/sample-data.ts';
import { openStore } from '../../../main/demo-cms/store.ts';

let folder = '';
let file = '';
const sentences: string[] = [];
const open = () => openStore(join(folder, 'data'), () => '2026-11-22T10:00:00.000Z', (sentence) => sentences.push(sentence));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-store-'));
  file = join(folder, 'data/demo-cms.json');
  sentences.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the data of the demo CMS', () => {
  it('begins with the sample data, in one private file', () => {
    expect(open().read()).toEqual(sampleData());
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'data'))).toEqual(['demo-cms.json']);
  });

  it('is the same bytes in every fresh folder', () => {
    open();
    const first = readFileSync(file, 'utf8');
    rmSync(file);
    open();
    expect(readFileSync(file, 'utf8')).toBe(first);
  });

  it('outlives a restart, and shows what another process wrote', () => {
    const store = open();
    const other = open();
    store.write({ ...store.read(), last: { n: 2000 } });
    expect(other.read().last).toEqual({ n: 2000 });
    expect(open().read().last).toEqual({ n: 2000 });
    expect(sentences).toEqual([]);
  });

  it.each([['half a file', '{"format":1,"news":['], ['another format', '{"format":2}'], ['nothing', ''], ['no records', '{"format":1,"projects":{},"news":[]}']])(
    'that is damaged (%s) is kept aside, said aloud, and begun anew', (_, text) => {
      open();
      writeFileSync(file, text);
      expect(open().read()).toEqual(sampleData());
      const aside = `${file}.damaged-2026-11-22T10-00-00.000Z`;
      expect(readFileSync(aside, 'utf8')).toBe(text);
      expect(sentences).toHaveLength(1);
      expect(sentences[0]).toContain(aside);
    });

  it('that cannot be read for another reason is not replaced', () => {
    mkdirSync(file, { recursive: true });
    expect(open).toThrow('EISDIR');
    expect(statSync(file).isDirectory()).toBe(true);
    expect(sentences).toEqual([]);
  });
});

describe('the sample data', () => {
  const data = sampleData();

  it('is a small real business in two languages', () => {
    expect(data.projects.map((project) => project.id)).toEqual(['demo', 'portal', 'trade-fair', 'medical-congress', 'staff-days', 'city-festival', 'open-day']);
    expect([data.news.length, data.agenda.length, data.directory.length, data.media.length, data.menus.length]).toEqual([12, 30, 23, 6, 7]);
    expect(new Set(data.news.map((news) => news['language']))).toEqual(new Set(['en', 'de']));
    expect(JSON.stringify(data).toLowerCase()).not.toContain('lorem');
  });

  it('names only what exists, and gives no id twice', () => {
    const rows = [...data.news, ...data.agenda, ...data.directory, ...data.media];
    const ids = rows.map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const row of rows) expect(data.projects.map((project) => project.id), row.id).toContain(row.project);
    for (const item of data.agenda) {
      for (const speaker of Array.isArray(item['speakers']) ? item['speakers'] : []) expect(ids).toContain(speaker);
    }
    for (const [letter, last] of Object.entries(data.last)) {
      const numbers = ids.filter((id) => id.startsWith(`${letter}-`)).map((id) => Number(id.slice(2)));
      expect(Math.max(...numbers)).toBe(last);
    }
  });

  it('puts no two sessions of a room at the same time, and no speaker in two rooms', () => {
    for (const one of data.agenda) {
      for (const other of data.agenda) {
        if (one.id >= other.id || one['day'] !== other['day']) continue;
        const together = String(one['start']) < String(other['end']) && String(other['start']) < String(one['end']);
        if (!together) continue;
        expect(one['room'], `${one.id} ${other.id}`).not.toBe(other['room']);
        const speakers = [one, other].flatMap((item) => (Array.isArray(item['speakers']) ? item['speakers'] : []));
        expect(new Set(speakers).size, `${one.id} ${other.id}`).toBe(speakers.length);
      }
    }
  });
});
